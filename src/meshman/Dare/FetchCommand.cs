using System.CommandLine;
using System.Globalization;
using Mesh.Client;
using Mesh.CommandLine;
using Mesh.Dare;
using Mesh.Manager.Files;

namespace Mesh.Manager.Dare;

/// <summary><c>dare fetch</c>: fetches an archive, or some of its entries, from a web server, and later what has come to it (docs/guide/distribution.md).</summary>
internal static class FetchCommand
{
    public static Command Make(ManagerProgram program)
    {
        var url = new FormedArgument<string>("url", Forms.WebAddress) { Description = "where the archive is" };
        var output = new FormedArgument<string?>("out", ValueForm.File)
        {
            Arity = ArgumentArity.ZeroOrOne,
            Description = "the file to make, or to bring up to date; the last part of the address when none is named",
        };
        var paths = new FormedArgument<string[]>("paths", ValueForm.File)
        {
            Arity = ArgumentArity.ZeroOrMore,
            Description = "paths in the archive, folders with all that is in them; everything when none is named",
        };
        var unsigned = new Option<bool>("--unsigned") { Description = "take also what nobody known here has signed" };
        var forget = new Option<bool>("--forget") { Description = "forget what was fetched from there: its publisher made the archive anew" };
        var opening = new ArchiveOpening();
        return program.Command("fetch", "Fetch an archive from a web server, or what was appended to it", (parsed, cancel) =>
        {
            var address = new Uri(parsed.GetValue(url)!);
            string target = parsed.GetValue(output) ?? Name(address);
            return Task.FromResult(opening.With(program, parsed, target, needsKeys: false, (keys, given) =>
            {
                if (parsed.GetValue(forget))
                {
                    FetchMemory.Open(MeshHome.Folder()).Forget(address);
                }

                using var progress = new LateProgress(program.Terminal, cancel);
                var request = new FetchRequest
                {
                    Url = address,
                    Output = target,
                    Home = MeshHome.Folder(),
                    Paths = [.. (parsed.GetValue(paths) ?? []).Select(ArchivePaths.Parse)],
                    Signers = [.. keys.Signers.Select(s => s.Key.Kid)],
                    TakesUnsigned = parsed.GetValue(unsigned),
                    Progress = progress.Begin,
                };
                return Report(ArchiveFetch.Fetch(request, given, cancel));
            }));
        }, [url, output, paths, unsigned, forget, .. opening.Options]);
    }

    private static string Name(Uri address) => Path.GetFileName(Uri.UnescapeDataString(address.AbsolutePath)) is { Length: > 0 } name and not ("." or "..")
        && !name.Any(char.IsControl)
        ? name
        : throw CommandException.Usage("Name the file to make: the address does not end in a name.");

    private static CommandResult Report(FetchReport report)
    {
        string what = report.IsUnchanged ? "up to date"
            : report.FramesBefore == 0 ? $"{Number(report.State.Count)} frames"
            : report.State.Count == report.FramesBefore ? "other entries of the same state"
            : $"{Number(report.State.Count - report.FramesBefore)} new frames";
        string resumed = report.Resumed > 0 ? $", {Number(report.Resumed)} from before" : "";
        return new CommandResult("ResultFetch").Field("Filename", report.Path).Field("Changed", !report.IsUnchanged)
            .Field("Frames", report.State.Count).Field("FramesBefore", report.FramesBefore).Field("TotalBytes", report.FileLength)
            .Field("ArchiveBytes", report.Length).Field("Transferred", report.Received).Field("Requests", report.Requests).Field("Resumed", report.Resumed)
            .Field("Origin", Convert.ToHexString(report.State.Origin.Span)).Field("Root", Convert.ToHexString(report.State.Root.Span))
            .Field("Signers", report.Signatures.Select(s => s.Signer ?? s.Kid)).Field("Known", report.Signatures.Any(s => s.Verified))
            .Line($"{report.Path}: {what}; {Number(report.Received)} octets in {Number(report.Requests)} requests{resumed}");
    }

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}

using System.CommandLine;
using System.Globalization;
using Mesh.Client;
using Mesh.CommandLine;
using Mesh.Dare;

namespace Mesh.Manager.Dare;

/// <summary><c>dare archive</c>: puts files and folders into a new archive (command-line reference, section 9).</summary>
internal static class ArchiveCommand
{
    public static Command Make(ManagerProgram program)
    {
        var names = new FormedArgument<string[]>("names", ValueForm.File)
        {
            Arity = ArgumentArity.OneOrMore,
            Description = "the archive to make and the files and folders to put into it; or one folder, and the archive is named for it",
        };
        FormedOption<string?> output = DareFiles.Out();
        var hide = new Option<bool>("--hide-names") { Description = "hide names, sizes and times from all but the recipients" };
        var type = new FormedOption<string?>("--type", Forms.OldType) { Description = "with --compat: list, digest, tree or merkle (which is usual)" };
        var sealing = new ArchiveSealing();
        var old = new OldSealingOptions();
        return program.Command("archive", "Put files and folders into a new archive", async (parsed, cancel) =>
        {
            (string archive, string[] inputs) = Names(parsed.GetValue(names)!, parsed.GetValue(output));
            using SealingKeys keys = sealing.Sealing.Read(program, parsed, archive);
            if (parsed.GetValue(hide) && !keys.IsEncrypted)
            {
                throw CommandException.Usage("--hide-names hides from all but the recipients: say --encrypt with who may open it.");
            }

            old.Check(parsed, keys, NotOld(parsed, hide, sealing));
            if (!old.IsCompat(parsed) && parsed.GetValue(type) is { } word)
            {
                throw CommandException.Usage($"--type {word} is an old form: it goes with --compat.");
            }

            CommandResult result = await sealing.WithAsync(
                program,
                parsed,
                keys,
                named => old.IsCompat(parsed)
                    ? CompatSequences.Make(
                        program, archive, parsed.GetValue(type) ?? CompatSequences.UsualType, named with { Unauthenticated = old.IsUnauthenticated(parsed) }, inputs, cancel)
                    : Make(program, archive, named with { HidesMetadata = parsed.GetValue(hide) }, sealing.Compression(parsed), inputs, cancel),
                cancel).ConfigureAwait(false);
            if (!keys.IsEncrypted)
            {
                program.Note($"{archive} is not encrypted: say --encrypt with an address or a public key to seal it.");
            }

            return result;
        }, [names, output, hide, type, .. old.All, .. sealing.Options]);
    }

    private static CommandResult Make(
        ManagerProgram program, string archive, FileSealing sealing, string? compression, string[] inputs, CancellationToken cancel)
    {
        (int Entries, long Octets, IReadOnlyList<ArchiveProblem> Problems) added = (0, 0, []);
        ArchiveWritten written = ArchiveFiles.Write(
            archive, isNew: true, sealing, new FileOpening(), compression, writer => added = ArchiveSealing.Add(program, writer, archive, inputs, cancel));
        return ArchiveSealing.Report("ResultArchive", added.Problems)
            .Field("Filename", written.Path).Field("Entries", added.Entries).Field("TotalBytes", added.Octets)
            .Field("Recipients", written.Recipients).Field("Signers", written.Signers)
            .VerboseLine(string.Create(CultureInfo.InvariantCulture, $"{written.Path}: {added.Entries} entries, {added.Octets} bytes"));
    }

    private static IEnumerable<string> NotOld(ParseResult parsed, Option<bool> hide, ArchiveSealing sealing) =>
    [
        .. parsed.GetValue(hide) ? [hide.Name] : Array.Empty<string>(),
        .. sealing.Compression(parsed) is not null ? ["--compress"] : Array.Empty<string>(),
    ];

    // The archive comes first; with one name only, or with --out, all names are of what goes into it.
    private static (string Archive, string[] Inputs) Names(string[] names, string? output)
    {
        if (output is not null || names.Length == 1)
        {
            string archive = output ?? Path.TrimEndingDirectorySeparator(names[0]) + DareFiles.Extension;
            return (Fresh(archive), names);
        }

        return (Fresh(names[0]), names[1..]);
    }

    private static string Fresh(string archive) => archive switch
    {
        SealedFiles.StandardStream => throw CommandException.Usage("An archive is written to a file."),
        _ when Directory.Exists(archive) => throw CommandException.Usage($"{archive} is a folder. Name the archive to make first."),
        _ when File.Exists(archive) => throw new CommandException(
            ExitCode.Error, $"{archive} exists already. meshman dare append adds to an archive."),
        _ => archive,
    };
}

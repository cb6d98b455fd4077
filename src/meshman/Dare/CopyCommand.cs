using System.CommandLine;
using System.Globalization;
using Mesh.Client;
using Mesh.CommandLine;
using Mesh.Dare;
using Mesh.Manager.Files;

namespace Mesh.Manager.Dare;

/// <summary><c>dare copy</c>: writes an archive or another sequence anew (command-line reference, section 9).</summary>
internal static class CopyCommand
{
    public static Command Make(ManagerProgram program)
    {
        var opening = new ArchiveOpening("the archive, log or sequence to copy");
        var output = new FormedArgument<string>("out", ValueForm.File) { Description = "the file to make" };
        var decrypt = new Option<bool>("--decrypt") { Description = "do not encrypt the copy" };
        var asSealed = new Option<bool>("--sealed")
        {
            Description = "copy entries as they are sealed, without opening them: for whoever stores what others read",
        };
        var purge = new Option<bool>("--purge")
        {
            DefaultValueFactory = _ => true,
            Description = "leave earlier versions and deleted entries behind (--nopurge: copy all of them)",
        };
        var index = new Option<bool>("--index")
        {
            DefaultValueFactory = _ => true,
            Description = "end in an index frame (--noindex: leave it open)",
        };
        var sealing = new CopySealing(opening.Accounts);
        return program.Command("copy", "Copy an archive, sealed and signed anew", (parsed, cancel) =>
        {
            string source = parsed.GetValue(opening.Archive)!;
            string target = parsed.GetValue(output)!;
            return sealing.WithAsync(program, parsed, source, how =>
            {
                if (parsed.GetValue(decrypt) && (how.Sealing.IsEncrypted || how.Sealing.HidesMetadata))
                {
                    throw CommandException.Usage("--decrypt leaves the copy in clear: nobody is named who opens it, and nothing is hidden.");
                }

                if (parsed.GetValue(asSealed) && (parsed.GetValue(decrypt) || how.Sealing.IsEncrypted || how.Sealing.HidesMetadata))
                {
                    throw CommandException.Usage("--sealed leaves the entries as they are: who opens them cannot be changed.");
                }

                how = how with { KeepsSealed = parsed.GetValue(asSealed), Decrypts = parsed.GetValue(decrypt), AllVersions = !parsed.GetValue(purge), WithIndex = parsed.GetValue(index) };
                SequenceCopied copied = opening.With(
                    program, parsed, source, needsKeys: !how.KeepsSealed, (_, given) => Copy(program, source, DareFiles.NewSequence(target), how, given, cancel));
                ArchiveOpening.Tell(program, source, copied.Standing, copied.Signatures);
                return new CommandResult("ResultArchive")
                    .Field("Filename", target).Field("Entries", copied.Copied).Field("Frames", copied.Written.Frames)
                    .Field("Recipients", copied.Written.Recipients).Field("Signers", copied.Written.Signers)
                    .Field("OriginalSigners", copied.Signatures.Select(s => s.Signer ?? s.Kid))
                    .VerboseLine(string.Create(CultureInfo.InvariantCulture, $"{target}: {copied.Copied} entries of {copied.Standing.Count} frames"));
            }, cancel);
        }, [opening.Archive, output, decrypt, asSealed, purge, index, .. sealing.Options, .. opening.Options]);
    }

    /// <summary>Copies, and shows how far it has come.</summary>
    public static SequenceCopied Copy(
        ManagerProgram program, string source, string target, SequenceCopying how, FileOpening opening, CancellationToken cancel)
    {
        using Progress progress = Progress.Start(program.Terminal, source, cancel);
        return SequenceCopies.Copy(source, target, how, opening, progress, cancel);
    }
}

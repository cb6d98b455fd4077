using System.CommandLine;
using System.Globalization;
using Mesh.Client;
using Mesh.CommandLine;

namespace Mesh.Manager.Dare;

/// <summary><c>dare index</c>: writes the index frame that a writer did not get to (command-line reference, section 9).</summary>
internal static class IndexCommand
{
    public static Command Make(ManagerProgram program)
    {
        var opening = new ArchiveOpening("the archive, log or sequence");
        var sign = new FormedOption<string[]>("--sign", Forms.Recipient)
        {
            Description = "who signs it, as its policy asks: the address of an account here, or a file with a private signature key (repeatable)",
        };
        var sealing = new ArchiveSealing(opening.Accounts);
        return program.Command("index", "Write the index at the end of an archive that lacks one", async (parsed, cancel) =>
        {
            string file = parsed.GetValue(opening.Archive)!;
            using SealingKeys keys = SealingOptions.ReadSigners(parsed.GetValue(sign) ?? []);
            return await sealing.WithAsync(
                program, parsed, keys,
                named => opening.With(program, parsed, file, needsKeys: false, (_, given) => Write(program, file, named, given)),
                cancel).ConfigureAwait(false);
        }, [opening.Archive, sign, .. opening.Options]);
    }

    private static CommandResult Write(ManagerProgram program, string file, FileSealing sealing, FileOpening opening)
    {
        var result = new CommandResult("ResultArchive").Field("Filename", file);
        SequenceEnd end = SequenceFiles.EndOf(file);
        if (end == SequenceEnd.Closed)
        {
            return result.Field("Written", false).Line($"{Path.GetFileName(file)} ends in an index: there is nothing to do.");
        }

        ArchiveWritten written = SequenceFiles.Close(file, sealing, opening);
        TellTorn(program, written);
        if (end == SequenceEnd.NeverSigned)
        {
            program.Note($"Nobody had signed any of {Path.GetFileName(file)}: it is signed now as it stands.");
        }

        return result.Field("Written", true).Field("Frames", written.Frames).Field("Torn", written.Torn)
            .VerboseLine(string.Create(CultureInfo.InvariantCulture, $"{file}: an index over {written.Frames - 1} frames"));
    }

    /// <summary>Says where something was put that an interrupted program left.</summary>
    public static void TellTorn(ManagerProgram program, ArchiveWritten written)
    {
        if (written.Torn is { } torn)
        {
            program.Note($"A program was interrupted while it wrote to {Path.GetFileName(written.Path)}: what it left is in {torn}.");
        }
    }
}

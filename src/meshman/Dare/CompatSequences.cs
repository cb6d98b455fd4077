using System.CommandLine;
using System.Globalization;
using Mesh.Client;
using Mesh.CommandLine;
using Mesh.Dare;
using Mesh.Manager.Files;

namespace Mesh.Manager.Dare;

/// <summary><c>dare create</c> and <c>dare archive</c> with <c>--compat</c>: archives for programs that read nothing else.</summary>
internal static class CompatSequences
{
    /// <summary>The type where none is named: of those that are written, the one that shows most.</summary>
    public const string UsualType = "merkle";

    /// <summary>The type that a word names.</summary>
    public static bool TryType(string word, out CompatSequenceType type)
    {
        (bool isKnown, type) = word switch
        {
            "list" => (true, CompatSequenceType.List),
            "digest" => (true, CompatSequenceType.Digest),
            "tree" => (true, CompatSequenceType.Tree),
            "merkle" => (true, CompatSequenceType.Merkle),
            _ => (false, default),
        };
        return isKnown;
    }

    /// <summary>Makes one.</summary>
    /// <param name="program">The program.</param>
    /// <param name="file">The file.</param>
    /// <param name="word">The type.</param>
    /// <param name="sealing">To whom it is sealed, and who signs.</param>
    /// <param name="inputs">Files and folders to put into it.</param>
    /// <param name="cancel">Ends it.</param>
    public static CommandResult Make(
        ManagerProgram program, string file, string word, FileSealing sealing, IReadOnlyList<string> inputs, CancellationToken cancel)
    {
        if (!TryType(word, out CompatSequenceType type))
        {
            throw CommandException.Usage(word == "chain"
                ? "Sequences of the type chain are read, and not written: say --type merkle."
                : $"--compat goes with --type list, digest, tree or merkle, and not with {word}.");
        }

        long entries = 0, octets = 0;
        List<ArchiveProblem> problems = [];
        ArchiveWritten written = OldSequences.Create(file, type, sealing with { ForOldReaders = true }, writer =>
        {
            using Progress progress = Progress.Start(program.Terminal, 0, cancel);
            InputSize.Find(progress, inputs, cancel);
            foreach (string input in inputs)
            {
                using var scanner = FolderScanner.Open(input, ArchiveSealing.Scan(input, file, cancel));
                foreach (ArchiveSource source in scanner.Scan())
                {
                    if (source.Entry.Type == FileEntryType.Link)
                    {
                        problems.Add(new ArchiveProblem(ArchivePath.Show(source.Path.Text), "it is a link, and old archives have none"));
                    }
                    else if (source.Content is not null)
                    {
                        writer.Add(source with { ContentType = null });
                        entries++;
                        octets += source.Entry.Size ?? 0;
                        progress.Report(octets);
                    }
                }

                problems.AddRange(scanner.Problems);
            }
        });
        return ArchiveSealing.Report("ResultArchive", problems)
            .Field("Filename", file).Field("Type", word).Field("OldForm", true).Field("Entries", entries).Field("TotalBytes", octets)
            .Field("Frames", written.Frames).Field("Recipients", written.Recipients).Field("Signers", written.Signers)
            .VerboseLine(string.Create(CultureInfo.InvariantCulture, $"{file}: {word}, {entries} entries, {octets} bytes"));
    }
}

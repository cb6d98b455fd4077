using System.Globalization;
using Mesh.Client;
using Mesh.CommandLine;
using Mesh.Dare;
using Mesh.Manager.Files;

namespace Mesh.Manager.Dare;

/// <summary><c>dare extract</c> from archives of old forms. Nothing is written before every path that is wanted was found good.</summary>
internal static class OldExtraction
{
    /// <param name="program">The program.</param>
    /// <param name="open">The archive.</param>
    /// <param name="wanted">Paths; none for everything.</param>
    /// <param name="record">The number of one version; null for the latest.</param>
    /// <param name="target">The folder.</param>
    /// <param name="options">How to extract.</param>
    public static CommandResult Run(
        ManagerProgram program, OldArchive open, ArchivePath[] wanted, long? record, string target, ExtractionOptions options)
    {
        List<(ArchivePath Path, PublishedEntry Entry)> entries = [.. Entries(open.Archive, wanted, record).Select(e => (OldArchive.PathOf(e), e))];
        using Progress progress = Progress.Start(program.Terminal, entries.Sum(e => e.Entry.StoredLength), options.Cancellation);
        using ExtractionFolder folder = ExtractionFolder.Open(target, options);
        byte[] buffer = new byte[1 << 18];
        foreach ((ArchivePath path, PublishedEntry entry) in entries)
        {
            options.Cancellation.ThrowIfCancellationRequested();
            using PublishedContent content = open.Open(entry);
            using ExtractedFile file = folder.CreateFile(path);
            for (int count = content.Content.Read(buffer); count > 0; count = content.Content.Read(buffer))
            {
                file.Stream.Write(buffer, 0, count);
                progress.Report(folder.Written);
            }

            file.Keep();
        }

        if (entries.Count(e => e.Entry.Level < VerificationLevel.Signed) is > 0 and int unsigned)
        {
            program.Note(string.Create(CultureInfo.InvariantCulture, $"Nobody known here has signed {unsigned} of the {entries.Count} contents: nothing shows who made them."));
        }

        IReadOnlyList<ArchiveProblem> problems = folder.Finish();
        var result = new CommandResult("ResultArchive", problems.Count == 0 ? ExitCode.Success : ExitCode.Error);
        foreach (ArchiveProblem problem in problems)
        {
            result.Line($"Not as it should be: {problem.Path}: {problem.Reason}");
        }

        return OldForms.Fields(
            result.Field("Filename", target).Field("Extracted", entries.Count).Field("TotalBytes", folder.Written).Field("Problems", problems.Select(p => p.Path))
                .Field("Signed", entries.Count(e => e.Entry.Level >= VerificationLevel.Signed))
                .VerboseLine(string.Create(CultureInfo.InvariantCulture, $"{target}: {entries.Count} entries, {folder.Written} bytes")),
            open);
    }

    private static List<PublishedEntry> Entries(PublishedArchive archive, ArchivePath[] wanted, long? record)
    {
        if (record is { } index)
        {
            return wanted.Length > 0
                ? throw CommandException.Usage("--record names one version: no path goes with it.")
                : index < archive.Sequence.Count && archive.At(index) is { IsDelete: false } version
                    ? [version]
                    : throw new CommandException(ExitCode.Error, string.Create(CultureInfo.InvariantCulture, $"The archive has no version {index}."));
        }

        List<PublishedEntry> all = [.. archive.Files()];
        if (wanted.Length == 0)
        {
            return all;
        }

        List<PublishedEntry> found = [];
        foreach (ArchivePath path in wanted)
        {
            List<PublishedEntry> here = [.. all.Where(e => e.Path == path.Text || e.Path!.StartsWith(path.Text + "/", StringComparison.Ordinal))];
            found.AddRange(here.Count > 0
                ? here
                : throw new CommandException(ExitCode.Error, $"The archive has no entry {ArchivePath.Show(path.Text)}."));
        }

        return [.. found.DistinctBy(e => e.Path)];
    }
}

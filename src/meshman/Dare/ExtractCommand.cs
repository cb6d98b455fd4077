using System.CommandLine;
using System.Globalization;
using Mesh.Client;
using Mesh.CommandLine;
using Mesh.Dare;
using Mesh.Manager.Files;

namespace Mesh.Manager.Dare;

/// <summary><c>dare extract</c>: takes one, some or all entries out of an archive (command-line reference, section 9).</summary>
internal static class ExtractCommand
{
    public static Command Make(ManagerProgram program)
    {
        var opening = new ArchiveOpening();
        var output = new FormedArgument<string>("out", ValueForm.File) { Description = "the folder to write to" };
        var paths = new FormedArgument<string[]>("paths", ValueForm.File)
        {
            Arity = ArgumentArity.ZeroOrMore,
            Description = "paths in the archive, folders with all that is in them; everything when none is named",
        };
        var file = new FormedOption<string[]>("--file", ValueForm.File) { Description = "a path in the archive (repeatable)" };
        var record = new FormedOption<long?>("--record", Forms.Version)
        {
            Description = "the number of a version, as list --all shows it",
        };
        var overwrite = new Option<bool>("--overwrite") { Description = "replace files that are there" };
        Option<bool> unauthenticated = OldForms.Unauthenticated();
        return program.Command("extract", "Take entries out of an archive", (parsed, cancel) =>
        {
            string archive = parsed.GetValue(opening.Archive)!;
            ArchivePath[] wanted = [.. (parsed.GetValue(paths) ?? []).Concat(parsed.GetValue(file) ?? []).Select(ArchivePaths.Parse)];
            if (OldForms.IsArchive(archive))
            {
                var options = new ExtractionOptions { Overwrite = parsed.GetValue(overwrite), Cancellation = cancel };
                return Task.FromResult(opening.With(program, parsed, archive, needsKeys: false, (_, given) => OldArchives.Read(
                    archive, given with { Unauthenticated = parsed.GetValue(unauthenticated) }, open =>
                    {
                        OldForms.Tell(program, archive);
                        return OldExtraction.Run(program, open, wanted, parsed.GetValue(record), parsed.GetValue(output)!, options);
                    })));
            }

            return Task.FromResult(opening.Read(program, parsed, open =>
            {
                ArchiveOpening.Tell(program, archive, open);
                List<ArchiveEntry> entries = Entries(open.Reader, wanted, parsed.GetValue(record));
                entries = Present(program, open.Reader, entries, e => parsed.GetValue(record) is not null || wanted.Contains(e.Path));
                return Extract(program, open, entries, parsed.GetValue(output)!, parsed.GetValue(overwrite), cancel);
            }));
        }, [opening.Archive, output, paths, file, record, overwrite, unauthenticated, .. opening.Options]);
    }

    private static List<ArchiveEntry> Entries(ArchiveReader reader, ArchivePath[] wanted, long? record)
    {
        if (record is { } index)
        {
            return wanted.Length > 0
                ? throw CommandException.Usage("--record names one version: no path goes with it.")
                : [reader.AllVersions().FirstOrDefault(e => e.Index == index && !e.Listed.IsDeleted)
                    ?? throw new CommandException(ExitCode.Error, string.Create(CultureInfo.InvariantCulture, $"The archive has no version {index}."))];
        }

        if (wanted.Length == 0)
        {
            return [.. reader.Entries()];
        }

        List<ArchiveEntry> found = [];
        foreach (ArchivePath path in wanted)
        {
            ArchiveEntry? entry = reader.Find(path);
            List<ArchiveEntry> below = entry is null or { Listed.Type: IndexedType.Folder }
                ? [.. reader.Entries().Where(e => e.Path.Text.StartsWith(path.Text + "/", StringComparison.Ordinal))]
                : [];
            if (entry is null && below.Count == 0)
            {
                throw new CommandException(ExitCode.Error, $"The archive has no entry {ArchivePath.Show(path.Text)}.");
            }

            found.AddRange(entry is null ? below : [entry, .. below]);
        }

        return [.. found.DistinctBy(e => e.Path.Text)];
    }

    // A copy of some entries (dare subset) lists them all.
    private static List<ArchiveEntry> Present(ManagerProgram program, ArchiveReader reader, List<ArchiveEntry> entries, Func<ArchiveEntry, bool> isNamed)
    {
        List<ArchiveEntry> present = [.. entries.Where(e => reader.Sequence.IsPresent(e.Index))];
        if (present.Count < entries.Count)
        {
            ArchiveEntry? missing = entries.Except(present).FirstOrDefault(isNamed);
            if (missing is not null || present.Count == 0)
            {
                throw new CommandException(
                    ExitCode.Error, $"{ArchivePath.Show((missing ?? entries[0]).Path.Text)} is not in this copy, which has only some entries of the archive.");
            }

            program.Note(string.Create(CultureInfo.InvariantCulture, $"{entries.Count - present.Count} entries are not in this copy: they are left out."));
        }

        return present;
    }

    private static CommandResult Extract(
        ManagerProgram program, OpenArchive open, List<ArchiveEntry> entries, string target, bool overwrite, CancellationToken cancel)
    {
        using Progress progress = Progress.Start(program.Terminal, entries.Sum(e => e.Listed.Size), cancel);
        using ExtractionFolder folder = ExtractionFolder.Open(target, new ExtractionOptions { Overwrite = overwrite, Cancellation = cancel });
        byte[] buffer = new byte[1 << 18];
        foreach (ArchiveEntry entry in entries)
        {
            cancel.ThrowIfCancellationRequested();
            FileEntry stated = open.Reader.Metadata(entry);
            switch (stated.Type)
            {
                case FileEntryType.Folder:
                    folder.CreateFolder(entry.Path, stated);
                    break;
                case FileEntryType.Link:
                    folder.CreateLink(entry.Path, stated);
                    break;
                default:
                    WriteFile(open.Reader, entry, stated, folder, buffer, progress);
                    break;
            }
        }

        IReadOnlyList<ArchiveProblem> problems = folder.Finish();
        var result = new CommandResult("ResultArchive", problems.Count == 0 ? ExitCode.Success : ExitCode.Error);
        foreach (ArchiveProblem problem in problems)
        {
            result.Line($"Not as it should be: {problem.Path}: {problem.Reason}");
        }

        return ArchiveOpening.Fields(
            result.Field("Filename", target).Field("Extracted", entries.Count).Field("TotalBytes", folder.Written)
                .Field("Problems", problems.Select(p => p.Path))
                .VerboseLine(string.Create(CultureInfo.InvariantCulture, $"{target}: {entries.Count} entries, {folder.Written} bytes")),
            open);
    }

    private static void WriteFile(
        ArchiveReader reader, ArchiveEntry entry, FileEntry stated, ExtractionFolder folder, byte[] buffer, Progress progress)
    {
        using Stream content = reader.Content(entry);
        using ExtractedFile file = folder.CreateFile(entry.Path, stated);
        for (int count = content.Read(buffer); count > 0; count = content.Read(buffer))
        {
            file.Stream.Write(buffer, 0, count);
            progress.Report(folder.Written);
        }

        file.Keep();
    }
}

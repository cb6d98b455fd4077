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
            string target = parsed.GetValue(output)!;
            ArchivePath[] wanted = [.. (parsed.GetValue(paths) ?? []).Concat(parsed.GetValue(file) ?? []).Select(ArchivePaths.Parse)];
            if (OldForms.IsArchive(archive))
            {
                var options = new ExtractionOptions { Overwrite = parsed.GetValue(overwrite), Cancellation = cancel };
                return Task.FromResult(opening.With(program, parsed, archive, needsKeys: false, (_, given) => OldArchives.Read(
                    archive, given with { Unauthenticated = parsed.GetValue(unauthenticated) }, open =>
                    {
                        RequireFolder(target);
                        OldForms.Tell(program, archive);
                        return OldExtraction.Run(program, open, wanted, parsed.GetValue(record), target, options);
                    })));
            }

            return Task.FromResult(opening.Read(program, parsed, open =>
            {
                RequireFolder(target);
                ArchiveOpening.Tell(program, archive, open);
                var selection = new ExtractionList(open.Reader, wanted, parsed.GetValue(record));
                selection.RequirePresent(program);
                return Extract(program, open, selection, target, parsed.GetValue(overwrite), cancel);
            }));
        }, [opening.Archive, output, paths, file, record, overwrite, unauthenticated, .. opening.Options]);
    }

    private static void RequireFolder(string target)
    {
        if (File.Exists(target))
        {
            throw new CommandException(ExitCode.Error, $"{target} is a file. Name a folder to extract to.");
        }
    }

    private static CommandResult Extract(
        ManagerProgram program, OpenArchive open, ExtractionList entries, string target, bool overwrite, CancellationToken cancel)
    {
        using Progress progress = Progress.Start(program.Terminal, entries.Size, cancel);
        using ExtractionFolder folder = ExtractionFolder.Open(target, new ExtractionOptions { Overwrite = overwrite, Cancellation = cancel });
        byte[] buffer = new byte[1 << 18];
        foreach (ArchiveEntry entry in entries.Present())
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

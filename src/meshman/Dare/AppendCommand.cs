using System.CommandLine;
using System.Globalization;
using Mesh.Client;
using Mesh.CommandLine;
using Mesh.Dare;

namespace Mesh.Manager.Dare;

/// <summary><c>dare append</c> and <c>dare delete</c>: change an archive (command-line reference, section 9).</summary>
internal static class AppendCommand
{
    public static Command Make(ManagerProgram program)
    {
        var archive = new ArchiveChange();
        var files = new FormedArgument<string[]>("files", ValueForm.File)
        {
            Arity = ArgumentArity.OneOrMore,
            Description = "files and folders to add; what is there already becomes an earlier version",
        };
        var id = new FormedOption<string?>("--id", ValueForm.File) { Description = "the path in the archive, for one file; usually its name" };
        return program.Command("append", "Add files and folders to an archive", (parsed, cancel) => archive.RunAsync(program, parsed, writer =>
        {
            (int entries, long octets, IReadOnlyList<ArchiveProblem> problems) =
                ArchiveSealing.Add(program, writer, archive.Name(parsed), parsed.GetValue(files)!, cancel, PathOf(parsed.GetValue(id), parsed.GetValue(files)!));
            return ArchiveSealing.Report("ResultArchive", problems)
                .Field("Filename", archive.Name(parsed)).Field("Entries", entries).Field("TotalBytes", octets)
                .VerboseLine(string.Create(CultureInfo.InvariantCulture, $"{archive.Name(parsed)}: {entries} entries added, {octets} bytes"));
        }, cancel), [archive.Archive, files, id, .. archive.Options]);
    }

    private static ArchivePath? PathOf(string? id, string[] files)
    {
        if (id is null)
        {
            return null;
        }

        return files.Length == 1 && !Directory.Exists(files[0])
            ? ArchivePaths.Parse(id)
            : throw CommandException.Usage("--id is the path of one file.");
    }

    public static Command MakeDelete(ManagerProgram program)
    {
        var archive = new ArchiveChange();
        var paths = new FormedArgument<string[]>("paths", ValueForm.File) { Arity = ArgumentArity.ZeroOrMore, Description = "paths in the archive" };
        var file = new FormedOption<string[]>("--file", ValueForm.File) { Description = "a path in the archive (repeatable)" };
        var erase = new Option<bool>("--erase")
        {
            Description = "destroy the contents of all their versions in this file; the archive shows that they were there",
        };
        return program.Command("delete", "Mark entries of an archive as deleted", (parsed, cancel) =>
        {
            ArchivePath[] gone = [.. (parsed.GetValue(paths) ?? []).Concat(parsed.GetValue(file) ?? []).Select(ArchivePaths.Parse)];
            if (parsed.GetValue(erase) && gone.Length > 0)
            {
                return EraseAsync(program, parsed, archive, gone, cancel);
            }

            return archive.RunAsync(program, parsed, writer =>
            {
                if (gone.Length == 0)
                {
                    throw CommandException.Usage("Name the paths to delete.");
                }

                foreach (ArchivePath path in gone)
                {
                    writer.Delete(path);
                }

                return new CommandResult("ResultArchive").Field("Filename", archive.Name(parsed)).Field("Entries", gone.Length)
                    .VerboseLine(string.Create(CultureInfo.InvariantCulture, $"{archive.Name(parsed)}: {gone.Length} deleted"));
            }, cancel);
        }, [archive.Archive, paths, file, erase, .. archive.Options]);
    }

    private static async Task<CommandResult> EraseAsync(
        ManagerProgram program, ParseResult parsed, ArchiveChange archive, ArchivePath[] paths, CancellationToken cancel)
    {
        SequenceErased erased = await archive.EraseAsync(program, parsed, paths, cancel).ConfigureAwait(false);
        string versions = erased.Frames == 1 ? "1 version" : string.Create(CultureInfo.InvariantCulture, $"{erased.Frames} versions");
        return new CommandResult("ResultArchive").Field("Filename", archive.Name(parsed)).Field("Entries", paths.Length)
            .Field("Erased", erased.Frames).Field("TotalBytes", erased.Octets)
            .Line($"{archive.Name(parsed)}: {versions} erased. Other copies of the archive are not reached.");
    }
}

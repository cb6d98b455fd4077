using System.CommandLine;
using System.Globalization;
using Mesh.Client;
using Mesh.CommandLine;
using Mesh.Dare;
using Mesh.Manager.Files;

namespace Mesh.Manager.Dare;

/// <summary><c>dare subset</c>: copies some entries of an archive, so that they stay verifiable under its signature (docs/format/subset.md).</summary>
internal static class SubsetCommand
{
    public static Command Make(ManagerProgram program)
    {
        var opening = new ArchiveOpening();
        var output = new FormedArgument<string>("out", ValueForm.File) { Description = "the file to make" };
        var paths = new FormedArgument<string[]>("paths", ValueForm.File)
        {
            Arity = ArgumentArity.ZeroOrMore,
            Description = "paths in the archive, folders with all that is in them",
        };
        var prefix = new FormedOption<string[]>("--prefix", ValueForm.Text) { Description = "what the paths begin with (repeatable)" };
        var record = new FormedOption<long[]>("--record", Forms.Version) { Description = "the number of a version, as list --all shows it (repeatable)" };
        return program.Command("subset", "Copy some entries of an archive, verifiable as they are", (parsed, cancel) =>
            Task.FromResult(opening.With(program, parsed, given =>
            {
                string target = parsed.GetValue(output)!;
                if (File.Exists(target) || Directory.Exists(target))
                {
                    throw new CommandException(ExitCode.Error, $"{target} exists already. Name a file to make.");
                }

                ArchivePath[] wanted = [.. (parsed.GetValue(paths) ?? []).Select(ArchivePaths.Parse)];
                string[] prefixes = parsed.GetValue(prefix) ?? [];
                long[] records = parsed.GetValue(record) ?? [];
                if (wanted.Length + prefixes.Length + records.Length == 0)
                {
                    throw CommandException.Usage("Name the entries to copy: paths, --prefix or --record.");
                }

                using var progress = new LateProgress(program.Terminal, cancel);
                SubsetReport report = SubsetFiles.Write(
                    parsed.GetValue(opening.Archive)!, target, given, reader => Choose(reader, wanted, prefixes, records), progress.Begin, cancel);
                long length = new FileInfo(target).Length;
                return new CommandResult("ResultArchive").Field("Filename", target).Field("Entries", report.Entries).Field("TotalBytes", length)
                    .Field("Frames", report.Frames).Field("Present", report.Present).Field("Root", Convert.ToHexString(report.State!.Root.Span))
                    .VerboseLine(string.Create(CultureInfo.InvariantCulture, $"{target}: {report.Entries} entries, {length} bytes"));
            })), [opening.Archive, output, paths, prefix, record, .. opening.Options]);
    }

    private static IEnumerable<long> Choose(ArchiveReader reader, ArchivePath[] paths, string[] prefixes, long[] records)
    {
        foreach (long number in records)
        {
            if (number >= reader.Sequence.Count || reader.Sequence.Frame(number) is not { IsMeta: false } frame)
            {
                throw new CommandException(ExitCode.Error, string.Create(CultureInfo.InvariantCulture, $"The archive has no version {number}."));
            }

            if (reader.Sequence.WasErased(frame))
            {
                throw new CommandException(ExitCode.Error, string.Create(CultureInfo.InvariantCulture, $"Version {number} was erased: there is nothing to copy."));
            }
        }

        List<long> found = [];
        foreach (string text in prefixes)
        {
            int before = found.Count;
            found.AddRange(reader.Sequence.Entries(text).Select(e => e.Index));
            if (found.Count == before)
            {
                throw new CommandException(ExitCode.Error, $"The archive has no entry that begins with {ArchivePath.Show(text)}.");
            }
        }

        return [.. records, .. found, .. ArchiveSelection.Find(reader, paths).Select(e => e.Index)];
    }
}

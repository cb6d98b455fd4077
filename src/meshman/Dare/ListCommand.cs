using System.CommandLine;
using System.Globalization;
using Mesh.Client;
using Mesh.CommandLine;
using Mesh.Dare;

namespace Mesh.Manager.Dare;

/// <summary><c>dare list</c> and <c>dare dir</c>: what is in an archive (command-line reference, section 9).</summary>
internal static class ListCommand
{
    private static readonly string[] Units = ["B", "kB", "MB", "GB", "TB", "PB", "EB"];

    public static Command Make(ManagerProgram program) => Make(program, "list", "List what is in an archive", Line);

    public static Command MakeShort(ManagerProgram program) => Make(program, "dir", "List the paths in an archive", e => e.Path.Text);

    private static Command Make(ManagerProgram program, string name, string description, Func<ArchiveEntry, string> line)
    {
        var opening = new ArchiveOpening();
        var versions = new Option<bool>("--all") { Description = "every version of every entry, with the number to say to extract --record" };
        return program.Command(name, description, (parsed, _) => Task.FromResult(opening.Read(program, parsed, open =>
        {
            ArchiveOpening.Tell(program, parsed.GetValue(opening.Archive)!, open);
            return parsed.GetValue(versions)
                ? Report(open, open.Reader.AllVersions(), e => $"{e.Index.ToString(CultureInfo.InvariantCulture),8}  {Event(e)}  {line(e)}")
                : Report(open, open.Reader.Entries(), line);
        })), [opening.Archive, versions, .. opening.Options]);
    }

    private static CommandResult Report(OpenArchive open, IEnumerable<ArchiveEntry> entries, Func<ArchiveEntry, string> line)
    {
        var result = new CommandResult("ResultArchive");
        var fields = new List<CommandResult>();
        long size = 0;
        foreach (ArchiveEntry entry in entries)
        {
            size += entry.Listed.IsDeleted ? 0 : entry.Listed.Size;
            result.Line(line(entry));
            fields.Add(Fields(entry));
        }

        return ArchiveOpening.Fields(result.Field("TotalBytes", size).Field("Entries", fields), open)
            .VerboseLine(string.Create(CultureInfo.InvariantCulture, $"{fields.Count} entries, {Size(size)}"));
    }

    private static CommandResult Fields(ArchiveEntry entry) => new CommandResult("Entry")
        .Field("Path", entry.Path.Text).Field("Index", entry.Index).Field("Event", entry.Listed.Event.ToString())
        .Field("Type", entry.Listed.Type.ToString()).Field("Size", entry.Listed.Size).Field("Mode", entry.Listed.Mode)
        .Field("Modified", MeshTime.Format(DateTimeOffset.FromUnixTimeSeconds(entry.Listed.Time)));

    private static string Event(ArchiveEntry entry) => entry.Listed.Event.ToString().PadRight(6);

    private static string Line(ArchiveEntry entry)
    {
        IndexedEntry listed = entry.Listed;
        string size = listed.Type == IndexedType.File && !listed.IsDeleted ? Size(listed.Size) : "-";
        string time = listed.Time == 0
            ? ""
            : DateTimeOffset.FromUnixTimeSeconds(listed.Time).ToLocalTime().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        return $"{Permissions(listed)}  {size,9}  {time,16}  {entry.Path}{(listed.Type == IndexedType.Folder ? "/" : "")}";
    }

    private static string Permissions(IndexedEntry entry) => string.Create(10, entry, static (text, e) =>
    {
        "rwxrwxrwx".CopyTo(text[1..]);
        text[0] = e.Type switch
        {
            IndexedType.Folder => 'd',
            IndexedType.Link => 'l',
            _ => '-',
        };
        for (int bit = 0; bit < 9; bit++)
        {
            if ((e.Mode >> (8 - bit) & 1) == 0)
            {
                text[1 + bit] = '-';
            }
        }
    });

    private static string Size(long octets)
    {
        double value = octets;
        int unit = 0;
        for (; value >= 999.5 && unit < Units.Length - 1; unit++)
        {
            value /= 1000;
        }

        return string.Create(CultureInfo.InvariantCulture, $"{value:0.#} {Units[unit]}");
    }
}

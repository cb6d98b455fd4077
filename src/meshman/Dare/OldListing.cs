using System.Globalization;
using System.Text.Json;
using Mesh.Client;
using Mesh.CommandLine;
using Mesh.Dare;

namespace Mesh.Manager.Dare;

/// <summary>
/// <c>dare list</c> and <c>dare dir</c> of archives of old forms. Sizes are those of the bodies as stored, times as their writer stated them: its local
/// ones.
/// </summary>
/// <param name="open">The archive.</param>
/// <param name="isShort">Paths alone.</param>
/// <param name="hasVersions">Every version, with its number and what it did.</param>
internal sealed class OldListing(OldArchive open, bool isShort, bool hasVersions)
{
    private long _count;
    private long _size;

    /// <summary>Prints the list, and gives its exit code.</summary>
    public int Print(Func<CommandResult, int> print) => print(OldForms.Fields(
            new CommandResult("ResultArchive").List("Entries", Entries(), Print, Print).LateField("TotalBytes", () => _size), open)
        .LateVerboseLine(() => string.Create(CultureInfo.InvariantCulture, $"{_count} entries, {SizeText.Of(_size)}")));

    private IEnumerable<PublishedEntry> Entries()
    {
        foreach (PublishedEntry entry in hasVersions ? open.Archive.Versions() : open.Archive.Files())
        {
            _count++;
            _size += entry.IsDelete ? 0 : entry.StoredLength;
            yield return entry;
        }
    }

    private void Print(TextLines lines, PublishedEntry entry)
    {
        if (hasVersions)
        {
            lines.Append(string.Create(CultureInfo.InvariantCulture, $"{entry.Index,8}  ")).AppendForeign((entry.Event ?? "").PadRight(6)).Append("  ");
        }

        if (!isShort)
        {
            string size = entry.IsDelete ? "-" : SizeText.Of(entry.StoredLength);
            lines.Append($"{OldForms.Word(entry.Level),-10}  {size,9}  {Time(entry.Modified),LocalMinutes.Width}  ");
        }

        lines.AppendForeign(entry.Path ?? "(names no file)");
        if (!isShort && Problem(entry) is { } problem)
        {
            lines.Append("  (refused: ").AppendForeign(problem).Append(")");
        }
    }

    private static void Print(Utf8JsonWriter json, PublishedEntry entry)
    {
        if (entry.Path is { } path)
        {
            json.WriteString("Path", path);
        }

        json.WriteNumber("Index", entry.Index);
        if (entry.Event is { } happened)
        {
            json.WriteString("Event", happened);
        }

        json.WriteNumber("StoredSize", entry.StoredLength);
        json.WriteBoolean("Encrypted", entry.IsEncrypted);
        json.WriteString("Level", entry.Level.ToString());
        json.WriteBoolean("MetadataAuthenticated", entry.MetadataIsBound);
        if (entry.Modified is { } modified)
        {
            json.WriteString("Modified", modified);
        }

        if (Problem(entry) is { } problem)
        {
            json.WriteString("Problem", problem);
        }
    }

    private static string? Problem(PublishedEntry entry) =>
        entry.Problem ?? (entry.Path is { } path && !ArchivePath.TryParse(path, out _, out ArchivePathFault fault) ? ArchivePath.Reason(fault) : null);

    private static string Time(string? stated) => stated is not null && MeshTime.TryParse(stated, out DateTimeOffset time)
        ? time.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)
        : "";
}

using System.Globalization;
using System.Text.Json;
using Mesh.CommandLine;
using Mesh.Dare;

namespace Mesh.Manager.Dare;

/// <summary>How the entries of an archive are printed, one at a time.</summary>
/// <param name="reader">The archive.</param>
/// <param name="isShort">Paths alone.</param>
/// <param name="hasVersions">Every version, with its number and what it did.</param>
internal sealed class ListLines(ArchiveReader reader, bool isShort, bool hasVersions)
{
    private const int Gap = 2;
    private const int PermissionColumn = 10;
    private const int SizeColumn = 9;
    private const int Columns = PermissionColumn + Gap + SizeColumn + Gap + LocalMinutes.Width + Gap;
    private const int IndexColumn = 8;
    private const int EventColumn = 6;
    private const int MostDigits = 20;

    private static readonly string[] Events = ["New", "Update", "Delete", "Erase"];
    private static readonly string[] Types = ["Entry", "File", "Folder", "Link"];

    // Copied, because filling with blanks takes the platform far longer before it has compiled that for this very processor.
    private static ReadOnlySpan<char> Blanks => "                                                  ";

    private readonly LocalMinutes _times = new(TimeZoneInfo.Local);
    private readonly char[] _permissions = new char[PermissionColumn];
    private long _permissionsOf = -1;

    /// <summary>Entries so far.</summary>
    public long Count { get; private set; }

    /// <summary>Octets of their contents.</summary>
    public long Size { get; private set; }

    /// <summary>Why the target of a link could not be read, where that was so.</summary>
    public string? Unread { get; private set; }

    /// <summary>The entries, in the order of paths.</summary>
    /// <exception cref="DareException">As <see cref="ArchiveReader.Entries"/>.</exception>
    public IEnumerable<IndexedEntry> Entries()
    {
        foreach (IndexedEntry entry in hasVersions ? reader.Sequence.AllVersions() : reader.Sequence.Entries())
        {
            ArchivePath.Require(entry.Key);
            Count++;
            Size += entry.IsDeleted ? 0 : entry.Size;
            yield return entry;
        }
    }

    public void Print(TextLines lines, IndexedEntry entry)
    {
        PrintEntry(lines, entry);
        if (!reader.Sequence.IsPresent(entry.Index))
        {
            lines.Append("  (not in this copy)");
        }
    }

    private void PrintEntry(TextLines lines, IndexedEntry entry)
    {
        if (hasVersions)
        {
            PrintVersion(lines, entry);
        }

        if (!isShort)
        {
            WriteColumns(entry, lines.Take(Columns));
        }

        lines.AppendForeign(entry.Key);
        if (isShort || entry.Type == IndexedType.File)
        {
            return;
        }

        if (entry.Type == IndexedType.Folder)
        {
            lines.Append("/");
        }
        else if (entry.Type == IndexedType.Link && !entry.IsDeleted)
        {
            lines.Append(" -> ").AppendForeign(Target(entry) ?? "?");
        }
    }

    public void Print(Utf8JsonWriter json, IndexedEntry entry)
    {
        json.WriteString("Path"u8, entry.Key);
        json.WriteNumber("Index"u8, entry.Index);
        json.WriteString("Event"u8, Events[(int)entry.Event]);
        json.WriteString("Type"u8, Types[(int)entry.Type]);
        json.WriteNumber("Size"u8, entry.Size);
        json.WriteNumber("Mode"u8, entry.Mode);
        if (entry.Time >= DateTimeOffset.MinValue.ToUnixTimeSeconds() && entry.Time <= DateTimeOffset.MaxValue.ToUnixTimeSeconds())
        {
            json.WriteString("Modified"u8, MeshTime.Format(DateTimeOffset.FromUnixTimeSeconds(entry.Time)));
        }

        if (!isShort && entry.Type == IndexedType.Link && !entry.IsDeleted && Target(entry) is { } target)
        {
            json.WriteString("Target"u8, target);
        }

        if (!reader.Sequence.IsPresent(entry.Index))
        {
            json.WriteBoolean("Present"u8, false);
        }
    }

    private static void PrintVersion(TextLines lines, IndexedEntry entry)
    {
        Span<char> number = stackalloc char[MostDigits];
        entry.Index.TryFormat(number, out int digits, default, CultureInfo.InvariantCulture);
        int width = Math.Max(IndexColumn, digits);
        Span<char> text = lines.Take(width + Gap + EventColumn + Gap);
        Blanks[..text.Length].CopyTo(text);
        number[..digits].CopyTo(text[(width - digits)..]);
        Events[(int)entry.Event].CopyTo(text[(width + Gap)..]);
    }

    private void WriteColumns(IndexedEntry entry, Span<char> text)
    {
        Blanks[..Columns].CopyTo(text);
        Permissions(entry.Type, entry.Mode).CopyTo(text);
        Span<char> column = text.Slice(PermissionColumn + Gap, SizeColumn);
        if (entry.Type == IndexedType.File && !entry.IsDeleted)
        {
            Span<char> size = stackalloc char[SizeText.Longest];
            int length = SizeText.Write(entry.Size, size);
            size[..length].CopyTo(column[(SizeColumn - length)..]);
        }
        else
        {
            column[^1] = '-';
        }

        _times.Of(entry.Time).CopyTo(text[(PermissionColumn + Gap + SizeColumn + Gap)..]);
    }

    // Most entries have those of the one before.
    private ReadOnlySpan<char> Permissions(IndexedType type, int mode)
    {
        long key = ((long)type << 32) | (uint)mode;
        if (key != _permissionsOf)
        {
            _permissionsOf = key;
            WritePermissions(type, mode, _permissions);
        }

        return _permissions;
    }

    private static void WritePermissions(IndexedType type, int mode, Span<char> text)
    {
        text[0] = type switch
        {
            IndexedType.Folder => 'd',
            IndexedType.Link => 'l',
            _ => '-',
        };
        const string Permissions = "rwxrwxrwx";
        for (int bit = 0; bit < Permissions.Length; bit++)
        {
            // Those of a link mean nothing.
            text[1 + bit] = type != IndexedType.Link && (mode >> (8 - bit) & 1) == 0 ? '-' : Permissions[bit];
        }
    }

    // The index has no targets; they stand with the entries themselves. One that was damaged keeps nobody from seeing the others.
    private string? Target(IndexedEntry link)
    {
        if (!reader.Sequence.IsPresent(link.Index))
        {
            return null;
        }

        try
        {
            return reader.Metadata(new ArchiveEntry(ArchivePath.Parse(link.Key), link)).Target;
        }
        catch (DareException e) when (e.Code is not DareError.InvalidRequest)
        {
            Unread ??= e.Message;
            return null;
        }
    }
}

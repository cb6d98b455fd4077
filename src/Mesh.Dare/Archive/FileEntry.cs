// What an archive says of a file besides its name and content (DARE 8.7; decision D-21 for Mode, Type, Target and Size).

using System.Text.Json;

namespace Mesh.Dare;

/// <summary>
/// <c>FileEntry</c> of ContentMeta. Whether it may be believed depends on what covers its octets, as for everything there (D-10).
/// Written in the order of the properties; readers take any order and skip what they do not know.
/// </summary>
public sealed record FileEntry
{
    /// <summary>Octets of UTF-8 of <see cref="Target"/> at most.</summary>
    public const int LongestTarget = ArchivePath.LongestPath;

    /// <summary>The permission bits: read, write and execute for owner, group and others. Bits above them are never written nor restored.</summary>
    public const int PermissionBits = 0b111_111_111;

    private const int ModeBits = 0xFFF; // with the bits that are refused a meaning here: setuid, setgid, sticky
    private const string File = "file";
    private const string Folder = "dir";
    private const string Link = "link";

    /// <summary><c>Path</c>: in archives by other programs the folder, or the whole path. Read, never written; see <see cref="ArchiveNaming"/>.</summary>
    public string? Path { get; private init; }

    /// <summary><c>CreationTime</c>, in whole seconds.</summary>
    public DateTimeOffset? CreationTime { get; init; }

    /// <summary><c>LastAccessTime</c>, in whole seconds.</summary>
    public DateTimeOffset? LastAccessTime { get; init; }

    /// <summary><c>LastWriteTime</c>, in whole seconds.</summary>
    public DateTimeOffset? LastWriteTime { get; init; }

    /// <summary><c>Attributes</c>: the attribute bits of Windows, 32 of them.</summary>
    public long? Attributes { get; init; }

    /// <summary><c>Mode</c>: Unix permissions; what is written has only <see cref="PermissionBits"/>.</summary>
    public int? Mode { get; init; }

    /// <summary><c>Type</c>, left out for a file.</summary>
    public FileEntryType Type { get; init; }

    /// <summary><c>Target</c>: where a link points, exactly for <see cref="FileEntryType.Link"/>. Any text: <see cref="LinkTarget"/> judges it.</summary>
    public string? Target { get; init; }

    /// <summary><c>Size</c>: octets of the plaintext.</summary>
    public long? Size { get; init; }

    /// <summary>Writes the object's value.</summary>
    /// <exception cref="DareException"><see cref="DareError.InvalidRequest"/>: contradictory members.</exception>
    internal void Write(Utf8JsonWriter writer)
    {
        if (Problem() is { } problem)
        {
            throw new DareException(DareError.InvalidRequest, problem);
        }

        writer.WriteStartObject();
        WriteTime(writer, "CreationTime", CreationTime);
        WriteTime(writer, "LastAccessTime", LastAccessTime);
        WriteTime(writer, "LastWriteTime", LastWriteTime);
        writer.Optional("Attributes", Attributes);
        writer.Optional("Mode", Mode & PermissionBits);
        writer.Optional("Type", Type switch
        {
            FileEntryType.Folder => Folder,
            FileEntryType.Link => Link,
            _ => null,
        });
        writer.Optional("Target", Target);
        writer.Optional("Size", Size);
        writer.WriteEndObject();
    }

    /// <exception cref="DareException"><see cref="DareError.Malformed"/>.</exception>
    internal static FileEntry Read(JsonElement element)
    {
        JsonMembers.RequireObject(element, "FileEntry");
        var entry = new FileEntry();
        foreach (JsonProperty member in element.EnumerateObject())
        {
            entry = member.Name switch
            {
                "Path" => entry with { Path = JsonMembers.Text(member) },
                "CreationTime" => entry with { CreationTime = ReadTime(member) },
                "LastAccessTime" => entry with { LastAccessTime = ReadTime(member) },
                "LastWriteTime" => entry with { LastWriteTime = ReadTime(member) },
                "Attributes" => entry with { Attributes = JsonMembers.Count(member) },
                "Mode" => entry with { Mode = (int)Math.Min(JsonMembers.Count(member), int.MaxValue) },
                "Type" => entry with { Type = ReadType(member) },
                "Target" => entry with { Target = JsonMembers.Text(member) },
                "Size" => entry with { Size = JsonMembers.Count(member) },
                _ => entry,
            };
        }

        return entry.Problem() is { } problem ? throw DareException.Malformed(problem) : entry;
    }

    private string? Problem()
    {
        if ((Type == FileEntryType.Link) != Target is not null)
        {
            return "A FileEntry has a Target exactly when it is a link.";
        }

        if (Target is not null && (Target.Length is 0 or > LongestTarget || System.Text.Encoding.UTF8.GetByteCount(Target) > LongestTarget))
        {
            return $"The Target of a FileEntry has from 1 to {LongestTarget} octets.";
        }

        if (Mode is < 0 or > ModeBits)
        {
            return "The Mode of a FileEntry has more than 12 bits.";
        }

        return Attributes is < 0 or > uint.MaxValue ? "The Attributes of a FileEntry have more than 32 bits."
            : Size is < 0 ? "The Size of a FileEntry is negative."
            : null;
    }

    private static void WriteTime(Utf8JsonWriter writer, string name, DateTimeOffset? time) =>
        writer.Optional(name, time is { } value ? MeshTime.Format(value) : null);

    private static DateTimeOffset ReadTime(JsonProperty member) => ArchiveTime.TryParse(JsonMembers.Text(member), out DateTimeOffset time)
        ? time
        : throw DareException.Malformed($"The member \"{Printable.Of(member.Name)}\" of a FileEntry is no time.");

    private static FileEntryType ReadType(JsonProperty member) => JsonMembers.Text(member) switch
    {
        File => FileEntryType.File,
        Folder => FileEntryType.Folder,
        Link => FileEntryType.Link,
        _ => throw DareException.Malformed("The Type of a FileEntry is none of file, dir and link."),
    };
}

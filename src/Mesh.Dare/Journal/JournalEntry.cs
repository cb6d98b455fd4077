namespace Mesh.Dare;

/// <summary>An entry of a log, read whole and verified.</summary>
/// <param name="Index">The number of its frame.</param>
/// <param name="Meta">What is said of it, hidden metadata included.</param>
/// <param name="Content">The content, of a longer one the first <see cref="MostOctets"/> octets.</param>
/// <param name="Length">Octets of the content.</param>
public sealed record JournalEntry(long Index, ContentMeta Meta, ReadOnlyMemory<byte> Content, long Length)
{
    /// <summary>Octets of a content that are kept, at most; entries of logs are short.</summary>
    public const int MostOctets = 1 << 20;

    /// <summary>The key; null where there is none.</summary>
    public string? Key => Meta.UniqueId;

    /// <summary>When it was made, as its writer says; null where that does not say.</summary>
    public DateTimeOffset? Time => TimeOf(Meta);

    internal static DateTimeOffset? TimeOf(ContentMeta meta) =>
        meta.Created is { } created && MeshTime.TryParse(created, out DateTimeOffset time) ? time : null;
}

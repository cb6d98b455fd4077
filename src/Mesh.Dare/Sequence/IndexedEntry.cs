namespace Mesh.Dare;

/// <summary>What an index says of one frame that has a key (docs/format/sequence.md, section 5). Every version of a key has one.</summary>
/// <param name="Key">The key: in archives the path.</param>
/// <param name="Index">The number of the frame.</param>
public sealed record IndexedEntry(string Key, long Index)
{
    /// <summary>What the frame does with the key.</summary>
    public IndexedEvent Event { get; init; }

    /// <summary>In archives, what the entry is.</summary>
    public IndexedType Type { get; init; }

    /// <summary>Permission bits of Unix, 12 of them at most; 0 when they are not known.</summary>
    public int Mode { get; init; }

    /// <summary>Octets of the content before compression and sealing.</summary>
    public long Size { get; init; }

    /// <summary>When the content was changed, or the entry made: seconds since 1970, UTC.</summary>
    public long Time { get; init; }

    /// <summary>True for a key that is gone with this frame.</summary>
    public bool IsDeleted => Event is IndexedEvent.Delete or IndexedEvent.Erase;
}

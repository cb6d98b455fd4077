namespace Mesh.Dare;

/// <summary>
/// What the log needs to know of a frame of a store, and no more (Mesh account log, Layout): its place in the store's own stream, the
/// leaf that it adds to the store's tree, its key. Bodies stay opaque but for frame zero and Erase entries, which are in clear.
/// </summary>
internal sealed class StoreFacts
{
    /// <summary>Frame number in the store.</summary>
    public required long Index { get; init; }

    /// <summary>Offset of the previous frame (DARE 4.4) in the store's own stream; null in frame zero.</summary>
    public long? TreePosition { get; init; }

    /// <summary>The leaf, without its SaltDigest where the salt is erased.</summary>
    public required LeafInput Leaf { get; init; }

    /// <summary>The salt was overwritten with zeros: its digest must come from an Erase entry.</summary>
    public bool IsSaltErased { get; init; }

    /// <summary>The root over the leaves up to this one, as the trailer states it.</summary>
    public required ReadOnlyMemory<byte> ApexDigest { get; init; }

    /// <summary>UniqueId of the ContentMetaData, failing that the EnvelopeId; null where there is neither.</summary>
    public string? Key { get; init; }

    /// <summary>Event <c>Delete</c>.</summary>
    public bool IsDelete { get; init; }

    /// <summary>Private records: the second since 1970 from which the record is dead; null where it does not expire.</summary>
    public long? Expire { get; init; }

    /// <summary>Private records: what they are counted under; null where they are not.</summary>
    public string? Group { get; init; }

    /// <summary>Frame zero: the 16 octets that name the store; else empty.</summary>
    public ReadOnlyMemory<byte> Origin { get; init; }

    /// <summary>Frame zero: the label of the store.</summary>
    public string? Store { get; init; }

    /// <summary>Erase entry: the frame erased and SHA-256 of its salt, empty where only the body is erased.</summary>
    public (long Index, ReadOnlyMemory<byte> SaltDigest)? Erases { get; init; }
}

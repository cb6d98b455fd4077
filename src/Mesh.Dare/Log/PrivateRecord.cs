namespace Mesh.Dare;

/// <summary>
/// A private record of the holder, sealed, that commits with the effect that it records (Mesh account log, Layout). The latest record of
/// a key counts; dead ones are dropped when the log is compacted.
/// </summary>
public sealed record PrivateRecord
{
    /// <summary>Sets the record of a key.</summary>
    public PrivateRecord(PrivateLabel label, string key, ReadOnlyMemory<byte> content)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        Label = label;
        Key = key;
        Content = content;
    }

    /// <summary>The private store.</summary>
    public PrivateLabel Label { get; }

    /// <summary>The key. It stands in clear in the log: no secret, no name of a person.</summary>
    public string Key { get; }

    /// <summary>What is sealed; null removes the record.</summary>
    public ReadOnlyMemory<byte>? Content { get; private init; }

    /// <summary>From when on the record is dead; null: never. Rounded down to the second.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>What the record is counted under; null where it is not counted.</summary>
    public string? Group { get; init; }

    /// <summary>Removes the record of a key.</summary>
    public static PrivateRecord Removal(PrivateLabel label, string key) => new(label, key, default) { Content = null };
}

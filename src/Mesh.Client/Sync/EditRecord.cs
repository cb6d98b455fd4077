namespace Mesh.Client;

/// <summary>
/// An edit that the service does not have yet. It has no place and no signature: those are made when it is sent. Kept sealed in the account
/// log, one for each key, the latest.
/// </summary>
internal sealed record EditRecord
{
    public required string Label { get; init; }

    public required string Key { get; init; }

    /// <summary>The tagged object; null deletes the key.</summary>
    public byte[]? Body { get; init; }

    /// <summary>Index of the entry that was edited, 0 for a new key: another one at sending time is a conflict to be told.</summary>
    public long Base { get; init; }
}

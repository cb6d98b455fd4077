namespace Mesh.Dare;

/// <summary>
/// What makes a state-changing request exactly-once (Mesh channel, section 4): it commits in the same frame as the effect and is kept 24
/// hours. The same request again gives the stored response and no second effect.
/// </summary>
public sealed record RequestRecord
{
    /// <summary>How long a response is kept.</summary>
    public static readonly TimeSpan Retention = TimeSpan.FromHours(24);

    /// <summary>UDF of the key that authenticated the request.</summary>
    public required string Key { get; init; }

    /// <summary>The request's <c>ID</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Digest of the request's payload, at most 64 octets. The same ID with another one is refused.</summary>
    public required ReadOnlyMemory<byte> PayloadHash { get; init; }

    /// <summary>
    /// Makes the response that is stored, from the result of the transaction. Called under the log's writer, perhaps more than once for one
    /// commit: it must be quick and change nothing.
    /// </summary>
    public required Func<CommitResult, ReadOnlyMemory<byte>> Respond { get; init; }

    /// <summary>Whom the record counts against: a key, an account, a peer service.</summary>
    public required string Quota { get; init; }

    /// <summary>How many unexpired records there may be under <see cref="Quota"/>; protocol P-3 says 256.</summary>
    public int QuotaLimit { get; init; } = 256;
}

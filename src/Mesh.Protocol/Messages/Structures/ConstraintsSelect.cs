namespace Mesh.Protocol;

/// <summary>Which frames of a store (Mesh protocol, section 3).</summary>
public sealed record ConstraintsSelect
{
    /// <summary>Label of the store.</summary>
    public required string Container { get; init; }

    /// <summary>First index, included.</summary>
    public long? IndexMin { get; init; }

    /// <summary>Last index, included.</summary>
    public long? IndexMax { get; init; }

    /// <summary>Earliest time, included.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>Latest time, excluded.</summary>
    public DateTimeOffset? Before { get; init; }

    /// <summary>Goes on where a reply stopped; every limit but those on entries and octets is then ignored.</summary>
    public string? PageKey { get; init; }

    internal string? Wrong() => Container.Length is 0 or > 64 || IndexMin < 0 || IndexMax < 0 || PageKey is { Length: > 256 }
        ? "a selection of frames does not fit together"
        : null;
}

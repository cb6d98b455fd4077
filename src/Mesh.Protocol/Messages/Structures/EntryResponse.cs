namespace Mesh.Protocol;

/// <summary>What came of one uploaded entry or message (Mesh protocol, section 3).</summary>
public sealed record EntryResponse
{
    /// <summary>Result: taken.</summary>
    public const string Accept = "Accept";

    /// <summary>Result: refused.</summary>
    public const string Reject = "Reject";

    /// <summary>Result: the store was not as expected.</summary>
    public const string Conflict = "Conflict";

    /// <summary>Place in the request.</summary>
    public long? IndexRequest { get; init; }

    /// <summary>Place in the store.</summary>
    public long? IndexContainer { get; init; }

    /// <summary>One of the three words.</summary>
    public string? Result { get; init; }

    /// <summary>The limit that was passed.</summary>
    public ConstraintsData? ConstraintsData { get; init; }
}

namespace Mesh.TestKit;

/// <summary>An answer of <see cref="StaticServer"/>, right or not.</summary>
public sealed record ServedAnswer(int Status)
{
    /// <summary>The body.</summary>
    public byte[] Body { get; init; } = [];

    /// <summary>All header fields but Content-Length.</summary>
    public Dictionary<string, string> Fields { get; init; } = [];

    /// <summary>What Content-Length says; null for the length of the body, negative for none: the body ends with the connection.</summary>
    public long? StatedLength { get; init; }

    /// <summary>How long nothing is sent before the body, and then after each of its octets when <see cref="IsSlow"/>.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>The body comes octet by octet.</summary>
    public bool IsSlow { get; init; }

    /// <summary>The body is repeated until the reader goes away.</summary>
    public bool IsEndless { get; init; }
}

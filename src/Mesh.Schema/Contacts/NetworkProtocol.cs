namespace Mesh.Schema;

/// <summary>A protocol spoken at an address (Mesh schema 8).</summary>
public sealed record NetworkProtocol
{
    /// <summary>The IANA name, such as <c>mmm</c>.</summary>
    public required string Protocol { get; init; }
}

namespace Mesh.Schema;

/// <summary>Where data of a contact came from (Mesh schema 8).</summary>
public sealed record TaggedSource
{
    /// <summary>What the user calls it.</summary>
    public string? LocalName { get; init; }

    /// <summary>How it was validated.</summary>
    public string? Validation { get; init; }

    /// <summary>Imported octets, such as a vCard.</summary>
    public byte[]? BinarySource { get; init; }

    /// <summary>A signed contact; takes precedence over <see cref="BinarySource"/>.</summary>
    public Enveloped<Contact>? EnvelopedSource { get; init; }
}

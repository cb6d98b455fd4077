namespace Mesh.Client;

/// <summary>What is demanded of an inclusion proof.</summary>
public sealed record ProofRequest
{
    /// <summary>One of these must have signed the root, unless that is named.</summary>
    public IReadOnlyCollection<KnownSigner> Signers { get; init; } = [];

    /// <summary>The root, 32 octets, known from elsewhere; empty where there is none.</summary>
    public ReadOnlyMemory<byte> Root { get; init; }

    /// <summary>The content to compare; null where it is not at hand.</summary>
    public string? Content { get; init; }
}

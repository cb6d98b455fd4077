namespace Mesh.Client;

/// <summary>What <c>dare verify</c> found (command-line reference, 9).</summary>
/// <param name="Path">The file.</param>
/// <param name="Bytes">Octets of the body as stored.</param>
/// <param name="EncryptionAlgorithm">Null when the body is in clear.</param>
/// <param name="Recipients">Fingerprints of the keys that open it.</param>
/// <param name="DigestAlgorithm">Null when the file states none.</param>
/// <param name="PayloadDigest">The digest recomputed; empty when the file states none.</param>
/// <param name="Signatures">The signatures.</param>
/// <param name="Verified">Exactly which statements hold, one per line.</param>
public sealed record FileReport(
    string Path,
    long Bytes,
    string? EncryptionAlgorithm,
    IReadOnlyList<string> Recipients,
    string? DigestAlgorithm,
    ReadOnlyMemory<byte> PayloadDigest,
    IReadOnlyList<SignatureReport> Signatures,
    IReadOnlyList<string> Verified)
{
    /// <summary>The file that is kept apart, which it signs; null where it has a body of its own.</summary>
    public string? Detached { get; init; }

    /// <summary>The media type that it states in clear.</summary>
    public string? ContentType { get; init; }

    /// <summary>The name of a file that it states in clear. Never the name to write to.</summary>
    public string? Filename { get; init; }

    /// <summary>The time of change that it states in clear.</summary>
    public string? Modified { get; init; }

    /// <summary>The HTML for people who cannot open it; nothing shows who wrote it.</summary>
    public string? Cover { get; init; }
}

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
    IReadOnlyList<string> Verified);

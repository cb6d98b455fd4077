using System.Security.Cryptography;
using Mesh.Encoding;

namespace Mesh.Dare;

/// <summary>
/// The octets of a leaf of a <c>MerkleLog</c> (Mesh sealing, section 4): JSON-B items <c>integer(index) string(dig)
/// binary(PayloadDigest) binary(PayloadTag) binary(SHA-256(ContentMetaData)) string(enc) binary(SHA-256(Salt)) binary(KeyCommit)</c>,
/// an absent item empty. The salt enters by its digest alone, so that it can be erased and the leaf still be formed.
/// </summary>
public sealed class LeafInput
{
    /// <summary>The frame's index.</summary>
    public required long Index { get; init; }

    /// <summary>The header's <c>dig</c> or, failing that, the trailer's; null when there is none.</summary>
    public string? DigestAlgorithm { get; init; }

    /// <summary>The digest of the body as carried.</summary>
    public ReadOnlyMemory<byte> PayloadDigest { get; init; }

    /// <summary>The tag of the body; empty when there is none.</summary>
    public ReadOnlyMemory<byte> PayloadTag { get; init; }

    /// <summary>The ContentMetaData; absent and empty are the same, and are hashed as such.</summary>
    public ReadOnlyMemory<byte> ContentMetaData { get; init; }

    /// <summary>The name of the cipher; null when the body is in clear.</summary>
    public string? EncryptionAlgorithm { get; init; }

    /// <summary>SHA-256 of the salt, from the salt or from the Erase entry that took its place; empty when there is none.</summary>
    public ReadOnlyMemory<byte> SaltDigest { get; init; }

    /// <summary>The key commitment; empty when there is none.</summary>
    public ReadOnlyMemory<byte> KeyCommit { get; init; }

    /// <summary>What <see cref="SaltDigest"/> is for a salt that is still there.</summary>
    public static byte[] DigestOfSalt(ReadOnlySpan<byte> salt) => SHA256.HashData(salt);

    /// <summary>The octets.</summary>
    public byte[] ToOctets() => new JsonBWriter()
        .Integer(Index)
        .String(DigestAlgorithm ?? "")
        .Binary(PayloadDigest.Span)
        .Binary(PayloadTag.Span)
        .Binary(SHA256.HashData(ContentMetaData.Span))
        .String(EncryptionAlgorithm ?? "")
        .Binary(SaltDigest.Span)
        .Binary(KeyCommit.Span)
        .ToArray();

    /// <summary>The 32-octet hash of the leaf.</summary>
    public byte[] Hash() => MerkleHash.Leaf(ToOctets());
}

using System.Security.Cryptography;
using Mesh.Cryptography;

namespace Mesh.Dare;

/// <summary>
/// What a base seed and a salt give for one cipher (Mesh sealing, section 2), all by HKDF-SHA-256 with the salt as salt:
/// key 32 octets (<c>encrypt</c>), nonce 12 or nonce prefix 7 (<c>iv</c>), key commitment 32 (<c>commit</c>); each label is followed by
/// one zero octet and the name of the cipher, so that no two ciphers ever share a key.
/// </summary>
internal sealed class BodyKeys : IDisposable
{
    private readonly SecretBytes _extracted;

    private BodyKeys(SecretBytes extracted, BodyCipher cipher)
    {
        _extracted = extracted;
        Key = SecretBytes.Create(BodyCipherNames.KeySize, d => Expand("encrypt", cipher, d));
        Nonce = new byte[cipher.NonceSize()];
        Expand("iv", cipher, Nonce);
        KeyCommit = new byte[BodyCipherNames.KeyCommitSize];
        Expand("commit", cipher, KeyCommit);
    }

    /// <summary>32 octets.</summary>
    public SecretBytes Key { get; }

    /// <summary>12 octets, or the 7 that begin the nonce of every segment.</summary>
    public byte[] Nonce { get; }

    /// <summary>32 octets, public: the member <c>KeyCommit</c>.</summary>
    public byte[] KeyCommit { get; }

    /// <param name="seed">The base seed, 32 octets.</param>
    /// <param name="salt">The header's <c>Salt</c>; for an encoded data sequence its prefix ‖ Salt.</param>
    /// <param name="cipher"><see cref="BodyCipher.A256Gcm"/> or <see cref="BodyCipher.A256GcmS64K"/>.</param>
    public static BodyKeys Derive(ReadOnlySpan<byte> seed, ReadOnlySpan<byte> salt, BodyCipher cipher) =>
        new(Extract(seed, salt), cipher);

    /// <summary>
    /// The witness (Mesh sealing, section 3): 32 octets from the same secret with the signed octets as info. Only someone who holds the
    /// base seed can compute it.
    /// </summary>
    public byte[] Witness(ReadOnlySpan<byte> signedOctets) => Witness(_extracted, signedOctets);

    /// <summary>
    /// CloakedDigest (docs/format/sequence.md, section 3): 32 octets that commit to hidden metadata and tell nothing of it to those who do not hold
    /// the base seed.
    /// </summary>
    public byte[] Cloak(ReadOnlySpan<byte> metadata, BodyCipher cipher)
    {
        byte[] digest = new byte[SHA256.HashSizeInBytes];
        byte[] info = [.. System.Text.Encoding.ASCII.GetBytes($"cloak\0{cipher.Name()}\0"), .. SHA256.HashData(metadata)];
        HKDF.Expand(HashAlgorithmName.SHA256, _extracted.Reveal(), digest, info);
        return digest;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Key.Dispose();
        _extracted.Dispose();
    }

    internal static SecretBytes Extract(ReadOnlySpan<byte> seed, ReadOnlySpan<byte> salt)
    {
        // A lambda cannot capture spans; the copy is a secret like its original.
        Span<byte> extracted = stackalloc byte[SHA256.HashSizeInBytes];
        HKDF.Extract(HashAlgorithmName.SHA256, seed, salt, extracted);
        var secret = new SecretBytes(extracted);
        CryptographicOperations.ZeroMemory(extracted);
        return secret;
    }

    internal static byte[] Witness(SecretBytes extracted, ReadOnlySpan<byte> info)
    {
        byte[] witness = new byte[SignatureSizes.Witness];
        HKDF.Expand(HashAlgorithmName.SHA256, extracted.Reveal(), witness, info);
        return witness;
    }

    private void Expand(string label, BodyCipher cipher, Span<byte> destination) =>
        HKDF.Expand(HashAlgorithmName.SHA256, _extracted.Reveal(), destination, System.Text.Encoding.ASCII.GetBytes($"{label}\0{cipher.Name()}"));
}

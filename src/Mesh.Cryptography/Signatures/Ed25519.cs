// Ed25519, the pure mode (RFC 8032 5.1), for ordinary keys (seeds) and for composite ones (residues).
//
//   seed 32 octets, residue 32, public key 32, signature 64 = R (32) || S (32)
//
// A residue has no nonce prefix of its own; it takes the last 32 octets of SHA-512("MeshThreshold-EdDSA-prefix-v1" || 00 || 03 || scalar) (Mesh
// threshold, section 3.4). No path signs without a prefix.

using System.Security.Cryptography;

namespace Mesh.Cryptography;

/// <summary>The signature algorithm Ed25519.</summary>
public static class Ed25519
{
    /// <summary>Octets of a public key.</summary>
    public const int PublicKeySize = Edwards25519.Size;

    /// <summary>Octets of a signature.</summary>
    public const int SignatureSize = 2 * Edwards25519.Size;

    // Longer messages go through the platform's hash, which is faster for them and allocates.
    private const int ShortMessage = 1024;

    private const int PrefixSize = 32;

    // With the prefix before them, the random octets and the zeros end with a block of SHA-512.
    private const int HedgeSize = 128 - PrefixSize;

    /// <summary>The public key of a seed, 32 octets. Constant time.</summary>
    public static byte[] PublicKey(Ed25519Seed seed) => seed.PublicKey.ToArray();

    /// <summary>The public key of a composite key, 32 octets. Constant time.</summary>
    public static byte[] PublicKey(ResidueScalar25519 key) => key.SignaturePublicKey.ToArray();

    /// <summary>Whether 32 octets are the canonical encoding of a point that is not of small order.</summary>
    public static bool IsPublicKey(ReadOnlySpan<byte> octets) =>
        octets.Length == PublicKeySize && Edwards25519.TryDecode(octets, out ExtendedPoint25519 point) && point.SmallOrderMask() == 0;

    /// <summary>Signs as RFC 8032 5.1.6 prescribes, deterministically; 64 octets. Constant time.</summary>
    public static byte[] Sign(Ed25519Seed seed, ReadOnlySpan<byte> message)
    {
        byte[] signature = new byte[SignatureSize];
        Sign(seed, message, signature);
        return signature;
    }

    /// <summary>
    /// Signs as RFC 8032 5.1.6 prescribes into <paramref name="signature"/>, 64 octets. Allocates nothing for messages of up to 1024 octets
    /// once the seed knows its public key. Constant time.
    /// </summary>
    /// <exception cref="CryptoException"><see cref="CryptoError.InvalidLength"/> where the destination is not 64 octets.</exception>
    public static void Sign(Ed25519Seed seed, ReadOnlySpan<byte> message, Span<byte> signature) => Sign(seed, [], message, signature);

    /// <summary>Signs with a composite key, deterministically; 64 octets. <see cref="SignHedged"/> is preferable.</summary>
    public static byte[] Sign(ResidueScalar25519 key, ReadOnlySpan<byte> message)
    {
        byte[] signature = new byte[SignatureSize];
        Sign(key, message, signature);
        return signature;
    }

    /// <summary>Signs with a composite key, deterministically, into <paramref name="signature"/>, 64 octets.</summary>
    /// <inheritdoc cref="Sign(Ed25519Seed, ReadOnlySpan{byte}, Span{byte})"/>
    public static void Sign(ResidueScalar25519 key, ReadOnlySpan<byte> message, Span<byte> signature) => SignResidue(key, [], message, signature);

    /// <summary>
    /// Signs with a composite key into <paramref name="signature"/>, 64 octets; 32 random octets enter the nonce hash after the prefix, and zeros up to
    /// the end of the hash block, so that a fault or a repeated message does not repeat a nonce. Any verifier accepts the result.
    /// </summary>
    /// <exception cref="CryptoException"><see cref="CryptoError.InvalidLength"/> where the destination is not 64 octets.</exception>
    public static void SignHedged(ResidueScalar25519 key, ReadOnlySpan<byte> message, IRandomSource random, Span<byte> signature)
    {
        Span<byte> hedge = stackalloc byte[HedgeSize];
        hedge.Clear();
        random.Fill(hedge[..PrefixSize]);
        try
        {
            SignResidue(key, hedge, message, signature);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(hedge);
        }
    }

    /// <summary>
    /// Verifies strictly: canonical A and R, S below L, exact lengths, A not of small order, and the cofactored equation
    /// [8][S]B = [8]R + [8][k]A (Mesh threshold, section 5.6). False for anything else; never throws.
    /// </summary>
    public static bool Verify(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature) =>
        Verify(publicKey, [], message, signature);

    /// <summary>Signs with the domain prefix <paramref name="domain"/>, empty for the pure mode.</summary>
    internal static void Sign(Ed25519Seed seed, ReadOnlySpan<byte> domain, ReadOnlySpan<byte> message, Span<byte> signature)
    {
        Scalar25519 scalar = seed.Scalar;
        try
        {
            Sign(scalar, seed.PublicKey, domain, seed.Prefix, [], message, signature);
        }
        finally
        {
            scalar.Clear();
        }
    }

    /// <summary>Verifies with the domain prefix <paramref name="domain"/>, empty for the pure mode.</summary>
    internal static bool Verify(
        ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> domain, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        if (publicKey.Length != PublicKeySize || signature.Length != SignatureSize
            || !Scalar25519.TryRead(signature[PublicKeySize..], out Scalar25519 s)
            || !Edwards25519.TryDecode(publicKey, signature[..PublicKeySize], out ExtendedPoint25519 a, out ExtendedPoint25519 r)
            || a.SmallOrderMask() != 0)
        {
            return false;
        }

        Scalar25519 k = Hash(domain, signature[..PublicKeySize], publicKey, message);
        ExtendedPoint25519.Negate(out a, a);
        Edwards25519Straus.Multiply(out ExtendedPoint25519 difference, s, k, a);
        ExtendedPoint25519.Negate(out r, r);
        ExtendedPoint25519.Add(out difference, difference, r);
        return difference.SmallOrderMask() != 0;
    }

    private static void SignResidue(ResidueScalar25519 key, ReadOnlySpan<byte> hedge, ReadOnlySpan<byte> message, Span<byte> signature)
    {
        ReadOnlySpan<byte> label = "MeshThreshold-EdDSA-prefix-v1\0\u0003"u8;
        Span<byte> input = stackalloc byte[label.Length + ResidueScalar25519.Size];
        Span<byte> hash = stackalloc byte[SHA512.HashSizeInBytes];
        Scalar25519 scalar = key.Residue;
        label.CopyTo(input);
        scalar.Write(input[label.Length..]);
        SHA512.HashData(input, hash);
        try
        {
            Sign(scalar, key.SignaturePublicKey, [], hash[PrefixSize..], hedge, message, signature);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(input);
            CryptographicOperations.ZeroMemory(hash);
            scalar.Clear();
        }
    }

    private static void Sign(
        in Scalar25519 scalar,
        ReadOnlySpan<byte> publicKey,
        ReadOnlySpan<byte> domain,
        ReadOnlySpan<byte> prefix,
        ReadOnlySpan<byte> hedge,
        ReadOnlySpan<byte> message,
        Span<byte> signature)
    {
        if (signature.Length != SignatureSize)
        {
            throw CryptoException.Length("The destination of an Ed25519 signature", SignatureSize, signature.Length);
        }

        Scalar25519 nonce = Hash(domain, prefix, hedge, message);

        // The destination may be where the message is, which the second hash reads again.
        Span<byte> r = stackalloc byte[PublicKeySize];
        Edwards25519.EncodeBaseMultiple(nonce, r);
        Scalar25519 k = Hash(domain, r, publicKey, message);
        r.CopyTo(signature);
        Scalar25519.MultiplyAdd(k, scalar, nonce).Write(signature[PublicKeySize..]);
        nonce.Clear();
    }

    /// <summary>SHA-512(domain || first || second || message) modulo L.</summary>
    internal static Scalar25519 Hash(
        ReadOnlySpan<byte> domain, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, ReadOnlySpan<byte> message)
    {
        Span<byte> wide = stackalloc byte[Scalar25519.WideSize];
        if (message.Length <= ShortMessage)
        {
            Sha512Hash hash = default;
            hash.Start();
            hash.Append(domain);
            hash.Append(first);
            hash.Append(second);
            hash.Append(message);
            hash.Finish(wide);
        }
        else
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA512);
            hash.AppendData(domain);
            hash.AppendData(first);
            hash.AppendData(second);
            hash.AppendData(message);
            hash.GetHashAndReset(wide);
        }

        Scalar25519 scalar = Scalar25519.ReduceWide(wide);
        CryptographicOperations.ZeroMemory(wide);
        return scalar;
    }
}

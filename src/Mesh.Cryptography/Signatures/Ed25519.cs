// Ed25519, the pure mode (RFC 8032 5.1): seed 32 octets, public key 32, signature 64 = R (32) || S (32).

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

    /// <summary>The public key of a seed, 32 octets. Constant time.</summary>
    public static byte[] PublicKey(Ed25519Seed seed) => seed.PublicKey.ToArray();

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

    /// <summary>
    /// Verifies strictly: canonical A and R, S below L, exact lengths, A not of small order, and the cofactored equation
    /// [8][S]B = [8]R + [8][k]A (Mesh threshold, section 5.6). False for anything else; never throws.
    /// </summary>
    public static bool Verify(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature) =>
        Verify(publicKey, [], message, signature);

    /// <summary>Signs with the domain prefix <paramref name="domain"/>, empty for the pure mode.</summary>
    internal static void Sign(Ed25519Seed seed, ReadOnlySpan<byte> domain, ReadOnlySpan<byte> message, Span<byte> signature)
    {
        if (signature.Length != SignatureSize)
        {
            throw CryptoException.Length("The destination of an Ed25519 signature", SignatureSize, signature.Length);
        }

        Scalar25519 scalar = seed.Scalar;
        Scalar25519 nonce = Hash(domain, seed.Prefix, [], message);

        // The destination may be where the message is, which the second hash reads again.
        Span<byte> r = stackalloc byte[PublicKeySize];
        Edwards25519.EncodeBaseMultiple(nonce, r);
        Scalar25519 k = Hash(domain, r, seed.PublicKey, message);
        r.CopyTo(signature);
        Scalar25519.MultiplyAdd(k, scalar, nonce).Write(signature[PublicKeySize..]);
        nonce.Clear();
        scalar.Clear();
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

// Ed448, the pure mode (RFC 8032 5.2), for ordinary keys (seeds) and for composite ones (residues).
//
//   seed 56 or 57 octets, residue 56, public key 57, signature 114 = R (57) || S (57), context 0..255
//
// A residue has no nonce prefix of its own; it takes SHAKE256("MeshThreshold-EdDSA-prefix-v1" || 00 || 04 || scalar (57), 57) (Mesh
// threshold, section 3.4). No path signs without a prefix.

using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace Mesh.Cryptography;

using Point = ExtendedPoint448<Edwards448Form>;

/// <summary>The signature algorithm Ed448.</summary>
public static class Ed448
{
    /// <summary>Octets of a public key.</summary>
    public const int PublicKeySize = Edwards448.Size;

    /// <summary>Octets of a signature.</summary>
    public const int SignatureSize = 2 * Edwards448.Size;

    /// <summary>Octets of the longest context.</summary>
    public const int MaximumContext = 255;

    private const int WideSize = Scalar448.WideSize;
    private const int HedgeSize = 32;

    /// <summary>The public key of a seed, 57 octets. Constant time.</summary>
    public static byte[] PublicKey(Ed448Seed seed) => seed.PublicKey.ToArray();

    /// <summary>The public key of a composite key, 57 octets. Constant time.</summary>
    public static byte[] PublicKey(ResidueScalar448 key) => key.SignaturePublicKey.ToArray();

    /// <summary>Signs as RFC 8032 5.2.6 prescribes, deterministically; 114 octets. Constant time.</summary>
    /// <exception cref="CryptoException"><see cref="CryptoError.InvalidLength"/> for a context over 255 octets.</exception>
    public static byte[] Sign(Ed448Seed seed, ReadOnlySpan<byte> message, ReadOnlySpan<byte> context = default)
    {
        byte[] signature = new byte[SignatureSize];
        Sign(seed, message, context, signature);
        return signature;
    }

    /// <summary>
    /// Signs as RFC 8032 5.2.6 prescribes into <paramref name="signature"/>, 114 octets, and allocates nothing once the seed knows its
    /// public key. Constant time.
    /// </summary>
    /// <exception cref="CryptoException">
    /// <see cref="CryptoError.InvalidLength"/> for a context over 255 octets, and where the destination is not 114.
    /// </exception>
    public static void Sign(Ed448Seed seed, ReadOnlySpan<byte> message, ReadOnlySpan<byte> context, Span<byte> signature)
    {
        Scalar448 scalar = seed.Scalar;
        try
        {
            Sign(scalar, seed.PublicKey, seed.Prefix, [], message, context, signature);
        }
        finally
        {
            scalar.Clear();
        }
    }

    /// <summary>Signs with a composite key, deterministically; 114 octets. A hedged signature is preferable.</summary>
    /// <exception cref="CryptoException"><see cref="CryptoError.InvalidLength"/> for a context over 255 octets.</exception>
    public static byte[] Sign(ResidueScalar448 key, ReadOnlySpan<byte> message, ReadOnlySpan<byte> context = default)
    {
        byte[] signature = new byte[SignatureSize];
        Sign(key, message, context, signature);
        return signature;
    }

    /// <summary>
    /// Signs with a composite key, deterministically, into <paramref name="signature"/>, 114 octets, and allocates nothing once the key
    /// knows its public key.
    /// </summary>
    /// <inheritdoc cref="Sign(Ed448Seed, ReadOnlySpan{byte}, ReadOnlySpan{byte}, Span{byte})"/>
    public static void Sign(ResidueScalar448 key, ReadOnlySpan<byte> message, ReadOnlySpan<byte> context, Span<byte> signature) =>
        SignResidue(key, [], message, context, signature);

    /// <summary>
    /// Signs with a composite key; 32 random octets enter the nonce hash after the prefix, and zeros up to the end of the hash
    /// block, so that a fault or a repeated message does not repeat a nonce. Any verifier accepts the result.
    /// </summary>
    /// <exception cref="CryptoException"><see cref="CryptoError.InvalidLength"/> for a context over 255 octets.</exception>
    public static byte[] SignHedged(
        ResidueScalar448 key, ReadOnlySpan<byte> message, ReadOnlySpan<byte> context, IRandomSource random)
    {
        byte[] signature = new byte[SignatureSize];
        SignHedged(key, message, context, random, signature);
        return signature;
    }

    /// <summary>
    /// Signs as <see cref="SignHedged(ResidueScalar448, ReadOnlySpan{byte}, ReadOnlySpan{byte}, IRandomSource)"/> into
    /// <paramref name="signature"/>, 114 octets, and allocates nothing once the key knows its public key.
    /// </summary>
    /// <inheritdoc cref="Sign(Ed448Seed, ReadOnlySpan{byte}, ReadOnlySpan{byte}, Span{byte})"/>
    public static void SignHedged(
        ResidueScalar448 key, ReadOnlySpan<byte> message, ReadOnlySpan<byte> context, IRandomSource random, Span<byte> signature)
    {
        Span<byte> hedge = stackalloc byte[HedgeSize];
        random.Fill(hedge);
        try
        {
            SignResidue(key, hedge, message, context, signature);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(hedge);
        }
    }

    /// <summary>
    /// Verifies strictly: canonical A and R, S below L, exact lengths, A not of small order, and the cofactored equation
    /// [4][S]B = [4]R + [4][k]A (Mesh threshold, section 5.6). False for anything else; never throws.
    /// </summary>
    public static bool Verify(
        ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature, ReadOnlySpan<byte> context = default) =>
        VerifyBy(Field448x4.IsWorthwhile(), publicKey, message, signature, context);

    /// <summary>Verifies on points with their coordinates side by side, or not.</summary>
    internal static bool VerifyBy(
        bool vectors, ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature, ReadOnlySpan<byte> context)
    {
        if (publicKey.Length != PublicKeySize || signature.Length != SignatureSize || context.Length > MaximumContext
            || signature[SignatureSize - 1] != 0
            || !Scalar448.TryRead(signature.Slice(PublicKeySize, Scalar448.Size), out Scalar448 s))
        {
            return false;
        }

        ReadOnlySpan<byte> commitment = signature[..PublicKeySize];
        if (vectors)
        {
            return TryDecodeByVectors(publicKey, commitment, out Point a, out Point r)
                && a.SmallOrderMask() == 0
                && VerificationEquation448.HoldsByVectors(s, Challenge(commitment, publicKey, message, context), a, r);
        }
        else
        {
            return Edwards448.TryDecode(publicKey, out Point a)
                && a.SmallOrderMask() == 0
                && Edwards448.TryDecode(commitment, out Point r)
                && VerificationEquation448.Holds(s, Challenge(commitment, publicKey, message, context), a, r);
        }
    }

    /// <summary>k of RFC 8032 5.2.6: SHAKE256(dom4(0, context) || R || A || message, 114) modulo L.</summary>
    internal static Scalar448 Challenge(
        ReadOnlySpan<byte> r, ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> context)
    {
        Shake256Hash hash = StartWithDomain(context);
        hash.Absorb(r);
        hash.Absorb(publicKey);
        hash.Absorb(message);
        return Finish(ref hash);
    }

    /// <summary>The nonce prefix of a composite key, 57 octets.</summary>
    internal static void ResiduePrefix(in Scalar448 scalar, Span<byte> prefix)
    {
        Span<byte> octets = stackalloc byte[ResidueScalar448.SignatureSize];
        octets.Clear();
        scalar.Write(octets);
        Shake256Hash hash = default;
        hash.Absorb("MeshThreshold-EdDSA-prefix-v1\0\u0004"u8);
        hash.Absorb(octets);
        hash.Squeeze(prefix);
        hash.Clear();
        CryptographicOperations.ZeroMemory(octets);
    }

    private static void SignResidue(
        ResidueScalar448 key, ReadOnlySpan<byte> hedge, ReadOnlySpan<byte> message, ReadOnlySpan<byte> context, Span<byte> signature)
    {
        Span<byte> prefix = stackalloc byte[ResidueScalar448.SignatureSize];
        Scalar448 scalar = key.Residue;
        ResiduePrefix(scalar, prefix);
        try
        {
            Sign(scalar, key.SignaturePublicKey, prefix, hedge, message, context, signature);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(prefix);
            scalar.Clear();
        }
    }

    private static void Sign(
        in Scalar448 scalar,
        ReadOnlySpan<byte> publicKey,
        ReadOnlySpan<byte> prefix,
        ReadOnlySpan<byte> hedge,
        ReadOnlySpan<byte> message,
        ReadOnlySpan<byte> context,
        Span<byte> signature)
    {
        if (context.Length > MaximumContext)
        {
            throw new CryptoException(
                CryptoError.InvalidLength, $"An Ed448 context is at most {MaximumContext} octets, not {context.Length}.");
        }

        if (signature.Length != SignatureSize)
        {
            throw CryptoException.Length("The destination of an Ed448 signature", SignatureSize, signature.Length);
        }

        Shake256Hash hash = StartWithDomain(context);
        hash.Absorb(prefix);
        if (!hedge.IsEmpty)
        {
            hash.Absorb(hedge);
            hash.PadBlock();
        }

        hash.Absorb(message);
        Scalar448 nonce = Finish(ref hash);

        // The destination may be where the message or the context is, which the second hash reads again.
        Span<byte> r = stackalloc byte[PublicKeySize];
        Edwards448.MultiplyBase(out Point commitment, nonce);
        Edwards448.Encode(commitment, r);
        Scalar448 k = Challenge(r, publicKey, message, context);
        r.CopyTo(signature);
        Scalar448.MultiplyAdd(k, scalar, nonce).Write(signature.Slice(PublicKeySize, Scalar448.Size));
        signature[SignatureSize - 1] = 0;
        nonce.Clear();
    }

    private static bool TryDecodeByVectors(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> commitment, out Point a, out Point r)
    {
        Span<byte> octets = stackalloc byte[2 * PublicKeySize];
        Span<Point> points = stackalloc Point[2];
        Span<bool> valid = stackalloc bool[2];
        publicKey.CopyTo(octets);
        commitment.CopyTo(octets[PublicKeySize..]);
        bool decoded = Edwards448.DecodeFour(octets, points, valid);
        a = points[0];
        r = points[1];
        return decoded;
    }

    // dom4(0, context) = "SigEd448" || 00 || length || context
    private static Shake256Hash StartWithDomain(ReadOnlySpan<byte> context)
    {
        Shake256Hash hash = default;
        hash.Absorb("SigEd448\0"u8);
        hash.Absorb([(byte)context.Length]);
        hash.Absorb(context);
        return hash;
    }

    [SkipLocalsInit]
    private static Scalar448 Finish(ref Shake256Hash hash)
    {
        Span<byte> wide = stackalloc byte[WideSize];
        hash.Squeeze(wide);
        hash.Clear();
        Scalar448 scalar = Scalar448.ReduceWide(wide);
        CryptographicOperations.ZeroMemory(wide);
        return scalar;
    }
}

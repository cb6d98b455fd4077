// Key agreement on edwards25519 as old DARE files have it (draft-hallambaker-mesh-dare 3.4.1; Mesh threshold, section 4.3): the recipient's
// key is an Ed25519 key, epk a point in the encoding of RFC 8032, and the agreement [s]epk in the same encoding. For reading only; new
// data uses X25519 or X448.

using System.Security.Cryptography;

namespace Mesh.Cryptography;

/// <summary>Diffie-Hellman with Ed25519 keys.</summary>
public static class Edwards25519Agreement
{
    /// <summary>Octets of a peer's point and of an agreement.</summary>
    public const int Size = Edwards25519.Size;

    /// <summary>
    /// The encoding of [s]peer, s being the scalar that RFC 8032 5.1.5 makes of the seed, 32 octets. Computed as [s/8 mod L]([8]peer): the
    /// same point, s being a multiple of 8, and nothing depends on a part of small order. Constant time.
    /// </summary>
    /// <exception cref="CryptoException">
    /// <see cref="CryptoError.InvalidLength"/>, <see cref="CryptoError.InvalidPoint"/>, <see cref="CryptoError.SmallOrder"/>.
    /// </exception>
    public static SecretBytes Agree(Ed25519Seed seed, ReadOnlySpan<byte> peer)
    {
        if (peer.Length != Size)
        {
            throw CryptoException.Length("An edwards25519 point", Size, peer.Length);
        }

        if (!Edwards25519.TryDecode(peer, out ExtendedPoint25519 point))
        {
            throw new CryptoException(CryptoError.InvalidPoint, "The octets are not the canonical encoding of an edwards25519 point.");
        }

        ExtendedPoint25519.MultiplyByCofactor(out point, point);
        if (point.NeutralMask() != 0)
        {
            throw new CryptoException(CryptoError.SmallOrder, "The edwards25519 point has small order.");
        }

        Scalar25519 scalar = Scalar25519.MultiplyAdd(seed.Scalar, Scalar25519.InverseOfEight, default);
        ExtendedPoint25519.Multiply(out point, scalar, point);
        scalar.Clear();
        Span<byte> octets = stackalloc byte[Size];
        Edwards25519.Encode(point, octets);
        var agreement = new SecretBytes(octets);
        CryptographicOperations.ZeroMemory(octets);
        return agreement;
    }
}

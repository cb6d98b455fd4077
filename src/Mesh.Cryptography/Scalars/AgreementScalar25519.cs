// What the two kinds of X25519 private scalar have in common (Mesh threshold, section 1.2): 32 octets, little endian.

using System.Runtime.CompilerServices;

namespace Mesh.Cryptography;

/// <summary>
/// The private scalar of an X25519 key, of one of two kinds that are never mixed: <see cref="ClampedScalar25519"/> (an ordinary key) or
/// <see cref="ResidueScalar25519"/> (a composite key or a share). Mesh threshold, section 1.2.
/// </summary>
public abstract class AgreementScalar25519 : PrivateScalar
{
    /// <summary>Octets of the stored form of either kind.</summary>
    public const int Size = 32;

    private byte[]? _publicKey;

    private protected AgreementScalar25519(SecretBytes octets)
        : base(octets)
    {
    }

    /// <summary>The X25519 public key, computed once: a handshake needs it every time.</summary>
    internal ReadOnlySpan<byte> AgreementPublicKey => _publicKey ??= Edwards25519.EncodeMontgomeryBaseMultiple(Residue);

    /// <summary>The scalar modulo L.</summary>
    internal abstract Scalar25519 Residue { get; }

    internal override int ResidueSize => Scalar25519.Size;

    internal override void CopyResidue(out GroupScalar value)
    {
        value = default;
        Unsafe.As<GroupScalar, Scalar25519>(ref value) = Residue;
    }
}

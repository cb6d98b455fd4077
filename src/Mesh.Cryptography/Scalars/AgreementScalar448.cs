// What the two kinds of X448 private scalar have in common (Mesh threshold, section 1.2): 56 octets, little endian.

using System.Runtime.CompilerServices;

namespace Mesh.Cryptography;

/// <summary>
/// The private scalar of an X448 key, of one of two kinds that are never mixed: <see cref="ClampedScalar448"/> (an ordinary key) or
/// <see cref="ResidueScalar448"/> (a composite key or a share). Mesh threshold, section 1.2.
/// </summary>
public abstract class AgreementScalar448 : PrivateScalar
{
    /// <summary>Octets of the stored form of either kind.</summary>
    public const int Size = 56;

    private byte[]? _publicKey;

    private protected AgreementScalar448(SecretBytes octets)
        : base(octets)
    {
    }

    /// <summary>The X448 public key in the signed form, computed once: a handshake needs it every time.</summary>
    internal ReadOnlySpan<byte> AgreementPublicKey => _publicKey ??= Edwards448.EncodeMontgomeryBaseMultiple(Residue);

    /// <summary>The scalar modulo L.</summary>
    internal abstract Scalar448 Residue { get; }

    internal override int ResidueSize => Scalar448.Size;

    internal override void CopyResidue(out GroupScalar value)
    {
        value = default;
        Unsafe.As<GroupScalar, Scalar448>(ref value) = Residue;
    }
}

// What the two kinds of X448 private scalar have in common (Mesh threshold, section 1.2): 56 octets, little endian.

namespace Mesh.Cryptography;

/// <summary>
/// The private scalar of an X448 key, of one of two kinds that are never mixed: <see cref="ClampedScalar448"/> (an ordinary key) or
/// <see cref="ResidueScalar448"/> (a composite key or a share). Mesh threshold, section 1.2.
/// </summary>
public abstract class AgreementScalar448 : IDisposable
{
    /// <summary>Octets of the stored form of either kind.</summary>
    public const int Size = 56;

    private readonly SecretBytes _octets;
    private byte[]? _publicKey;

    private protected AgreementScalar448(SecretBytes octets) => _octets = octets;

    /// <summary>Writes the 56 octets, little endian. The reader must know the kind: the octets do not tell it.</summary>
    /// <exception cref="CryptoException"><paramref name="destination"/> is not 56 octets.</exception>
    public void WriteTo(Span<byte> destination)
    {
        if (destination.Length != Size)
        {
            throw CryptoException.Length("The destination of a scalar", Size, destination.Length);
        }

        Octets.CopyTo(destination);
    }

    /// <summary>Never the octets.</summary>
    public override string ToString() => GetType().Name;

    /// <summary>Zeroes the scalar.</summary>
    public void Dispose()
    {
        _octets.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>The X448 public key in the signed form, computed once: a handshake needs it every time.</summary>
    internal ReadOnlySpan<byte> AgreementPublicKey => _publicKey ??= Edwards448.EncodeMontgomeryBaseMultiple(Residue);

    internal ReadOnlySpan<byte> Octets => _octets.Reveal();

    /// <summary>The scalar modulo L.</summary>
    internal abstract Scalar448 Residue { get; }
}

// What all private scalars have in common: octets, little endian, kept in a zeroed place. Two kinds that are never mixed exist for each family
// of curves (Mesh threshold, section 1.2): clamped scalars (RFC 7748) and residues modulo L.

namespace Mesh.Cryptography;

/// <summary>
/// A private scalar of curve 25519 (32 octets) or curve 448 (56 octets): an ordinary key (<see cref="ClampedScalar25519"/>,
/// <see cref="ClampedScalar448"/>), or a composite key or a share (<see cref="ResidueScalar25519"/>, <see cref="ResidueScalar448"/>).
/// </summary>
public abstract class PrivateScalar : IDisposable
{
    private readonly SecretBytes _octets;

    private protected PrivateScalar(SecretBytes octets) => _octets = octets;

    /// <summary>Writes the octets, little endian. The reader must know the kind: the octets do not tell it.</summary>
    /// <exception cref="CryptoException"><paramref name="destination"/> is not 32 or 56 octets, as the curve has it.</exception>
    public void WriteTo(Span<byte> destination)
    {
        if (destination.Length != Octets.Length)
        {
            throw CryptoException.Length("The destination of a scalar", Octets.Length, destination.Length);
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

    internal ReadOnlySpan<byte> Octets => _octets.Reveal();

    /// <summary>Octets of the scalar modulo L: 32 or 56.</summary>
    internal abstract int ResidueSize { get; }

    /// <summary>The scalar modulo L; who takes it clears it.</summary>
    internal abstract void CopyResidue(out GroupScalar value);
}

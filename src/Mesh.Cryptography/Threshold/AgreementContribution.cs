// What one holder gives to an agreement (Mesh threshold, section 4): C = [s]E, or [y]E of a t of n sharing, an element of prime order. With it goes
// the ephemeral that it was made for, in the form with both coordinates, so that contributions for E and for -E are not mixed, and
// if asked for a proof (ContributionProof).

namespace Mesh.Cryptography;

/// <summary>A contribution to one agreement. Whoever has enough of them has the agreement, so it travels encrypted; zeroed on disposal.</summary>
public sealed class AgreementContribution : IDisposable
{
    private readonly SecretBytes _value;
    private readonly byte[] _proof;

    /// <summary>Reads a contribution strictly: an element of prime order.</summary>
    /// <param name="ephemeral">The public key of the other side for which it was made.</param>
    /// <param name="identifier">The number of the share with which it was made.</param>
    /// <param name="octets">C, <see cref="PrimeGroup.ElementSize"/> octets. Copied.</param>
    /// <param name="proof">Empty, or two scalars: <see cref="ThresholdAgreement.ProofSize"/> octets.</param>
    /// <exception cref="CryptoException">
    /// As for <see cref="PrimeGroup.DecodePrimeOrder"/>; <see cref="CryptoError.InvalidParameter"/>, <see cref="CryptoError.InvalidLength"/>.
    /// </exception>
    public AgreementContribution(GroupElement ephemeral, int identifier, ReadOnlySpan<byte> octets, ReadOnlySpan<byte> proof = default)
    {
        Holders.Check(identifier);
        Ephemeral = ephemeral;
        Identifier = identifier;
        Group.DecodePrimeOrder(octets);
        if (proof.Length != 0 && proof.Length != ThresholdAgreement.ProofSize(Group))
        {
            throw CryptoException.Length("A proof of a contribution", ThresholdAgreement.ProofSize(Group), proof.Length);
        }

        _value = new SecretBytes(octets);
        _proof = proof.ToArray();
    }

    internal AgreementContribution(GroupElement ephemeral, int identifier, in GroupPoint value, byte[] proof)
    {
        Ephemeral = ephemeral;
        Identifier = identifier;
        _proof = proof;
        Span<byte> octets = stackalloc byte[Group.ElementSize];
        Group.Encode(value, octets);
        _value = new SecretBytes(octets);
        octets.Clear();
    }

    /// <summary>The group.</summary>
    public PrimeGroup Group => Ephemeral.Group;

    /// <summary>The public key of the other side for which it was made.</summary>
    public GroupElement Ephemeral { get; }

    /// <summary>The number of the share with which it was made.</summary>
    public int Identifier { get; }

    /// <summary>The proof, or nothing.</summary>
    public ReadOnlySpan<byte> Proof => _proof;

    /// <summary>Writes C.</summary>
    /// <exception cref="CryptoException"><paramref name="destination"/> is not <see cref="PrimeGroup.ElementSize"/> octets.</exception>
    public void WriteTo(Span<byte> destination)
    {
        if (destination.Length != Group.ElementSize)
        {
            throw CryptoException.Length("The destination of a contribution", Group.ElementSize, destination.Length);
        }

        _value.Reveal().CopyTo(destination);
    }

    /// <summary>The group and the number of the share, never the contribution.</summary>
    public override string ToString() => $"{nameof(AgreementContribution)}({Group}, {Identifier})";

    /// <summary>Zeroes the contribution.</summary>
    public void Dispose() => _value.Dispose();

    /// <summary>C; who takes it clears it.</summary>
    internal void Read(out GroupPoint value) => _ = Group.TryDecode(_value.Reveal(), out value);
}

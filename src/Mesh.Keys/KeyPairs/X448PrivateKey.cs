using Mesh.Cryptography;

namespace Mesh.Keys;

/// <summary>An X448 private key, clamped or a residue, 56 octets; owns it.</summary>
internal sealed class X448PrivateKey(AgreementScalar448 scalar)
    : AgreementPrivateKey(KeyAlgorithm.X448, scalar is ResidueScalar448 ? PrivateKeyForm.Residue : PrivateKeyForm.Ordinary)
{
    // At the first need: whoever only opens what was sealed to the key does without.
    public override AgreementPublicKey Public => field ??= new X448PublicKey(X448.PublicKey(scalar));

    public override SecretBytes Agree(ReadOnlySpan<byte> peer)
    {
        try
        {
            return scalar is ClampedScalar448 clamped ? X448.Agree(clamped, peer) : X448.AgreeCleared(scalar, peer);
        }
        catch (CryptoException e)
        {
            throw new KeyException(KeyError.Agreement, e.Message, e);
        }
    }

    public override AgreementPrivateKey Overlay(AgreementPrivateKey activation)
    {
        CheckSameAlgorithm(activation);
        using ResidueScalar448 own = ToResidue();
        using ResidueScalar448 other = ((X448PrivateKey)activation).ToResidue();
        try
        {
            return new X448PrivateKey(own.Add(other));
        }
        catch (CryptoException e)
        {
            throw new KeyException(KeyError.Combination, "the contributions cancel: their sum is no key", e);
        }
    }

    public override (AgreementPrivateKey Holder, AgreementPrivateKey Service) Split(IRandomSource random)
    {
        using ResidueScalar448 own = ToResidue();
        ResidueScalar448 service = ResidueScalar448.Random(random);
        return (new X448PrivateKey(own.Subtract(service)), new X448PrivateKey(service));
    }

    public override SecretBytes RevealOctets() => SecretBytes.Create(AgreementScalar448.Size, scalar.WriteTo);

    protected override void Dispose(bool disposing) => scalar.Dispose();

    private ResidueScalar448 ToResidue()
    {
        if (scalar is ClampedScalar448 clamped)
        {
            return clamped.ToResidue();
        }

        using SecretBytes octets = RevealOctets();
        return ResidueScalar448.FromOctets(octets.Reveal());
    }
}

using Mesh.Cryptography;

namespace Mesh.Keys;

/// <summary>An Ed448 private key that is a residue of 56 octets; owns it. Its nonces are hedged (Mesh threshold rules, section 3.4).</summary>
internal sealed class Ed448ResiduePrivateKey(ResidueScalar448 scalar) : SignaturePrivateKey(KeyAlgorithm.Ed448, PrivateKeyForm.Residue)
{
    public override SignaturePublicKey Public { get; } = new Ed448PublicKey(Ed448.PublicKey(scalar));

    public override byte[] Sign(ReadOnlySpan<byte> message, IRandomSource random) => Ed448.SignHedged(scalar, message, context: [], random);

    public override SignaturePrivateKey Overlay(SignaturePrivateKey activation)
    {
        CheckSameAlgorithm(activation);
        return Sum(scalar, activation);
    }

    public override (SignaturePrivateKey Holder, SignaturePrivateKey Service) Split(IRandomSource random) => Split(scalar, random);

    public override SecretBytes RevealOctets() => SecretBytes.Create(AgreementScalar448.Size, scalar.WriteTo);

    internal static Ed448ResiduePrivateKey Sum(ResidueScalar448 own, SignaturePrivateKey other)
    {
        try
        {
            if (other is Ed448ResiduePrivateKey residue)
            {
                return new Ed448ResiduePrivateKey(own.Add(residue.Scalar));
            }

            using ResidueScalar448 reduced = ((Ed448PrivateKey)other).ToResidue();
            return new Ed448ResiduePrivateKey(own.Add(reduced));
        }
        catch (CryptoException e)
        {
            throw new KeyException(KeyError.Combination, "the contributions cancel: their sum is no key", e);
        }
    }

    internal static (SignaturePrivateKey Holder, SignaturePrivateKey Service) Split(ResidueScalar448 own, IRandomSource random)
    {
        ResidueScalar448 service = ResidueScalar448.Random(random);
        return (new Ed448ResiduePrivateKey(own.Subtract(service)), new Ed448ResiduePrivateKey(service));
    }

    private ResidueScalar448 Scalar => scalar;

    protected override void Dispose(bool disposing) => scalar.Dispose();
}

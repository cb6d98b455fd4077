using Mesh.Cryptography;

namespace Mesh.Keys;

/// <summary>An Ed448 private key that is a seed of 56 or 57 octets; owns it.</summary>
internal sealed class Ed448PrivateKey(Ed448Seed seed) : SignaturePrivateKey(KeyAlgorithm.Ed448, PrivateKeyForm.Ordinary)
{
    public override SignaturePublicKey Public { get; } = new Ed448PublicKey(Ed448.PublicKey(seed));

    public override byte[] Sign(ReadOnlySpan<byte> message, IRandomSource random) => Ed448.Sign(seed, message, context: []);

    public override SignaturePrivateKey Overlay(SignaturePrivateKey activation)
    {
        CheckSameAlgorithm(activation);
        using ResidueScalar448 own = seed.ToResidue();
        return Ed448ResiduePrivateKey.Sum(own, activation);
    }

    public override (SignaturePrivateKey Holder, SignaturePrivateKey Service) Split(IRandomSource random)
    {
        using ResidueScalar448 own = seed.ToResidue();
        return Ed448ResiduePrivateKey.Split(own, random);
    }

    public override SecretBytes RevealOctets() => SecretBytes.Create(seed.Length, seed.WriteTo);

    internal ResidueScalar448 ToResidue() => seed.ToResidue();

    protected override void Dispose(bool disposing) => seed.Dispose();
}

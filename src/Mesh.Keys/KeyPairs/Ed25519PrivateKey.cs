using Mesh.Cryptography;

namespace Mesh.Keys;

/// <summary>An Ed25519 private key, a seed of 32 octets; owns it. Signs in the pure mode of RFC 8032.</summary>
internal sealed class Ed25519PrivateKey(Ed25519Seed seed) : SignaturePrivateKey(KeyAlgorithm.Ed25519, PrivateKeyForm.Ordinary)
{
    public override SignaturePublicKey Public { get; } = new Ed25519PublicKey(Ed25519.PublicKey(seed));

    public override byte[] Sign(ReadOnlySpan<byte> message, IRandomSource random) => Ed25519.Sign(seed, message);

    public override SignaturePrivateKey Overlay(SignaturePrivateKey activation) => throw Mesh.Keys.PublicKey.NotCombined(Algorithm);

    public override (SignaturePrivateKey Holder, SignaturePrivateKey Service) Split(IRandomSource random) =>
        throw Mesh.Keys.PublicKey.NotCombined(Algorithm);

    public override SecretBytes RevealOctets() => SecretBytes.Create(Ed25519Seed.Size, seed.WriteTo);

    protected override void Dispose(bool disposing) => seed.Dispose();
}

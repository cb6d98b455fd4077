using Mesh.Cryptography;

namespace Mesh.Keys;

/// <summary>An X25519 private key, a clamped scalar of 32 octets; owns it.</summary>
internal sealed class X25519PrivateKey(ClampedScalar25519 scalar) : AgreementPrivateKey(KeyAlgorithm.X25519, PrivateKeyForm.Ordinary)
{
    public override AgreementPublicKey Public { get; } = new X25519PublicKey(X25519.PublicKey(scalar));

    public override SecretBytes Agree(ReadOnlySpan<byte> peer)
    {
        try
        {
            return X25519.Agree(scalar, peer);
        }
        catch (CryptoException e)
        {
            throw new KeyException(KeyError.Agreement, e.Message, e);
        }
    }

    public override AgreementPrivateKey Overlay(AgreementPrivateKey activation) => throw Mesh.Keys.PublicKey.NotCombined(Algorithm);

    public override (AgreementPrivateKey Holder, AgreementPrivateKey Service) Split(IRandomSource random) =>
        throw Mesh.Keys.PublicKey.NotCombined(Algorithm);

    public override SecretBytes RevealOctets() => SecretBytes.Create(ClampedScalar25519.Size, scalar.WriteTo);

    protected override void Dispose(bool disposing) => scalar.Dispose();
}

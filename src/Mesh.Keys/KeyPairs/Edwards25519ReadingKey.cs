using Mesh.Cryptography;

namespace Mesh.Keys;

/// <summary>
/// An Ed25519 key that opens envelopes of old drafts, which used signature keys for encryption
/// (draft-hallambaker-mesh-dare section 3.4.1). For reading only: nothing makes an ephemeral key for it.
/// </summary>
internal sealed class Edwards25519ReadingKey(Ed25519Seed seed) : AgreementPrivateKey(KeyAlgorithm.Ed25519, PrivateKeyForm.Ordinary)
{
    public override AgreementPublicKey Public { get; } = new RecipientKey(Ed25519.PublicKey(seed));

    public override SecretBytes Agree(ReadOnlySpan<byte> peer)
    {
        try
        {
            return Edwards25519Agreement.Agree(seed, peer);
        }
        catch (CryptoException e)
        {
            throw new KeyException(KeyError.Agreement, e.Message, e);
        }
    }

    public override AgreementPrivateKey Overlay(AgreementPrivateKey activation) => throw Mesh.Keys.PublicKey.NotCombined(Algorithm);

    public override (AgreementPrivateKey Holder, AgreementPrivateKey Service) Split(IRandomSource random) =>
        throw Mesh.Keys.PublicKey.NotCombined(Algorithm);

    public override SecretBytes RevealOctets() => SecretBytes.Create(Ed25519Seed.Size, seed.WriteTo);

    protected override void Dispose(bool disposing) => seed.Dispose();

    private sealed class RecipientKey(byte[] octets) : AgreementPublicKey(KeyAlgorithm.Ed25519, octets)
    {
        public override AgreementPublicKey Add(AgreementPublicKey other) => throw NotCombined(Algorithm);
    }
}

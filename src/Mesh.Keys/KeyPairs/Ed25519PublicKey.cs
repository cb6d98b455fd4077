using Mesh.Cryptography;

namespace Mesh.Keys;

/// <summary>An Ed25519 public key, 32 octets.</summary>
internal sealed class Ed25519PublicKey : SignaturePublicKey
{
    public Ed25519PublicKey(ReadOnlySpan<byte> octets)
        : base(KeyAlgorithm.Ed25519, octets)
    {
        if (!Ed25519.IsPublicKey(octets))
        {
            throw new KeyException(KeyError.PublicKey, "the octets are no Ed25519 public key");
        }
    }

    public override bool Verify(ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature) =>
        Ed25519.Verify(Octets.Span, message, signature);

    public override bool VerifyAsPublished(ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature) =>
        Ed25519ctx.Verify(Octets.Span, message, signature, context: []);

    public override SignaturePublicKey Add(SignaturePublicKey other) => throw NotCombined(Algorithm);
}

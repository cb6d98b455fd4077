using System.Security.Cryptography;

namespace Mesh.Cryptography;

/// <summary>FROST(Ed25519, SHA-512), RFC 9591 6.1.</summary>
internal sealed class FrostEd25519Suite : FrostSuite
{
    public FrostEd25519Suite()
        : base(PrimeGroup.Edwards25519, "FROST(Ed25519, SHA-512)", "FROST-ED25519-SHA512-v1")
    {
    }

    /// <inheritdoc/>
    public override bool Verify(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature) =>
        Mesh.Cryptography.Ed25519.Verify(publicKey, message, signature);

    private protected override ReadOnlySpan<byte> ChallengeLabel => [];

    private protected override void Hash(
        ReadOnlySpan<byte> label, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, ReadOnlySpan<byte> third, Span<byte> digest)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA512);
        hash.AppendData(label);
        hash.AppendData(first);
        hash.AppendData(second);
        hash.AppendData(third);
        hash.GetHashAndReset(digest);
    }
}

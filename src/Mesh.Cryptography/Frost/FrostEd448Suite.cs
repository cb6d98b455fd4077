namespace Mesh.Cryptography;

/// <summary>FROST(Ed448, SHAKE256), RFC 9591 6.3.</summary>
internal sealed class FrostEd448Suite : FrostSuite
{
    public FrostEd448Suite()
        : base(PrimeGroup.Edwards448, "FROST(Ed448, SHAKE256)", "FROST-ED448-SHAKE256-v1")
    {
    }

    /// <inheritdoc/>
    public override bool Verify(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature) =>
        Mesh.Cryptography.Ed448.Verify(publicKey, message, signature);

    // dom4(0, "") of RFC 8032.
    private protected override ReadOnlySpan<byte> ChallengeLabel => "SigEd448\0\0"u8;

    private protected override void Hash(
        ReadOnlySpan<byte> label, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, ReadOnlySpan<byte> third, Span<byte> digest)
    {
        Shake256Hash hash = default;
        hash.Absorb(label);
        hash.Absorb(first);
        hash.Absorb(second);
        hash.Absorb(third);
        hash.Squeeze(digest);
        hash.Clear();
    }
}

namespace Mesh.Cryptography.Tests;

/// <summary>The forms of agreement and signing that write into the caller's octets.</summary>
public class CallerBufferTests
{
    private static readonly SeededRandom Random = new(nameof(CallerBufferTests));
    private static readonly ClampedScalar448 Scalar448 = ClampedScalar448.Random(Random);
    private static readonly ClampedScalar25519 Scalar25519 = ClampedScalar25519.Random(Random);
    private static readonly ResidueScalar448 Residue = ResidueScalar448.Random(Random);
    private static readonly Ed448Seed Seed448 = Ed448Seed.Random(Random);
    private static readonly Ed25519Seed Seed25519 = Ed25519Seed.Random(Random);
    private static readonly byte[] Peer448 = X448.PublicKey(ResidueScalar448.Random(Random));
    private static readonly byte[] Peer25519 = X25519.PublicKey(ClampedScalar25519.Random(Random));
    private static readonly byte[] Context = Random.Bytes(20);

    private static readonly Dictionary<string, Agreement> Agreements = new()
    {
        ["X448"] = new(56, peer => X448.Agree(Scalar448, peer), (peer, to) => X448.Agree(Scalar448, peer, to), Peer448, new byte[56]),
        ["X448 residue"] = new(56, peer => X448.Agree(Residue, peer), (peer, to) => X448.Agree(Residue, peer, to), Peer448, new byte[56]),
        ["X448 cleared"] = new(
            56, peer => X448.AgreeCleared(Scalar448, peer), (peer, to) => X448.AgreeCleared(Scalar448, peer, to), Peer448, new byte[56]),
        ["X25519"] = new(
            32, peer => X25519.Agree(Scalar25519, peer), (peer, to) => X25519.Agree(Scalar25519, peer, to), Peer25519, new byte[32]),
    };

    private static readonly Dictionary<string, Signer> Signers = new()
    {
        ["Ed448"] = new(114, m => Ed448.Sign(Seed448, m, Context), (m, to) => Ed448.Sign(Seed448, m, Context, to)),
        ["Ed448 residue"] = new(114, m => Ed448.Sign(Residue, m, Context), (m, to) => Ed448.Sign(Residue, m, Context, to)),
        ["Ed448 hedged"] = new(
            114,
            m => Ed448.SignHedged(Residue, m, Context, new SeededRandom("hedge")),
            (m, to) => Ed448.SignHedged(Residue, m, Context, new SeededRandom("hedge"), to)),
        ["Ed25519"] = new(64, m => Ed25519.Sign(Seed25519, m), (m, to) => Ed25519.Sign(Seed25519, m, to)),
        ["Ed25519ctx"] = new(64, m => Ed25519ctx.Sign(Seed25519, m, Context), (m, to) => Ed25519ctx.Sign(Seed25519, m, Context, to)),
    };

    public static TheoryData<string> AgreementNames => [.. Agreements.Keys];

    public static TheoryData<string> SignerNames => [.. Signers.Keys];

    [Theory]
    [MemberData(nameof(AgreementNames))]
    public void An_agreement_is_the_same_and_may_replace_the_peer(string name)
    {
        Agreement agreement = Agreements[name];
        using SecretBytes expected = agreement.Allocate(agreement.Peer);
        byte[] octets = [.. agreement.Peer];
        agreement.Write(octets, octets.AsSpan(0, agreement.Size));
        Assert.Equal(expected.Reveal().ToArray(), octets[..agreement.Size]);
    }

    [Theory]
    [MemberData(nameof(AgreementNames))]
    public void A_destination_of_another_length_takes_no_agreement(string name)
    {
        Agreement agreement = Agreements[name];
        foreach (int length in (int[])[0, agreement.Size - 1, agreement.Size + 1])
        {
            CryptoException e = Assert.Throws<CryptoException>(() => agreement.Write(agreement.Peer, new byte[length]));
            Assert.Equal(CryptoError.InvalidLength, e.Code);
        }
    }

    [Theory]
    [MemberData(nameof(AgreementNames))]
    public void A_refused_peer_leaves_zeros(string name)
    {
        Agreement agreement = Agreements[name];
        byte[] octets = [.. Enumerable.Repeat((byte)0xAA, agreement.Size)];
        CryptoException e = Assert.Throws<CryptoException>(() => agreement.Write(agreement.SmallOrder, octets));
        Assert.Equal(CryptoError.ZeroAgreement, e.Code);
        Assert.Equal(new byte[agreement.Size], octets);
    }

    [Theory]
    [MemberData(nameof(SignerNames))]
    public void A_signature_is_the_same_and_may_replace_the_message(string name)
    {
        Signer signer = Signers[name];
        byte[] octets = Random.Bytes(200);
        byte[] expected = signer.Allocate(octets);
        Assert.Equal(signer.Size, expected.Length);
        signer.Write(octets, octets.AsSpan(50, signer.Size));
        Assert.Equal(expected, octets[50..(50 + signer.Size)]);
    }

    [Theory]
    [MemberData(nameof(SignerNames))]
    public void A_destination_of_another_length_takes_no_signature(string name)
    {
        Signer signer = Signers[name];
        foreach (int length in (int[])[0, signer.Size - 1, signer.Size + 1])
        {
            CryptoException e = Assert.Throws<CryptoException>(() => signer.Write(Context, new byte[length]));
            Assert.Equal(CryptoError.InvalidLength, e.Code);
        }
    }

    private delegate void Writer(ReadOnlySpan<byte> input, Span<byte> destination);

    private sealed record Agreement(int Size, Func<byte[], SecretBytes> Allocate, Writer Write, byte[] Peer, byte[] SmallOrder);

    private sealed record Signer(int Size, Func<byte[], byte[]> Allocate, Writer Write);
}

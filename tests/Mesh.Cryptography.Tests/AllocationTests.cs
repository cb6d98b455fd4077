namespace Mesh.Cryptography.Tests;

/// <summary>Agreeing, signing into the caller's octets and verifying take nothing from the heap once a key has been used.</summary>
public class AllocationTests
{
    private const int Rounds = 100;

    // Vectors, whose tables are made when they are first used, take over after so many products.
    private const int WarmUp = 300;

    private static readonly SeededRandom Random = new(nameof(AllocationTests));
    private static readonly byte[] Message = Random.Bytes(1024);
    private static readonly byte[] Context = Random.Bytes(255);
    private static readonly byte[] Shared = new byte[56];
    private static readonly byte[] Signature = new byte[114];
    private static readonly ClampedScalar448 Scalar448 = ClampedScalar448.Random(Random);
    private static readonly ClampedScalar25519 Scalar25519 = ClampedScalar25519.Random(Random);
    private static readonly ResidueScalar448 Residue = ResidueScalar448.Random(Random);
    private static readonly Ed448Seed Seed448 = Ed448Seed.Random(Random);
    private static readonly Ed25519Seed Seed25519 = Ed25519Seed.Random(Random);
    private static readonly byte[] Peer448 = X448.PublicKey(Residue);
    private static readonly byte[] Peer25519 = X25519.PublicKey(Scalar25519);
    private static readonly byte[] Key448 = Ed448.PublicKey(Seed448);
    private static readonly byte[] Key25519 = Ed25519.PublicKey(Seed25519);
    private static readonly byte[] Signature448 = Ed448.Sign(Seed448, Message, Context);
    private static readonly byte[] Signature25519 = Ed25519.Sign(Seed25519, Message);
    private static readonly byte[] Signature25519ctx = Ed25519ctx.Sign(Seed25519, Message, Context);

    private static readonly Dictionary<string, Action> Operations = new()
    {
        ["X448 agree"] = () => X448.Agree(Scalar448, Peer448, Shared),
        ["X448 agree, cleared"] = () => X448.AgreeCleared(Scalar448, Peer448, Shared),
        ["X448 agree, residue"] = () => X448.Agree(Residue, Peer448, Shared),
        ["X25519 agree"] = () => X25519.Agree(Scalar25519, Peer25519, Shared.AsSpan(0, 32)),
        ["Ed448 sign"] = () => Ed448.Sign(Seed448, Message, Context, Signature),
        ["Ed448 sign, residue"] = () => Ed448.Sign(Residue, Message, Context, Signature),
        ["Ed448 sign, hedged"] = () => Ed448.SignHedged(Residue, Message, Context, SystemRandom.Instance, Signature),
        ["Ed448 verify"] = () => Assert.True(Ed448.Verify(Key448, Message, Signature448, Context)),
        ["Ed25519 sign"] = () => Ed25519.Sign(Seed25519, Message, Signature.AsSpan(0, 64)),
        ["Ed25519 verify"] = () => Assert.True(Ed25519.Verify(Key25519, Message, Signature25519)),
        ["Ed25519ctx sign"] = () => Ed25519ctx.Sign(Seed25519, Message, Context, Signature.AsSpan(0, 64)),
        ["Ed25519ctx verify"] = () => Assert.True(Ed25519ctx.Verify(Key25519, Message, Signature25519ctx, Context)),
    };

    public static TheoryData<string> Names => [.. Operations.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Nothing_is_allocated_in_steady_state(string name)
    {
        Action operation = Operations[name];
        for (int i = 0; i < WarmUp; i++)
        {
            operation();
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < Rounds; i++)
        {
            operation();
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}

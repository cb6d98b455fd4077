using System.Text.Json;

namespace Mesh.Cryptography.Tests.Signatures;

using Point = ExtendedPoint448<Edwards448Form>;

public class Ed448BatchTests : SignatureBatchTests
{
    protected override int Size => 57;

    protected override byte[] Order => [.. Scalar448.OrderOctets, 0];

    protected override IReadOnlyList<byte[]> SmallOrder { get; } =
        [.. Vectors.Case("threshold.json", "enc-Ed448-low-orders").GetProperty("points").EnumerateArray().Select(e => e.Hex())];

    [ThirdPartyFact("wycheproof/ed448_test.json")]
    public void Wycheproof_cases_in_one_batch_are_sorted_as_they_say() => CheckWycheproof("ed448_test.json");

    [Fact]
    public void Contexts_are_part_of_what_is_signed()
    {
        using var seed = Ed448Seed.FromOctets(new byte[57]);
        byte[] key = Ed448.PublicKey(seed);
        byte[] context = [.. Enumerable.Range(0, 255).Select(i => (byte)i)];
        byte[] signature = Ed448.Sign(seed, "m"u8, context);
        var batch = new Ed448Batch();
        batch.Add(key, "m"u8, signature, context);
        Assert.True(batch.Verify(SystemRandom.Instance));
        batch.Add(key, "m"u8, signature);
        batch.Add(key, "m"u8, signature, [.. context, 0]);
        batch.Add(key, "m"u8, Ed448.Sign(seed, "m"u8));
        Assert.Equal([1, 2], batch.FindInvalid(SystemRandom.Instance));
    }

    protected override bool VerifyAlone(Signed signed) => Ed448.Verify(signed.PublicKey, signed.Message, signed.Signature);

    protected override IBatch NewBatch() => NewBatch(Field448x4.IsSupported);

    private protected static IBatch NewBatch(bool byVectors) => new Batch(byVectors);

    protected override Signed Craft(int key, byte[] message, byte[]? addToCommitment = null, byte[]? addToKey = null, int offset = 0)
    {
        Scalar448 secret = Scalar448.ReduceWide(new SeededRandom($"key {key}").Bytes(114));
        Scalar448 nonce = Scalar448.ReduceWide(new SeededRandom($"nonce {key}").Bytes(114));
        byte[] publicKey = Multiple(secret, addToKey);
        byte[] commitment = Multiple(nonce, addToCommitment);
        Scalar448 s = Scalar448.MultiplyAdd(Ed448.Challenge(commitment, publicKey, message, []), secret, nonce);
        Scalar448 magnitude = default;
        magnitude[0] = (ulong)Math.Abs(offset);
        s = offset < 0 ? Scalar448.Subtract(s, magnitude) : Scalar448.Add(s, magnitude);
        byte[] signature = [.. commitment, .. new byte[57]];
        s.Write(signature.AsSpan(57, 56));
        return new Signed(publicKey, message, signature);
    }

    private static byte[] Multiple(in Scalar448 scalar, byte[]? added)
    {
        Edwards448.MultiplyBase(out Point point, scalar);
        if (added is not null)
        {
            Assert.True(Edwards448.TryDecode(added, out Point torsion));
            Point.Add(out point, point, torsion);
        }

        byte[] octets = new byte[57];
        Edwards448.Encode(point, octets);
        return octets;
    }

    private sealed class Batch(bool byVectors) : IBatch
    {
        private readonly Ed448Batch _batch = new(byVectors);

        public int Count => _batch.Count;

        public void Add(Signed signed) => _batch.Add(signed.PublicKey, signed.Message, signed.Signature);

        public bool Verify(IRandomSource random) => _batch.Verify(random);

        public int[] FindInvalid(IRandomSource random) => _batch.FindInvalid(random);

        public void Clear() => _batch.Clear();
    }
}

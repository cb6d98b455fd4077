using System.Text.Json;

namespace Mesh.Cryptography.Tests.Signatures;

using Point = ExtendedPoint25519;

public class Ed25519BatchTests : SignatureBatchTests
{
    protected override int Size => 32;

    protected override byte[] Order { get; } =
        Convert.FromHexString("EDD3F55C1A631258D69CF7A2DEF9DE1400000000000000000000000000000010");

    protected override IReadOnlyList<byte[]> SmallOrder { get; } =
        [.. Vectors.Case("threshold.json", "enc-Ed25519-low-orders").GetProperty("points").EnumerateArray().Select(e => e.Hex())];

    [ThirdPartyFact("wycheproof/ed25519_test.json")]
    public void Wycheproof_cases_in_one_batch_are_sorted_as_they_say() => CheckWycheproof("ed25519_test.json");

    protected override bool VerifyAlone(Signed signed) => Ed25519.Verify(signed.PublicKey, signed.Message, signed.Signature);

    protected override IBatch NewBatch() => NewBatch(Field25519x4.IsSupported);

    private protected static IBatch NewBatch(bool byVectors) => new Batch(byVectors);

    protected override Signed Craft(int key, byte[] message, byte[]? addToCommitment = null, byte[]? addToKey = null, int offset = 0)
    {
        Scalar25519 secret = Scalar25519.ReduceWide(new SeededRandom($"key {key}").Bytes(64));
        Scalar25519 nonce = Scalar25519.ReduceWide(new SeededRandom($"nonce {key}").Bytes(64));
        byte[] publicKey = Multiple(secret, addToKey);
        byte[] commitment = Multiple(nonce, addToCommitment);
        Scalar25519 s = Scalar25519.MultiplyAdd(Ed25519.Hash([], commitment, publicKey, message), secret, nonce);
        Scalar25519 difference = default;
        difference[0] = (ulong)Math.Abs(offset);
        s = Scalar25519.Add(s, offset < 0 ? Ed25519Group.Negate(difference) : difference);
        byte[] signature = [.. commitment, .. new byte[32]];
        s.Write(signature.AsSpan(32));
        return new Signed(publicKey, message, signature);
    }

    private static byte[] Multiple(in Scalar25519 scalar, byte[]? added)
    {
        Edwards25519Comb.Multiply(out Point point, scalar);
        if (added is not null)
        {
            Assert.True(Edwards25519.TryDecode(added, out Point torsion));
            Point.Add(out point, point, torsion);
        }

        byte[] octets = new byte[32];
        Edwards25519.Encode(point, octets);
        return octets;
    }

    private sealed class Batch(bool byVectors) : IBatch
    {
        private readonly Ed25519Batch _batch = new(byVectors);

        public int Count => _batch.Count;

        public void Add(Signed signed) => _batch.Add(signed.PublicKey, signed.Message, signed.Signature);

        public bool Verify(IRandomSource random) => _batch.Verify(random);

        public int[] FindInvalid(IRandomSource random) => _batch.FindInvalid(random);

        public void Clear() => _batch.Clear();
    }
}

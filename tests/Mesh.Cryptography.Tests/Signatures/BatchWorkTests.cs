namespace Mesh.Cryptography.Tests.Signatures;

using Point = ExtendedPoint25519;
using Prepared = PreparedPoint25519;
using Scalar = Scalar25519;

/// <summary>Whoever makes all signatures of a batch invalid gets little more work done than single verification takes.</summary>
public class BatchWorkTests
{
    private const int Size = 1000;

    [Fact]
    public void Work_is_bounded_however_many_signatures_are_invalid()
    {
        long single = Work(1, i => false);
        long valid = Work(Size, i => false);
        AssertBelow(0.5 * Size * single, valid);
        AssertBelow(2.5 * valid, Work(Size, i => i == 77));
        AssertBelow(1.6 * Size * single, Work(Size, i => true));
        AssertBelow(1.6 * Size * single, Work(Size, i => i % 2 == 0));
        AssertBelow(1.6 * Size * single, Work(Size, i => i >= Size / 2));
        AssertBelow(1.6 * Size * single, Work(Size, i => i < Size / 2));
    }

    private static void AssertBelow(double bound, long work) => Assert.True(work < bound, $"{work} of {bound}");

    // Additions and doublings until the invalid ones are known.
    private static long Work(int count, Func<int, bool> isInvalid)
    {
        var batch = new SignatureBatch<Counting, Point, Prepared, Scalar>();
        List<int> expected = [];
        for (int i = 0; i < count; i++)
        {
            using var seed = Ed25519Seed.FromOctets(new SeededRandom($"work {i}").Bytes(32));
            byte[] key = Ed25519.PublicKey(seed);
            byte[] signature = Ed25519.Sign(seed, [1]);
            Assert.True(Scalar.TryRead(signature.AsSpan(32), out Scalar s));
            batch.Add(key, signature.AsSpan(0, 32), s, Ed25519.Hash([], signature.AsSpan(0, 32), key, isInvalid(i) ? [2] : [1]));
            if (isInvalid(i))
            {
                expected.Add(i);
            }
        }

        Counting.Operations = 0;
        Assert.Equal(expected, batch.FindInvalid(new SeededRandom("factors")));
        return Counting.Operations;
    }

    private readonly struct Counting : ISignatureGroup<Point, Prepared, Scalar>
    {
        [ThreadStatic]
        public static long Operations;

        public static int PointSize => Ed25519Group.PointSize;

        public static int ScalarWords => Ed25519Group.ScalarWords;

        public static ref readonly Point Base => ref Ed25519Group.Base;

        public static Point Neutral => Ed25519Group.Neutral;

        public static void Decode(ReadOnlySpan<byte> octets, Span<Point> points, Span<bool> valid, Span<bool> small) =>
            Ed25519Group.Decode(octets, points, valid, small);

        public static bool TryReadScalar(ReadOnlySpan<byte> octets, out Scalar scalar) => Ed25519Group.TryReadScalar(octets, out scalar);

        public static Scalar MultiplyAdd(in Scalar a, in Scalar b, in Scalar c) => Ed25519Group.MultiplyAdd(a, b, c);

        public static Scalar Negate(in Scalar a) => Ed25519Group.Negate(a);

        public static Scalar Successor(ReadOnlySpan<byte> value) => Ed25519Group.Successor(value);

        public static void WriteWords(in Scalar scalar, Span<ulong> words) => Ed25519Group.WriteWords(scalar, words);

        public static void Prepare(out Prepared r, in Point p) => Ed25519Group.Prepare(out r, p);

        public static bool IsNeutral(in Point p) => Ed25519Group.IsNeutral(p);

        public static void Double(out Point r, in Point p, bool withT)
        {
            Operations++;
            Ed25519Group.Double(out r, p, withT);
        }

        public static void Add(out Point r, in Point p, in Prepared q)
        {
            Operations++;
            Ed25519Group.Add(out r, p, q);
        }

        public static void Subtract(out Point r, in Point p, in Prepared q)
        {
            Operations++;
            Ed25519Group.Subtract(out r, p, q);
        }
    }
}

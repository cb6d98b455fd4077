namespace Mesh.Cryptography.Tests.Signatures;

using Sums = MultiScalar<Ed25519Group, ExtendedPoint25519, PreparedPoint25519, Scalar25519>;

/// <summary>Both ways of adding up products, against products one by one.</summary>
public class MultiScalarTests
{
    private readonly SeededRandom _random = new(nameof(MultiScalarTests));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(40)]
    [InlineData(700)]
    public void Both_ways_agree_with_single_products(int count)
    {
        var points = new ExtendedPoint25519[count];
        ulong[] words = new ulong[4 * count];
        ExtendedPoint25519 expected = ExtendedPoint25519.Neutral;
        for (int i = 0; i < count; i++)
        {
            Scalar25519 scalar = Scalar(i);
            points[i] = i % 11 == 3 ? ExtendedPoint25519.Neutral : i % 5 == 4 ? points[i - 1] : Point();
            ((ReadOnlySpan<ulong>)scalar).CopyTo(words.AsSpan(4 * i));
            ExtendedPoint25519.Multiply(out ExtendedPoint25519 product, scalar, points[i]);
            ExtendedPoint25519.Add(out expected, expected, product);
        }

        Sums.SumByTables(out ExtendedPoint25519 tables, points, words);
        Assert.NotEqual(0UL, ExtendedPoint25519.EqualMask(expected, tables));
        Sums.SumByBuckets(out ExtendedPoint25519 buckets, points, words);
        Assert.NotEqual(0UL, ExtendedPoint25519.EqualMask(expected, buckets));
        Sums.Sum(out ExtendedPoint25519 chosen, points, words);
        Assert.NotEqual(0UL, ExtendedPoint25519.EqualMask(expected, chosen));
    }

    private ExtendedPoint25519 Point()
    {
        Edwards25519Comb.Multiply(out ExtendedPoint25519 point, Scalar25519.ReduceWide(_random.Bytes(64)));
        return point;
    }

    private Scalar25519 Scalar(int i)
    {
        Scalar25519 one = default;
        one[0] = 1;
        return (i % 6) switch
        {
            0 => Scalar25519.ReduceWide(_random.Bytes(64)),
            1 => Scalar25519.ReduceWide(_random.Bytes(16)),
            2 => Ed25519Group.Negate(one),
            3 => default,
            4 => Ed25519Group.Successor([.. Enumerable.Repeat((byte)0xFF, 16)]),
            _ => one,
        };
    }
}

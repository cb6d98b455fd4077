using System.Numerics;

namespace Mesh.Cryptography.Tests.Curves;

/// <summary>Arithmetic modulo L against BigInteger, weighted towards 0, L and the powers at which folding carries.</summary>
public class Scalar448Tests
{
    private static readonly BigInteger L = BigInteger.Pow(2, 446)
        - BigInteger.Parse("13818066809895115352007386748515426880336692474882178609894547503885", null);

    private readonly SeededRandom _random = new(nameof(Scalar448Tests));

    [Fact]
    public void The_order_is_that_of_RFC_8032()
    {
        Assert.Equal(L, new BigInteger(Scalar448.OrderOctets, isUnsigned: true));
    }

    [Fact]
    public void Wide_values_are_reduced()
    {
        foreach (int bits in (int[])[0, 1, 445, 446, 447, 448, 449, 670, 890, 895, 896, 897, 911])
        {
            foreach (int delta in (int[])[-1, 0, 1])
            {
                Wide(BigInteger.Max(0, BigInteger.Pow(2, bits) + delta), 114);
            }
        }

        for (int multiple = 0; multiple < 20; multiple++)
        {
            Wide(L * multiple, 57);
            Wide((L * multiple) + 1, 57);
            Wide(BigInteger.Abs((L * multiple) - 1), 57);
        }

        Wide(BigInteger.Pow(2, 912) - 1, 114);
        Wide(BigInteger.Pow(2, 912) - BigInteger.Pow(2, 448), 114);
        for (int i = 0; i < 2000; i++)
        {
            byte[] octets = _random.Bytes(114);
            octets.AsSpan(_random.Next(114)).Fill(_random.Next(2) == 0 ? (byte)0 : (byte)0xFF);
            Wide(new BigInteger(octets, isUnsigned: true), 114);
        }
    }

    [Fact]
    public void Sums_products_and_negatives_agree_with_big_integers()
    {
        for (int i = 0; i < 3000; i++)
        {
            BigInteger a = Next();
            BigInteger b = Next();
            BigInteger c = Next();
            Scalar448 x = From(a);
            Scalar448 y = From(b);
            Scalar448 z = From(c);
            Assert.Equal((a + b) % L, Value(Scalar448.Add(x, y)));
            Assert.Equal((a - b + L) % L, Value(Scalar448.Subtract(x, y)));
            Assert.Equal((L - a) % L, Value(Scalar448.Negate(x)));
            Assert.Equal(((a * b) + c) % L, Value(Scalar448.MultiplyAdd(x, y, z)));
            Assert.Equal(a * b % L, Value(Scalar448.Multiply(x, y)));
            Assert.Equal(a, Value(Scalar448.Halve(x)) * 2 % L);
            Assert.Equal(a.IsZero ? ulong.MaxValue : 0, x.ZeroMask());
            byte[] cleared = new byte[56];
            x.WriteCleared(cleared);
            var k = new BigInteger(cleared, isUnsigned: true);
            Assert.Equal((a, BigInteger.Zero), (k % L, k % 4));
        }
    }

    [Fact]
    public void Octets_are_read_strictly()
    {
        foreach (BigInteger value in (BigInteger[])[0, 1, L - 1, L, L + 1, 2 * L, BigInteger.Pow(2, 446), BigInteger.Pow(2, 448) - 1])
        {
            Assert.Equal(value < L, Scalar448.TryRead(Octets(value, 56), out _));
        }
    }

    private static void Wide(BigInteger value, int length) =>
        Assert.Equal(value % L, Value(Scalar448.ReduceWide(Octets(value, length))));

    private static Scalar448 From(BigInteger value)
    {
        Assert.True(Scalar448.TryRead(Octets(value, 56), out Scalar448 scalar));
        return scalar;
    }

    private static BigInteger Value(in Scalar448 scalar)
    {
        byte[] octets = new byte[56];
        scalar.Write(octets);
        return new BigInteger(octets, isUnsigned: true);
    }

    private static byte[] Octets(BigInteger value, int length)
    {
        byte[] octets = new byte[length];
        Assert.True(value.TryWriteBytes(octets, out _, isUnsigned: true));
        return octets;
    }

    private BigInteger Next() => _random.Next(8) switch
    {
        0 => _random.Next(3),
        1 => L - 1 - _random.Next(3),
        2 => BigInteger.Pow(2, _random.Next(446)),
        3 => (L - 1) / 2,
        4 => BigInteger.Pow(2, 445) + BigInteger.Pow(2, _random.Next(445)) - 1,
        _ => new BigInteger(_random.Bytes(60), isUnsigned: true) % L,
    };
}

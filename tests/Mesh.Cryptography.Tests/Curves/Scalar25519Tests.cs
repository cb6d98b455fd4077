using System.Numerics;

namespace Mesh.Cryptography.Tests.Curves;

/// <summary>Arithmetic modulo the order of the 25519 groups against BigInteger.</summary>
public class Scalar25519Tests
{
    private static readonly BigInteger L = BigInteger.Pow(2, 252) + BigInteger.Parse("27742317777372353535851937790883648493", null);

    private readonly SeededRandom _random = new(nameof(Scalar25519Tests));

    [Fact]
    public void Wide_values_are_reduced()
    {
        foreach (int bits in (int[])[0, 1, 251, 252, 253, 255, 256, 257, 504, 511])
        {
            foreach (int delta in (int[])[-1, 0, 1])
            {
                Wide(BigInteger.Pow(2, bits) + delta);
            }
        }

        for (int multiple = 1; multiple < 20; multiple++)
        {
            Wide(L * multiple);
            Wide((L * multiple) + 1);
            Wide((L * multiple) - 1);
        }

        Wide(BigInteger.Pow(2, 512) - 1);
        for (int i = 0; i < 2000; i++)
        {
            byte[] octets = _random.Bytes(64);
            octets.AsSpan(_random.Next(64)).Fill(_random.Next(2) == 0 ? (byte)0 : (byte)0xFF);
            Wide(new BigInteger(octets, isUnsigned: true));
        }
    }

    [Fact]
    public void Sums_and_products_agree_with_big_integers()
    {
        for (int i = 0; i < 2000; i++)
        {
            BigInteger a = Next();
            BigInteger b = Next();
            BigInteger c = Next();
            Scalar25519 x = From(a);
            Assert.Equal((a + b) % L, Value(Scalar25519.Add(x, From(b))));
            Assert.Equal(((a * b) + c) % L, Value(Scalar25519.MultiplyAdd(x, From(b), From(c))));
            Assert.Equal(a, Value(Scalar25519.Halve(x)) * 2 % L);
            Assert.Equal(a, Value(Scalar25519.MultiplyAdd(x, Scalar25519.InverseOfEight, default)) * 8 % L);
        }
    }

    [Fact]
    public void The_constants_are_what_they_are_called()
    {
        Assert.Equal((BigInteger.Pow(2, 256) - 1) % L, Value(Scalar25519.AllOnes));
        Assert.Equal(BigInteger.One, Value(Scalar25519.InverseOfEight) * 8 % L);
    }

    [Fact]
    public void Octets_are_read_strictly()
    {
        foreach (BigInteger value in (BigInteger[])[0, 1, L - 1, L, L + 1, 2 * L, BigInteger.Pow(2, 253), BigInteger.Pow(2, 256) - 1])
        {
            Assert.Equal(value < L, Scalar25519.TryRead(Octets(value, 32), out _));
        }
    }

    private static void Wide(BigInteger value) => Assert.Equal(value % L, Value(Scalar25519.ReduceWide(Octets(value, 64))));

    private static Scalar25519 From(BigInteger value)
    {
        Assert.True(Scalar25519.TryRead(Octets(value, 32), out Scalar25519 scalar));
        return scalar;
    }

    private static BigInteger Value(in Scalar25519 scalar)
    {
        byte[] octets = new byte[32];
        scalar.Write(octets);
        return new BigInteger(octets, isUnsigned: true);
    }

    private static byte[] Octets(BigInteger value, int length)
    {
        byte[] octets = new byte[length];
        Assert.True(value.TryWriteBytes(octets, out _, isUnsigned: true));
        return octets;
    }

    private BigInteger Next() => _random.Next(6) switch
    {
        0 => _random.Next(3),
        1 => L - 1 - _random.Next(3),
        2 => BigInteger.Pow(2, _random.Next(252)),
        _ => new BigInteger(_random.Bytes(40), isUnsigned: true) % L,
    };
}

using System.Numerics;
using System.Runtime.InteropServices;

namespace Mesh.Cryptography.Tests.Arithmetic;

public class HalfSizeRatioTests
{
    private static readonly BigInteger L = new(Scalar448.OrderOctets, isUnsigned: true);
    private static readonly BigInteger Bound = BigInteger.One << HalfSizeRatio.Bits;

    [Fact]
    public void Ratios_are_short_and_right()
    {
        var random = new SeededRandom(nameof(HalfSizeRatioTests));
        List<BigInteger> values = [0, 1, 2, L - 1, L - 2, L / 2, (L / 2) + 1, L / 3, Bound - 1, Bound, Bound + 1];
        for (int i = 1; i < 446; i++)
        {
            // Quotients of every size, at the first step and at later ones.
            BigInteger power = BigInteger.One << i;
            values.AddRange([power, power - 1, power + 1, L / power, (L / power) + 1, L - power]);
            values.Add((power * 3) + (new BigInteger(random.Bytes(10), isUnsigned: true) % power));
        }

        for (int i = 0; i < 3000; i++)
        {
            values.Add(new BigInteger(random.Bytes(57), isUnsigned: true));
        }

        foreach (BigInteger value in values)
        {
            Check(value % L);
        }
    }

    private static void Check(BigInteger k)
    {
        byte[] octets = new byte[56];
        Assert.True(k.TryWriteBytes(octets, out _, isUnsigned: true));
        Assert.True(Scalar448.TryRead(octets, out Scalar448 scalar));
        ulong[] u = new ulong[HalfSizeRatio.Length];
        ulong[] v = new ulong[HalfSizeRatio.Length];
        bool negative = HalfSizeRatio.Find(scalar, u, v);
        BigInteger product = Value(v) * k;
        Assert.Equal(Value(u), (((negative ? -product : product) % L) + L) % L);
        Assert.True(Value(u) < Bound);
        Assert.True(Value(v) < Bound);
        Assert.False(Value(v).IsZero);
    }

    private static BigInteger Value(ulong[] words) => new(MemoryMarshal.AsBytes<ulong>(words), isUnsigned: true);
}

using System.Numerics;
using Mesh.Cryptography.Tests.Differential;

namespace Mesh.Cryptography.Tests.Arithmetic;

public class SignedWindowsTests
{
    [Theory]
    [InlineData(4)]
    [InlineData(7)]
    public void Odd_digits_sum_up_to_the_scalar_or_to_the_next_one_and_no_sum_on_the_way_is_zero(int words)
    {
        BigInteger order = words == 4 ? Weighted.L25519 : Weighted.L448;
        BigInteger range = BigInteger.One << (64 * words);
        foreach (BigInteger value in EdgeScalars.Of(order).Concat([range - 2, range - 1]))
        {
            byte[] octets = Weighted.LittleEndian(value, 8 * words);
            ulong[] scalar = [.. Enumerable.Range(0, words).Select(i => BitConverter.ToUInt64(octets, 8 * i))];
            SignedWindows.Recode(scalar);
            BigInteger sum = 0;
            for (int i = (words * SignedWindows.PerWord) - 1; i >= 0; i--)
            {
                ulong index = SignedWindows.Digit(scalar, i, out ulong negative);
                Assert.InRange(index, 0UL, 7UL);
                Assert.True(negative is 0 or ulong.MaxValue);
                int multiple = (2 * (int)index) + 1;
                sum = (16 * sum) + (negative == 0 ? multiple : -multiple);
                Assert.True(sum.Sign > 0);
            }

            Assert.Equal(value.IsEven ? value + 1 : value, sum);
        }
    }
}

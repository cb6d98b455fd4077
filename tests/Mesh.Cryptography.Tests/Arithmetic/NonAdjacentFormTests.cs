using System.Numerics;
using System.Runtime.InteropServices;

namespace Mesh.Cryptography.Tests.Arithmetic;

public class NonAdjacentFormTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(7)]
    [InlineData(8)]
    public void Digits_are_odd_or_zero_sparse_and_sum_up_to_the_scalar(int width)
    {
        var random = new SeededRandom($"naf {width}");
        for (int round = 0; round < 3000; round++)
        {
            ulong[] scalar = Scalar(random);
            sbyte[] digits = new sbyte[(64 * scalar.Length) + 1];
            NonAdjacentForm.Recode(scalar, width, digits);
            BigInteger sum = 0;
            int last = -width;
            for (int i = digits.Length - 1; i >= 0; i--)
            {
                sum = (2 * sum) + digits[i];
            }

            Assert.Equal(new BigInteger(MemoryMarshal.AsBytes<ulong>(scalar), isUnsigned: true), sum);
            for (int i = 0; i < digits.Length; i++)
            {
                if (digits[i] != 0)
                {
                    Assert.True(digits[i] % 2 != 0);
                    Assert.InRange(digits[i], -(1 << (width - 1)), (1 << (width - 1)) - 1);
                    Assert.True(i - last >= width);
                    last = i;
                }
            }
        }
    }

    // Runs of zeros and ones of all lengths, besides random words.
    private static ulong[] Scalar(SeededRandom random)
    {
        ulong[] words = new ulong[1 + random.Next(7)];
        int shape = random.Next(3);
        bool bit = random.Next(2) == 0;
        for (int i = 0; i < 64 * words.Length; i++)
        {
            if (shape == 0 || random.Next(shape == 1 ? 8 : 150) == 0)
            {
                bit = random.Next(2) == 0;
            }

            if (bit)
            {
                words[i >> 6] |= 1UL << (i & 63);
            }
        }

        return words;
    }
}

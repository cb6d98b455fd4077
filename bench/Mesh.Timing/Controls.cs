using System.Runtime.CompilerServices;
using Mesh.Cryptography;

namespace Mesh.Timing;

/// <summary>Code that leaks on purpose: where the tool does not see it, its other verdicts are worth nothing.</summary>
internal static class Controls
{
    private const int TagSize = 16;
    private static readonly byte[] Expected = new byte[TagSize];
    private static long _sink;

    /// <summary>A comparison that stops at the first difference. The fixed tag is right, the random ones are wrong at once.</summary>
    public static Target LeakyComparison() => new Operation<byte[]>(
        "control: comparison that stops early", TagSize, Expected, s => [.. s], s => _sink += Compare(s, Expected)) { IsControl = true };

    /// <summary>X448 with 64 more multiplications of words, one after the other, where the lowest bits of the secret are not all zero.</summary>
    public static Target SlightlyLeakyAgreement(byte[] peer) => new Operation<(ClampedScalar448 Key, byte Low)>(
        "control: X448 agree and 64 multiplications", 56, new byte[56], s => (ClampedScalar448.FromOctets(s), s[0]), s =>
        {
            Span<byte> agreement = stackalloc byte[56];
            X448.Agree(s.Key, peer, agreement);
            if (s.Low != 0)
            {
                _sink = Multiply(_sink, 64);
            }
        }) { IsControl = true };

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Compare(byte[] left, byte[] right)
    {
        for (int i = 0; i < left.Length; i++)
        {
            if (left[i] != right[i])
            {
                return 0;
            }
        }

        return 1;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static long Multiply(long value, int times)
    {
        for (int i = 0; i < times; i++)
        {
            value = unchecked((value * 6364136223846793005) + 1);
        }

        return value;
    }
}

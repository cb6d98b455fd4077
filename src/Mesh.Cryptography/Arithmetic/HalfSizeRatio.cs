// A public scalar k modulo L as a ratio u/v of two numbers of half its size (Antipa, Brown, Gallant, Lambert, Struik, Vanstone 2005): the
// extended algorithm of Euclid on L and k, halted halfway. Variable time.
//
// From r0 = L, t0 = 0, r1 = k, t1 = 1 on, every step keeps r0 = t0 k and r1 = t1 k modulo L, but for opposite signs, and r0 t1 + r1 t0 = L. At the
// first r1 below 2^223, with r0 not below it, t1 is at most L / r0 < 2^223.
//
// Many steps are done at once on the leading 64 bits (Lehmer 1938), as far as their quotients are those of the whole numbers for certain, and
// are then carried out together. Numbers are in words of 32 bits, so that a difference of products fits 64.

using System.Numerics;

namespace Mesh.Cryptography;

/// <summary>Ratios modulo the order of edwards448.</summary>
internal static class HalfSizeRatio
{
    /// <summary>Bits of either part.</summary>
    public const int Bits = 223;

    /// <summary>64-bit words of either part.</summary>
    public const int Length = 4;

    private const int RemainderWords = Scalar448.Size / 4;
    private const int CofactorWords = 2 * Length;

    // Bits that the factors of combined steps may have.
    private const int FactorBits = 30;

    /// <summary>
    /// u and v with u = v k modulo L, or u = -v k where the result is true; both below 2^223, v not 0.
    /// </summary>
    public static bool Find(in Scalar448 k, Span<ulong> u, Span<ulong> v)
    {
        Span<uint> r0 = stackalloc uint[RemainderWords];
        Span<uint> r1 = stackalloc uint[RemainderWords];
        Span<uint> t0 = stackalloc uint[CofactorWords];
        Span<uint> t1 = stackalloc uint[CofactorWords];
        ToHalves(Scalar448.Order, r0);
        ToHalves(k, r1);
        t0.Clear();
        t1.Clear();
        t1[0] = 1;
        bool negative = false;
        int bits0 = BitLength(r0);
        int bits1 = BitLength(r1);
        while (bits1 > Bits)
        {
            // Towards the end one step at a time, so as not to pass the middle.
            int most = bits0 - Bits > FactorBits + 1 ? int.MaxValue : 1;
            Steps steps = Combine(Window(r0, bits0 - 64), Window(r1, bits0 - 64), most);
            if (steps.Count > 0)
            {
                steps.ApplyTo(r0, r1);
                steps.AddUp(t0, t1);
                negative ^= steps.IsOdd;
            }
            else
            {
                // A large quotient, or one that the leading bits leave in doubt: take off the largest part that is certain.
                int shift = Math.Max(0, bits0 - bits1 - 1);
                AddShifted(r0, r1, shift, negative: true);
                AddShifted(t0, t1, shift, negative: false);
                if (IsBelow(r0, r1))
                {
                    Swap(r0, r1);
                    Swap(t0, t1);
                    negative = !negative;
                }
            }

            bits0 = BitLength(r0);
            bits1 = BitLength(r1);
        }

        FromHalves(r1, u);
        FromHalves(t1, v);
        return negative;
    }

    // Steps of Euclid on the leading bits of r0 and r1.
    private static Steps Combine(ulong a, ulong b, int most)
    {
        Steps steps = Steps.None;
        while (steps.Count < most && b != 0)
        {
            ulong quotient = a / b;
            if (quotient >> FactorBits != 0)
            {
                break;
            }

            ulong remainder = a - (quotient * b);
            ulong x = steps.X0 + (quotient * steps.X1);
            ulong y = steps.Y0 + (quotient * steps.Y1);

            // What was cut off changes the true remainder by less than the larger factor, and the true divisor likewise (Jebelean 1995).
            ulong factor = Math.Max(x, y);
            if (factor >> FactorBits != 0 || remainder < factor || b - remainder < factor + Math.Max(steps.X1, steps.Y1))
            {
                break;
            }

            steps = new Steps(steps.X1, steps.Y1, x, y, steps.Count + 1);
            a = b;
            b = remainder;
        }

        return steps;
    }

    // target += a 2^shift, or -=.
    private static void AddShifted(Span<uint> target, ReadOnlySpan<uint> a, int shift, bool negative)
    {
        int words = shift / 32;
        shift %= 32;
        long carry = 0;
        ulong high = 0;
        for (int i = 0; i + words < target.Length; i++)
        {
            ulong shifted = ((ulong)a[i] << shift) | high;
            high = shifted >> 32;
            long word = unchecked((uint)shifted);
            carry += target[i + words] + (negative ? -word : word);
            target[i + words] = unchecked((uint)carry);
            carry >>= 32;
        }
    }

    // 64 bits from a position on.
    private static ulong Window(ReadOnlySpan<uint> a, int position)
    {
        int word = position >> 5;
        int shift = position & 31;
        ulong low = a[word] | ((ulong)a[word + 1] << 32);
        return shift == 0 ? low : (low >> shift) | (word + 2 < a.Length ? (ulong)a[word + 2] << (64 - shift) : 0);
    }

    private static int BitLength(ReadOnlySpan<uint> a)
    {
        // Not LastIndexOfAnyExcept, which the platform would compile at every start.
        int i = a.Length - 1;
        while (i >= 0 && a[i] == 0)
        {
            i--;
        }

        return i < 0 ? 0 : (32 * i) + 32 - BitOperations.LeadingZeroCount(a[i]);
    }

    private static bool IsBelow(ReadOnlySpan<uint> a, ReadOnlySpan<uint> b)
    {
        int i = a.Length - 1;
        while (i > 0 && a[i] == b[i])
        {
            i--;
        }

        return a[i] < b[i];
    }

    private static void Swap(Span<uint> a, Span<uint> b)
    {
        for (int i = 0; i < a.Length; i++)
        {
            (a[i], b[i]) = (b[i], a[i]);
        }
    }

    private static void ToHalves(ReadOnlySpan<ulong> words, Span<uint> halves)
    {
        for (int i = 0; i < words.Length; i++)
        {
            halves[2 * i] = unchecked((uint)words[i]);
            halves[(2 * i) + 1] = (uint)(words[i] >> 32);
        }
    }

    private static void FromHalves(ReadOnlySpan<uint> halves, Span<ulong> words)
    {
        for (int i = 0; i < words.Length; i++)
        {
            words[i] = halves[2 * i] | ((ulong)halves[(2 * i) + 1] << 32);
        }
    }

    // Steps together: r0 and r1 become X0 r0 - Y0 r1 and Y1 r1 - X1 r0, or the opposites of these after an odd number of steps.
    private readonly record struct Steps(ulong X0, ulong Y0, ulong X1, ulong Y1, int Count)
    {
        public static Steps None => new(1, 0, 0, 1, 0);

        public bool IsOdd => (Count & 1) != 0;

        public void ApplyTo(Span<uint> r0, Span<uint> r1)
        {
            unchecked
            {
                long sign = IsOdd ? -1 : 1;
                long x0 = sign * (long)X0, y0 = sign * (long)Y0, x1 = sign * (long)X1, y1 = sign * (long)Y1;
                long carry0 = 0, carry1 = 0;
                r1 = r1[..r0.Length];
                for (int i = 0; i < r0.Length; i++)
                {
                    long a = r0[i], b = r1[i];
                    carry0 += (x0 * a) - (y0 * b);
                    carry1 += (y1 * b) - (x1 * a);
                    r0[i] = (uint)carry0;
                    r1[i] = (uint)carry1;
                    carry0 >>= 32;
                    carry1 >>= 32;
                }
            }
        }

        // The cofactors, which have opposite signs: the same without the subtraction.
        public void AddUp(Span<uint> t0, Span<uint> t1)
        {
            unchecked
            {
                ulong carry0 = 0, carry1 = 0;
                t1 = t1[..t0.Length];
                for (int i = 0; i < t0.Length; i++)
                {
                    ulong a = t0[i], b = t1[i];
                    ulong low = (X0 * a) + carry0, high = Y0 * b;
                    ulong sum = (uint)low + (ulong)(uint)high;
                    t0[i] = (uint)sum;
                    carry0 = (low >> 32) + (high >> 32) + (sum >> 32);
                    low = (X1 * a) + carry1;
                    high = Y1 * b;
                    sum = (uint)low + (ulong)(uint)high;
                    t1[i] = (uint)sum;
                    carry1 = (low >> 32) + (high >> 32) + (sum >> 32);
                }
            }
        }
    }
}

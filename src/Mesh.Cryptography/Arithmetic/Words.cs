// Sums and products of 64-bit words with explicit carries, without comparisons, for numbers of fixed length.

using System.Runtime.CompilerServices;

namespace Mesh.Cryptography;

/// <summary>Arithmetic on little-endian arrays of 64-bit words; time depends on lengths only.</summary>
internal static class Words
{
    /// <summary>Low word of a + b + carry; <paramref name="carry"/>, 0 or 1, becomes that of the sum.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong AddCarry(ulong a, ulong b, ref ulong carry)
    {
        unchecked
        {
            ulong sum = a + b + carry;
            carry = ((a & b) | ((a | b) & ~sum)) >> 63;
            return sum;
        }
    }

    /// <summary>Low word of a b + addend + carry; <paramref name="carry"/>, any word, becomes the high word.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong MultiplyAdd(ulong a, ulong b, ulong addend, ref ulong carry)
    {
        unchecked
        {
            ulong high = Math.BigMul(a, b, out ulong low);
            ulong c = 0;
            low = AddCarry(low, addend, ref c);
            high += c;
            c = 0;
            low = AddCarry(low, carry, ref c);
            carry = high + c;
            return low;
        }
    }

    /// <summary>target += a word; returns the carry out of the words that a covers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong AddProduct(Span<ulong> target, ReadOnlySpan<ulong> a, ulong word)
    {
        ulong carry = 0;
        for (int i = 0; i < a.Length; i++)
        {
            target[i] = MultiplyAdd(a[i], word, target[i], ref carry);
        }

        return carry;
    }

    /// <summary>target += a b; target is long enough for the sum.</summary>
    public static void AddProduct(Span<ulong> target, ReadOnlySpan<ulong> a, ReadOnlySpan<ulong> b)
    {
        for (int i = 0; i < b.Length; i++)
        {
            ulong carry = AddProduct(target[i..], a, b[i]);
            for (int k = i + a.Length; k < target.Length; k++)
            {
                ulong c = 0;
                target[k] = AddCarry(target[k], carry, ref c);
                carry = c;
            }
        }
    }

    /// <summary>a -= b; returns the borrow, 0 or 1.</summary>
    public static ulong Subtract(Span<ulong> a, ReadOnlySpan<ulong> b)
    {
        ulong borrow = 0;
        for (int i = 0; i < a.Length; i++)
        {
            unchecked
            {
                ulong x = a[i];
                ulong y = b[i];
                ulong d = x - y - borrow;
                borrow = ((~x & y) | ((~x | y) & d)) >> 63;
                a[i] = d;
            }
        }

        return borrow;
    }

    /// <summary>a -= modulus where a >= modulus; <paramref name="scratch"/> is as long as both and is overwritten.</summary>
    public static void ReduceOnce(Span<ulong> a, ReadOnlySpan<ulong> modulus, Span<ulong> scratch)
    {
        a.CopyTo(scratch);
        ulong keep = unchecked(0UL - Subtract(scratch, modulus));
        for (int i = 0; i < a.Length; i++)
        {
            a[i] = scratch[i] ^ (keep & (scratch[i] ^ a[i]));
        }
    }
}

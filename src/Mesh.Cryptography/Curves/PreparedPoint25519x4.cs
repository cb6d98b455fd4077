// A point of edwards25519 as tables hold it on machines with AVX2: (Y - X, Y + X, 2Z, 2dT), carried, 160 octets.

using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Mesh.Cryptography;

using V = Vector256<ulong>;

/// <summary>A point prepared for additions to a <see cref="Point25519x4"/>.</summary>
internal struct PreparedPoint25519x4
{
    private const ulong Ones = (1UL << 32) | 1;

    private static readonly Field25519x4 Factors = BuildFactors();

    /// <summary>The four values; 2-fold in the last lane where the point was negated.</summary>
    public Field25519x4 Value;

    /// <summary>Prepares a point.</summary>
    public static void From(out PreparedPoint25519x4 r, in Point25519x4 point)
    {
        point.Prepare(out Field25519x4 sums);
        Unsafe.SkipInit(out r);
        Field25519x4.Multiply(out r.Value, sums, Factors);
    }

    /// <summary>r = -p for a carried p.</summary>
    public static void Negate(out PreparedPoint25519x4 r, in PreparedPoint25519x4 p)
    {
        r.Value.W0 = Negated(p.Value.W0, Field25519x4.TwiceModulus0);
        r.Value.W1 = Negated(p.Value.W1, Field25519x4.TwiceModulus);
        r.Value.W2 = Negated(p.Value.W2, Field25519x4.TwiceModulus);
        r.Value.W3 = Negated(p.Value.W3, Field25519x4.TwiceModulus);
        r.Value.W4 = Negated(p.Value.W4, Field25519x4.TwiceModulus);
    }

    /// <summary>
    /// The one of eight points from <paramref name="first"/> on that stands at <paramref name="index"/>, or its negative where
    /// <paramref name="negative"/> is all ones and not 0. All of them are read.
    /// </summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Select(out PreparedPoint25519x4 r, in PreparedPoint25519x4 first, ulong index, ulong negative)
    {
        V r0 = first.Value.W0, r1 = first.Value.W1, r2 = first.Value.W2, r3 = first.Value.W3, r4 = first.Value.W4;
        V wanted = Vector256.Create(index);

        // Written out, it makes products slower by a tenth.
        for (int i = 1; i < SignedWindows.Multiples; i++)
        {
            V mask = Vector256.Equals(wanted, Vector256.Create((ulong)i));
            Keep(ref r0, ref r1, ref r2, ref r3, ref r4, Unsafe.Add(ref Unsafe.AsRef(in first), i), mask);
        }

        V minus = Vector256.Create(negative);
        r.Value.W0 = Vector256.ConditionalSelect(minus, Negated(r0, Field25519x4.TwiceModulus0), r0);
        r.Value.W1 = Vector256.ConditionalSelect(minus, Negated(r1, Field25519x4.TwiceModulus), r1);
        r.Value.W2 = Vector256.ConditionalSelect(minus, Negated(r2, Field25519x4.TwiceModulus), r2);
        r.Value.W3 = Vector256.ConditionalSelect(minus, Negated(r3, Field25519x4.TwiceModulus), r3);
        r.Value.W4 = Vector256.ConditionalSelect(minus, Negated(r4, Field25519x4.TwiceModulus), r4);
    }

    /// <summary>Puts an entry in place of what was there, where <paramref name="mask"/> is all ones and not 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Keep(ref V r0, ref V r1, ref V r2, ref V r3, ref V r4, in PreparedPoint25519x4 entry, V mask)
    {
        r0 = Vector256.ConditionalSelect(mask, entry.Value.W0, r0);
        r1 = Vector256.ConditionalSelect(mask, entry.Value.W1, r1);
        r2 = Vector256.ConditionalSelect(mask, entry.Value.W2, r2);
        r3 = Vector256.ConditionalSelect(mask, entry.Value.W3, r3);
        r4 = Vector256.ConditionalSelect(mask, entry.Value.W4, r4);
    }

    // (Y + X, Y - X, 2Z, 2p - 2dT); the difference is formed as a + ~b + 1.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Negated(V v, ulong twiceModulus)
    {
        V exchanged = Avx2.Permute4x64(v, 0b11_10_00_01) ^ Vector256.Create(0, 0, 0, ulong.MaxValue);
        return (exchanged.AsUInt32() + Vector256.Create(0, 0, 0, twiceModulus + Ones).AsUInt32()).AsUInt64();
    }

    private static Field25519x4 BuildFactors()
    {
        var one = new Field25519(1);
        Edwards25519.MultiplyByD(out Field25519 twoD, new Field25519(2));
        Field25519x4.Pack(out Field25519x4 factors, one, one, new Field25519(2), twoD);
        return factors;
    }
}

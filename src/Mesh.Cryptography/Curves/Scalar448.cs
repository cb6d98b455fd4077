// Integers modulo the order L of the prime-order groups of edwards448 and curve448:
// L = 2^446 - 13818066809895115352007386748515426880336692474882178609894547503885 (RFC 8032 5.2, RFC 7748 4.2).
//
// Seven 64-bit limbs, always reduced below L. Since 2^448 is seven whole limbs, wide values are folded with 2^448 = 4c modulo 4L,
// c = 2^446 - L, and brought below L at the end. All loops have fixed counts; no branch or index depends on a value.

using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Mesh.Cryptography;

[InlineArray(Limbs)]
internal struct Scalar448
{
    /// <summary>Octets of an encoded residue; RFC 8032 adds one zero octet.</summary>
    public const int Size = 56;

    /// <summary>Octets of the longest value that <see cref="ReduceWide"/> takes: the Ed448 hash.</summary>
    public const int WideSize = 114;

    private const int Limbs = 7;
    private const int WideLimbs = 15;

    private ulong _first;

    /// <summary>L, least significant word first.</summary>
    public static ReadOnlySpan<ulong> Order =>
    [
        0x2378c292ab5844f3, 0x216cc2728dc58f55, 0xc44edb49aed63690, 0xffffffff7cca23e9,
        0xffffffffffffffff, 0xffffffffffffffff, 0x3fffffffffffffff,
    ];

    private static ReadOnlySpan<ulong> TwiceOrder =>
    [
        0x46f1852556b089e6, 0x42d984e51b8b1eaa, 0x889db6935dac6d20, 0xfffffffef99447d3,
        0xffffffffffffffff, 0xffffffffffffffff, 0x7fffffffffffffff,
    ];

    // 4c = 2^448 - 4L
    private static ReadOnlySpan<ulong> FourC => [0x721cf5b5529eec34, 0x7a4cf635c8e9c2ab, 0xeec492d944a725bf, 0x20cd77058];

    /// <summary>L as 56 octets, little endian.</summary>
    public static ReadOnlySpan<byte> OrderOctets =>
    [
        0xF3, 0x44, 0x58, 0xAB, 0x92, 0xC2, 0x78, 0x23, 0x55, 0x8F, 0xC5, 0x8D, 0x72, 0xC2, 0x6C, 0x21, 0x90, 0x36, 0xD6,
        0xAE, 0x49, 0xDB, 0x4E, 0xC4, 0xE9, 0x23, 0xCA, 0x7C, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,
        0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x3F,
    ];

    /// <summary>The number 1.</summary>
    public static Scalar448 One
    {
        get
        {
            Scalar448 one = default;
            one[0] = 1;
            return one;
        }
    }

    /// <summary>Reads 56 octets, little endian; false where the value is not below L. Only that verdict is revealed.</summary>
    public static bool TryRead(ReadOnlySpan<byte> octets, out Scalar448 value)
    {
        value = default;
        for (int i = 0; i < Limbs; i++)
        {
            value[i] = BinaryPrimitives.ReadUInt64LittleEndian(octets.Slice(8 * i, 8));
        }

        Scalar448 reduced = value;
        return Words.Subtract(reduced, Order) == 1;
    }

    /// <summary>The little-endian number in up to 114 octets, modulo L.</summary>
    public static Scalar448 ReduceWide(ReadOnlySpan<byte> octets)
    {
        Span<byte> padded = stackalloc byte[8 * WideLimbs];
        padded.Clear();
        octets.CopyTo(padded);
        Span<ulong> wide = stackalloc ulong[WideLimbs];
        for (int i = 0; i < WideLimbs; i++)
        {
            wide[i] = BinaryPrimitives.ReadUInt64LittleEndian(padded.Slice(8 * i, 8));
        }

        Scalar448 r = Reduce(wide);
        CryptographicOperations.ZeroMemory(padded);
        wide.Clear();
        return r;
    }

    /// <summary>a + b.</summary>
    public static Scalar448 Add(in Scalar448 a, in Scalar448 b)
    {
        Scalar448 r = default;
        ulong carry = 0;
        for (int i = 0; i < Limbs; i++)
        {
            r[i] = Words.AddCarry(a[i], b[i], ref carry);
        }

        ReduceOnce(ref r, Order);
        return r;
    }

    /// <summary>a - b.</summary>
    public static Scalar448 Subtract(in Scalar448 a, in Scalar448 b) => Add(a, Negate(b));

    /// <summary>-a.</summary>
    public static Scalar448 Negate(in Scalar448 a)
    {
        Scalar448 r = default;
        Order.CopyTo(r);
        Words.Subtract(r, a);
        ReduceOnce(ref r, Order); // L - 0 is L
        return r;
    }

    /// <summary>a b.</summary>
    public static Scalar448 Multiply(in Scalar448 a, in Scalar448 b) => MultiplyAdd(a, b, default);

    /// <summary>a b + c.</summary>
    public static Scalar448 MultiplyAdd(in Scalar448 a, in Scalar448 b, in Scalar448 c)
    {
        Span<ulong> wide = stackalloc ulong[WideLimbs];
        wide.Clear();
        ((ReadOnlySpan<ulong>)c).CopyTo(wide);
        Words.AddProduct(wide, a, b);
        Scalar448 r = Reduce(wide);
        wide.Clear();
        return r;
    }

    /// <summary>
    /// The integer a + (a mod 4) L below 4L as 56 octets: congruent to a modulo L and a multiple of 4, since L = 3 modulo 4. It equals
    /// 4 (a/4 mod L), which a ladder applies without regard to parts of a point that have order 2 or 4.
    /// </summary>
    public readonly void WriteCleared(Span<byte> destination)
    {
        Scalar448 r = default;
        ulong factor = this[0] & 3;
        ulong carry = 0;
        for (int i = 0; i < Limbs; i++)
        {
            r[i] = Words.MultiplyAdd(Order[i], factor, this[i], ref carry);
        }

        r.Write(destination);
    }

    /// <summary>Writes 56 octets, little endian.</summary>
    public readonly void Write(Span<byte> destination)
    {
        for (int i = 0; i < Limbs; i++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(destination.Slice(8 * i, 8), this[i]);
        }
    }

    /// <summary>All ones for zero, else 0.</summary>
    public readonly ulong ZeroMask()
    {
        ulong any = 0;
        for (int i = 0; i < Limbs; i++)
        {
            any |= this[i];
        }

        unchecked
        {
            return ((any | (0UL - any)) >> 63) - 1;
        }
    }

    /// <summary>Half of a: (a + (a mod 2) L) / 2.</summary>
    public static Scalar448 Halve(in Scalar448 a)
    {
        Scalar448 r = default;
        ulong odd = unchecked(0 - (a[0] & 1));
        ulong carry = 0;
        for (int i = 0; i < Limbs; i++)
        {
            r[i] = Words.AddCarry(a[i], Order[i] & odd, ref carry);
        }

        for (int i = 0; i < Limbs - 1; i++)
        {
            r[i] = (r[i] >> 1) | (r[i + 1] << 63);
        }

        r[Limbs - 1] >>= 1;
        return r;
    }

    /// <summary>1/a for a public a other than 0: a^(L-2), in variable time.</summary>
    public static Scalar448 InvertPublic(in Scalar448 a)
    {
        Scalar448 exponent = Subtract(default, Add(One, One));
        Scalar448 r = One;
        for (int i = (64 * Limbs) - 1; i >= 0; i--)
        {
            r = Multiply(r, r);
            if (exponent.Bit(i) != 0)
            {
                r = Multiply(r, a);
            }
        }

        return r;
    }

    /// <summary>Zeroes the number.</summary>
    public void Clear() => CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes((Span<ulong>)this));

    /// <summary>Bit <paramref name="index"/>, 0 from bit 448 on.</summary>
    public readonly ulong Bit(int index) => index >= 64 * Limbs ? 0 : (this[index >> 6] >> (index & 63)) & 1;

    // wide (15 limbs, overwritten) modulo L
    private static Scalar448 Reduce(Span<ulong> wide)
    {
        // Each fold replaces the part from 2^448 on, h, by 4c h, 4c < 2^226: 912 -> 691 -> 469 -> 449 -> 448 bits.
        Fold(wide, 8);
        Fold(wide, 5);
        Fold(wide, 2);
        Fold(wide, 1);
        Scalar448 r = default;
        wide[..Limbs].CopyTo(r);

        // Below 2^448 = 4L + 4c.
        ReduceOnce(ref r, TwiceOrder);
        ReduceOnce(ref r, Order);
        ReduceOnce(ref r, Order);
        return r;
    }

    private static void Fold(Span<ulong> wide, int highLimbs)
    {
        Span<ulong> high = stackalloc ulong[8];
        high = high[..highLimbs];
        wide.Slice(Limbs, highLimbs).CopyTo(high);
        wide[Limbs..].Clear();
        Words.AddProduct(wide, high, FourC);
        high.Clear();
    }

    private static void ReduceOnce(ref Scalar448 r, ReadOnlySpan<ulong> modulus)
    {
        Scalar448 scratch = default;
        Words.ReduceOnce(r, modulus, scratch);
    }
}

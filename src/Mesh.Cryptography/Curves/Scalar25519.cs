// Integers modulo the order L of the prime-order group of edwards25519 and curve25519:
// L = 2^252 + 27742317777372353535851937790883648493 (RFC 8032 5.1, RFC 7748 4.1). Four 64-bit limbs, always reduced below L.

using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Mesh.Cryptography;

[InlineArray(Limbs)]
internal struct Scalar25519
{
    /// <summary>Octets of an encoded residue.</summary>
    public const int Size = 32;

    /// <summary>Octets of the longest value that <see cref="ReduceWide"/> takes: a SHA-512 hash.</summary>
    public const int WideSize = 64;

    private const int Limbs = 4;

    private static readonly MontgomeryModulus Order =
        new([0x5812631a5cf5d3ed, 0x14def9dea2f79cd6, 0x0000000000000000, 0x1000000000000000]);

    private ulong _first;

    /// <summary>1/8.</summary>
    public static Scalar25519 InverseOfEight => FromWords([0x6106e529e2dc2f79, 0x07d39db37d1cdad0, 0x0000000000000000, 0x0600000000000000]);

    /// <summary>2^256 - 1, modulo L.</summary>
    public static Scalar25519 AllOnes => FromWords([0xd6ec31748d98951c, 0xc6ef5bf4737dcf70, 0xfffffffffffffffe, 0x0fffffffffffffff]);

    /// <summary>Reads 32 octets, little endian; false where the value is not below L. Only that verdict is revealed.</summary>
    public static bool TryRead(ReadOnlySpan<byte> octets, out Scalar25519 value)
    {
        value = default;
        for (int i = 0; i < Limbs; i++)
        {
            value[i] = BinaryPrimitives.ReadUInt64LittleEndian(octets.Slice(8 * i, 8));
        }

        Scalar25519 reduced = value;
        return Words.Subtract(reduced, Order.Value) == 1;
    }

    /// <summary>The little-endian number in up to 64 octets, modulo L.</summary>
    public static Scalar25519 ReduceWide(ReadOnlySpan<byte> octets)
    {
        Span<ulong> wide = stackalloc ulong[2 * Limbs];
        wide.Clear();
        Span<byte> bytes = MemoryMarshal.AsBytes(wide);
        octets.CopyTo(bytes);
        for (int i = 0; i < wide.Length; i++)
        {
            wide[i] = BinaryPrimitives.ReadUInt64LittleEndian(bytes.Slice(8 * i, 8));
        }

        Scalar25519 r = default;
        Order.ReduceWide(r, wide[..Limbs], wide[Limbs..]);
        wide.Clear();
        return r;
    }

    /// <summary>a + b.</summary>
    public static Scalar25519 Add(in Scalar25519 a, in Scalar25519 b)
    {
        Scalar25519 r = default;
        Order.Add(r, a, b);
        return r;
    }

    /// <summary>-a.</summary>
    public static Scalar25519 Negate(in Scalar25519 a)
    {
        Scalar25519 r = default;
        Order.Negate(r, a);
        return r;
    }

    /// <summary>1/a for a public a other than 0, in variable time.</summary>
    public static Scalar25519 InvertPublic(in Scalar25519 a)
    {
        Scalar25519 r = default;
        Order.InvertPublic(r, a);
        return r;
    }

    /// <summary>a b + c.</summary>
    public static Scalar25519 MultiplyAdd(in Scalar25519 a, in Scalar25519 b, in Scalar25519 c)
    {
        Scalar25519 r = default;
        Order.Multiply(r, a, b);
        Order.Add(r, r, c);
        return r;
    }

    /// <summary>Half of a: (a + (a mod 2) L) / 2.</summary>
    public static Scalar25519 Halve(in Scalar25519 a)
    {
        Scalar25519 r = default;
        ulong odd = unchecked(0 - (a[0] & 1));
        ulong carry = 0;
        for (int i = 0; i < Limbs; i++)
        {
            r[i] = Words.AddCarry(a[i], Order.Value[i] & odd, ref carry);
        }

        for (int i = 0; i < Limbs - 1; i++)
        {
            r[i] = (r[i] >> 1) | (r[i + 1] << 63);
        }

        r[Limbs - 1] >>= 1;
        return r;
    }

    /// <summary>
    /// The integer 8 (a/8 mod L) below 8L as 32 octets: congruent to a modulo L and a multiple of 8, which a ladder applies without regard to
    /// parts of a point that have small order.
    /// </summary>
    public readonly void WriteCleared(Span<byte> destination)
    {
        Scalar25519 r = MultiplyAdd(this, InverseOfEight, default);
        for (int i = Limbs - 1; i > 0; i--)
        {
            r[i] = (r[i] << 3) | (r[i - 1] >> 61);
        }

        r[0] <<= 3;
        r.Write(destination);
        r.Clear();
    }

    /// <summary>Writes 32 octets, little endian.</summary>
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
        ulong any = this[0] | this[1] | this[2] | this[3];
        unchecked
        {
            return ((any | (0UL - any)) >> 63) - 1;
        }
    }

    /// <summary>Zeroes the number.</summary>
    public void Clear() => CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes((Span<ulong>)this));

    /// <summary>Bit <paramref name="index"/>.</summary>
    public readonly ulong Bit(int index) => (this[index >> 6] >> (index & 63)) & 1;

    private static Scalar25519 FromWords(ReadOnlySpan<ulong> words)
    {
        Scalar25519 r = default;
        words.CopyTo(r);
        return r;
    }
}

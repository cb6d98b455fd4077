// Octets of the field of p = 2^255 - 19 elements: 32, little endian (RFC 7748 5).

using System.Buffers.Binary;

namespace Mesh.Cryptography;

internal partial struct Field25519
{
    /// <summary>Reads 32 octets without the top bit; values from p up to 2^255 - 1 are taken modulo p (RFC 7748 5).</summary>
    public static Field25519 Read(ReadOnlySpan<byte> octets)
    {
        Field25519 r;
        r._0 = BinaryPrimitives.ReadUInt64LittleEndian(octets) & Mask;
        r._1 = (BinaryPrimitives.ReadUInt64LittleEndian(octets[6..]) >> 3) & Mask;
        r._2 = (BinaryPrimitives.ReadUInt64LittleEndian(octets[12..]) >> 6) & Mask;
        r._3 = (BinaryPrimitives.ReadUInt64LittleEndian(octets[19..]) >> 1) & Mask;
        r._4 = (BinaryPrimitives.ReadUInt64LittleEndian(octets[24..]) >> 12) & Mask;
        return r;
    }

    /// <summary>Reads 32 octets without the top bit; false where the value is not below p. For public values.</summary>
    public static bool TryReadCanonical(ReadOnlySpan<byte> octets, out Field25519 value)
    {
        value = Read(octets);
        Field25519 reduced = value;
        return reduced.SubtractModulus() < 0;
    }

    /// <summary>Writes the value below p as 32 octets.</summary>
    public readonly void Write(Span<byte> destination)
    {
        Field25519 v = Canonical();
        unchecked
        {
            BinaryPrimitives.WriteUInt64LittleEndian(destination, v._0 | (v._1 << 51));
            BinaryPrimitives.WriteUInt64LittleEndian(destination[8..], (v._1 >> 13) | (v._2 << 38));
            BinaryPrimitives.WriteUInt64LittleEndian(destination[16..], (v._2 >> 26) | (v._3 << 25));
            BinaryPrimitives.WriteUInt64LittleEndian(destination[24..], (v._3 >> 39) | (v._4 << 12));
        }
    }

    /// <summary>1 where the value below p is odd, else 0.</summary>
    public readonly ulong Parity() => Canonical()._0 & 1;

    /// <summary>All ones where the value is 0 modulo p, else 0.</summary>
    public readonly ulong ZeroMask()
    {
        Field25519 v = Canonical();
        ulong any = v._0 | v._1 | v._2 | v._3 | v._4;
        unchecked
        {
            return ((any | (0UL - any)) >> 63) - 1;
        }
    }

    /// <summary>All ones where a = b modulo p, else 0.</summary>
    public static ulong EqualMask(in Field25519 a, in Field25519 b)
    {
        Subtract(out Field25519 difference, a, b);
        return difference.ZeroMask();
    }

    private readonly Field25519 Canonical()
    {
        // A carry pass brings the value below 2p; then p is subtracted, and added back where that was too much.
        Subtract(out Field25519 v, this, default);
        unchecked
        {
            ulong borrowed = (ulong)v.SubtractModulus();
            ulong c = v._0 + (borrowed & (Mask - 18));
            v._0 = c & Mask;
            c = (c >> Radix) + v._1 + (borrowed & Mask);
            v._1 = c & Mask;
            c = (c >> Radix) + v._2 + (borrowed & Mask);
            v._2 = c & Mask;
            c = (c >> Radix) + v._3 + (borrowed & Mask);
            v._3 = c & Mask;
            c = (c >> Radix) + v._4 + (borrowed & Mask);
            v._4 = c & Mask;
        }

        return v;
    }

    // this - p with every limb brought into 0..2^51-1; returns 0, or -1 where the value was below p.
    private long SubtractModulus()
    {
        unchecked
        {
            long c = (long)_0 - (long)(Mask - 18);
            _0 = (ulong)c & Mask;
            c = (c >> Radix) + (long)_1 - (long)Mask;
            _1 = (ulong)c & Mask;
            c = (c >> Radix) + (long)_2 - (long)Mask;
            _2 = (ulong)c & Mask;
            c = (c >> Radix) + (long)_3 - (long)Mask;
            _3 = (ulong)c & Mask;
            c = (c >> Radix) + (long)_4 - (long)Mask;
            _4 = (ulong)c & Mask;
            return c >> Radix;
        }
    }
}

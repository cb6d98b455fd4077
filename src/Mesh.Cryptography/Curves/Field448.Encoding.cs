// Octets of the field of p = 2^448 - 2^224 - 1 elements: 56, little endian (RFC 7748 5).

using System.Buffers.Binary;

namespace Mesh.Cryptography;

internal partial struct Field448
{
    /// <summary>Reads 56 octets; values from p up to 2^448 - 1 are taken modulo p, as RFC 7748 5 asks of u.</summary>
    public static Field448 Read(ReadOnlySpan<byte> octets)
    {
        Field448 r;
        r._0 = Limb(octets, 0);
        r._1 = Limb(octets, 7);
        r._2 = Limb(octets, 14);
        r._3 = Limb(octets, 21);
        r._4 = Limb(octets, 28);
        r._5 = Limb(octets, 35);
        r._6 = Limb(octets, 42);
        r._7 = BinaryPrimitives.ReadUInt64LittleEndian(octets.Slice(48, 8)) >> 8;
        return r;
    }

    /// <summary>Reads 56 octets; false where the value is not below p. For public values.</summary>
    public static bool TryReadCanonical(ReadOnlySpan<byte> octets, out Field448 value)
    {
        value = Read(octets);
        Field448 reduced = value;
        return reduced.SubtractModulus() < 0;
    }

    /// <summary>Writes the value below p as 56 octets.</summary>
    public readonly void Write(Span<byte> destination)
    {
        // The eighth octet of every limb is overwritten by the next one; the last is moved up to end with the element.
        Field448 v = Canonical();
        WriteLimb(destination, 0, v._0);
        WriteLimb(destination, 7, v._1);
        WriteLimb(destination, 14, v._2);
        WriteLimb(destination, 21, v._3);
        WriteLimb(destination, 28, v._4);
        WriteLimb(destination, 35, v._5);
        WriteLimb(destination, 42, v._6);
        WriteLimb(destination, 48, (v._7 << 8) | (v._6 >> 48));
    }

    /// <summary>1 where the value below p is odd, else 0.</summary>
    public readonly ulong Parity() => Canonical()._0 & 1;

    /// <summary>All ones where the value is 0 modulo p, else 0.</summary>
    public readonly ulong ZeroMask()
    {
        Field448 v = Canonical();
        ulong any = v._0 | v._1 | v._2 | v._3 | v._4 | v._5 | v._6 | v._7;
        unchecked
        {
            return ((any | (0UL - any)) >> 63) - 1;
        }
    }

    /// <summary>All ones where a = b modulo p, else 0.</summary>
    public static ulong EqualMask(in Field448 a, in Field448 b)
    {
        Subtract(out Field448 difference, a, b);
        return difference.ZeroMask();
    }

    private static void WriteLimb(Span<byte> destination, int at, ulong limb) =>
        BinaryPrimitives.WriteUInt64LittleEndian(destination.Slice(at, 8), limb);

    private static ulong Limb(ReadOnlySpan<byte> octets, int at) =>
        BinaryPrimitives.ReadUInt64LittleEndian(octets.Slice(at, 8)) & Mask;

    private readonly Field448 Canonical()
    {
        // A carry pass brings the value below 2p; then p is subtracted, and added back where that was too much.
        Subtract(out Field448 v, this, default);
        unchecked
        {
            ulong borrowed = (ulong)v.SubtractModulus();
            v.AddModulus(borrowed);
        }

        return v;
    }

    // this - p with every limb brought into 0..2^56-1; returns 0, or -1 where the value was below p.
    private long SubtractModulus()
    {
        unchecked
        {
            long c = (long)_0 - (long)Mask;
            _0 = (ulong)c & Mask;
            c = (c >> 56) + (long)_1 - (long)Mask;
            _1 = (ulong)c & Mask;
            c = (c >> 56) + (long)_2 - (long)Mask;
            _2 = (ulong)c & Mask;
            c = (c >> 56) + (long)_3 - (long)Mask;
            _3 = (ulong)c & Mask;
            c = (c >> 56) + (long)_4 - (long)(Mask - 1);
            _4 = (ulong)c & Mask;
            c = (c >> 56) + (long)_5 - (long)Mask;
            _5 = (ulong)c & Mask;
            c = (c >> 56) + (long)_6 - (long)Mask;
            _6 = (ulong)c & Mask;
            c = (c >> 56) + (long)_7 - (long)Mask;
            _7 = (ulong)c & Mask;
            return c >> 56;
        }
    }

    private void AddModulus(ulong mask)
    {
        unchecked
        {
            ulong c = _0 + (mask & Mask);
            _0 = c & Mask;
            c = (c >> 56) + _1 + (mask & Mask);
            _1 = c & Mask;
            c = (c >> 56) + _2 + (mask & Mask);
            _2 = c & Mask;
            c = (c >> 56) + _3 + (mask & Mask);
            _3 = c & Mask;
            c = (c >> 56) + _4 + (mask & (Mask - 1));
            _4 = c & Mask;
            c = (c >> 56) + _5 + (mask & Mask);
            _5 = c & Mask;
            c = (c >> 56) + _6 + (mask & Mask);
            _6 = c & Mask;
            c = (c >> 56) + _7 + (mask & Mask);
            _7 = c & Mask;
        }
    }
}

// edwards448: x^2 + y^2 = 1 - 39081 x^2 y^2 (RFC 7748 4.2, RFC 8032 5.2): encoding, base point, products.

using System.Runtime.CompilerServices;

namespace Mesh.Cryptography;

using Point = ExtendedPoint448<Edwards448Form>;

/// <summary>Operations of edwards448 on points in extended coordinates.</summary>
internal static class Edwards448
{
    /// <summary>Octets of an encoded point.</summary>
    public const int Size = 57;

    /// <summary>The base point of RFC 8032 5.2: its y, with an even x.</summary>
    public static ReadOnlySpan<byte> EncodedBase =>
    [
        0x14, 0xFA, 0x30, 0xF2, 0x5B, 0x79, 0x08, 0x98, 0xAD, 0xC8, 0xD7, 0x4E, 0x2C, 0x13, 0xBD, 0xFD, 0xC4, 0x39, 0x7C,
        0xE6, 0x1C, 0xFF, 0xD3, 0x3A, 0xD7, 0xC2, 0xA0, 0x05, 0x1E, 0x9C, 0x78, 0x87, 0x40, 0x98, 0xA3, 0x6C, 0x73, 0x73,
        0xEA, 0x4B, 0x62, 0xC7, 0xC9, 0x56, 0x37, 0x20, 0x76, 0x88, 0x24, 0xBC, 0xB6, 0x6E, 0x71, 0x46, 0x3F, 0x69, 0x00,
    ];

    /// <summary>
    /// Strict decoding of 57 octets (RFC 8032 5.2.3): y below p, on the curve, and no odd x of 0. For public points.
    /// </summary>
    public static bool TryDecode(ReadOnlySpan<byte> octets, out Point point)
    {
        if (!TryReadRatio(octets, out point, out Field448 numerator, out Field448 denominator))
        {
            return false;
        }

        Field448.Multiply(out Field448 root, numerator, denominator);
        Field448.InverseSquareRoot(out root, root);
        return TryTakeRoot(octets, ref point, numerator, denominator, root);
    }

    /// <summary>
    /// As <see cref="TryDecode"/>, of up to four encodings one after the other, with their square roots side by side, where
    /// <see cref="Field448x4.IsSupported"/>. Whether all are valid.
    /// </summary>
    [SkipLocalsInit]
    public static bool DecodeFour(ReadOnlySpan<byte> octets, Span<Point> points, Span<bool> valid)
    {
        Span<Field448> numerators = stackalloc Field448[4];
        Span<Field448> denominators = stackalloc Field448[4];
        Span<Field448> products = stackalloc Field448[4];
        products.Clear();
        for (int i = 0; i < points.Length; i++)
        {
            valid[i] = TryReadRatio(octets.Slice(i * Size, Size), out points[i], out numerators[i], out denominators[i]);
            Field448.Multiply(out products[i], numerators[i], denominators[i]);
        }

        Unsafe.SkipInit(out Field448x4.Workspace workspace);
        Field448x4.Create(out Field448x4 roots, products[0], products[1], products[2], products[3]);
        Field448x4.InverseSquareRoot(out roots, ref roots, ref workspace);
        bool all = true;
        for (int i = 0; i < points.Length; i++)
        {
            valid[i] = valid[i]
                && TryTakeRoot(octets.Slice(i * Size, Size), ref points[i], numerators[i], denominators[i], roots.Element(i));
            all &= valid[i];
        }

        return all;
    }

    /// <summary>Encodes a point in 57 octets (RFC 8032 5.2.2).</summary>
    public static void Encode(in Point point, Span<byte> destination)
    {
        Field448.Invert(out Field448 z, point.Z);
        Field448.Multiply(out Field448 x, point.X, z);
        Field448.Multiply(out Field448 y, point.Y, z);
        y.Write(destination[..Field448.Size]);
        destination[Size - 1] = (byte)(x.Parity() << 7);
    }

    /// <summary>
    /// The image on curve448 in signed form, 57 octets: u = y^2/x^2, v = (2 - x^2 - y^2) y/x^3 (RFC 7748 4.2; Mesh threshold, section 1.3), which
    /// carries base point to base point. On the prime-order subgroup it is an isomorphism. The neutral element gives 0, 00.
    /// </summary>
    public static void EncodeMontgomery(in Point point, Span<byte> destination)
    {
        // Z cancels out of both formulas.
        Field448.Invert(out Field448 inverse, point.X);
        Field448.Multiply(out Field448 ratio, point.Y, inverse);
        Field448.Square(out Field448 u, ratio);
        Field448.Square(out Field448 w, point.Z);
        Field448.Add(out w, w, w);
        Field448.Square(out Field448 x2, point.X);
        Field448.Square(out Field448 y2, point.Y);
        Field448.Add(out x2, x2, y2);
        Field448.Subtract(out w, w, x2);
        Field448.Square(out inverse, inverse);
        Field448.Multiply(out w, w, inverse);
        Field448.Multiply(out Field448 v, w, ratio);
        u.Write(destination[..Field448.Size]);
        destination[Size - 1] = (byte)(v.Parity() << 7);
    }

    /// <summary>[s]B for a secret s.</summary>
    public static void MultiplyBase(out Point r, in Scalar448 s) => Edwards448Comb.Multiply(out r, s);

    /// <summary>The encoding of [s]B for a secret s.</summary>
    public static byte[] EncodeBaseMultiple(in Scalar448 s)
    {
        MultiplyBase(out Point point, s);
        byte[] octets = new byte[Size];
        Encode(point, octets);
        return octets;
    }

    /// <summary>The image of [s]B on curve448 in signed form, for a secret s.</summary>
    public static byte[] EncodeMontgomeryBaseMultiple(in Scalar448 s)
    {
        MultiplyBase(out Point point, s);
        byte[] octets = new byte[Size];
        EncodeMontgomery(point, octets);
        return octets;
    }

    /// <summary>Whether [L]p is neutral and p is not; p is public.</summary>
    public static bool IsPrimeOrder(in Point p)
    {
        Point.MultiplyPublic(out Point q, Scalar448.OrderOctets, p);
        return q.NeutralMask() != 0 && p.NeutralMask() == 0;
    }

    // x^2 = (y^2 - 1) / (d y^2 - 1) = (1 - y^2) / (1 + 39081 y^2); both are 0 where the octets are refused.
    private static bool TryReadRatio(ReadOnlySpan<byte> octets, out Point point, out Field448 numerator, out Field448 denominator)
    {
        point = default;
        numerator = denominator = default;
        if (octets.Length != Size || (octets[Size - 1] & 0x7F) != 0
            || !Field448.TryReadCanonical(octets[..Field448.Size], out point.Y))
        {
            return false;
        }

        point.Z = new Field448(1);
        Field448.Square(out Field448 square, point.Y);
        Field448.Subtract(out numerator, point.Z, square);
        Field448.MultiplySmall(out denominator, square, Edwards448Form.MinusD);
        Field448.Add(out denominator, denominator, point.Z);
        return true;
    }

    // x = numerator times the inverse square root of numerator times denominator, with the sign of the octets.
    private static bool TryTakeRoot(
        ReadOnlySpan<byte> octets, ref Point point, in Field448 numerator, in Field448 denominator, in Field448 inverseRoot)
    {
        Field448.Multiply(out Field448 x, inverseRoot, numerator);
        Field448.Square(out Field448 check, x);
        Field448.Multiply(out check, check, denominator);
        ulong sign = (ulong)octets[Size - 1] >> 7;
        if (Field448.EqualMask(check, numerator) == 0 || (sign == 1 && x.ZeroMask() != 0))
        {
            return false;
        }

        Field448.NegateIf(out point.X, x, unchecked(0UL - (x.Parity() ^ sign)));
        Field448.Multiply(out point.T, point.X, point.Y);
        return true;
    }
}

// edwards25519: -x^2 + y^2 = 1 + d x^2 y^2, d = -121665/121666 (RFC 7748 4.1, RFC 8032 5.1): encoding and base point.

namespace Mesh.Cryptography;

/// <summary>Operations of edwards25519 on points in extended coordinates.</summary>
internal static class Edwards25519
{
    /// <summary>Octets of an encoded point.</summary>
    public const int Size = 32;

    private static readonly Field25519 D = Field25519.Read(
    [
        0xA3, 0x78, 0x59, 0x13, 0xCA, 0x4D, 0xEB, 0x75, 0xAB, 0xD8, 0x41, 0x41, 0x4D, 0x0A, 0x70, 0x00,
        0x98, 0xE8, 0x79, 0x77, 0x79, 0x40, 0xC7, 0x8C, 0x73, 0xFE, 0x6F, 0x2B, 0xEE, 0x6C, 0x03, 0x52,
    ]);

    /// <summary>The base point of RFC 8032 5.1: y = 4/5 with an even x.</summary>
    public static readonly ExtendedPoint25519 Base = DecodeBase();

    /// <summary>r = d v.</summary>
    public static void MultiplyByD(out Field25519 r, in Field25519 v) => Field25519.Multiply(out r, v, D);

    /// <summary>
    /// Strict decoding of 32 octets (RFC 8032 5.1.3): y below p, on the curve, and no odd x of 0. For public points.
    /// </summary>
    public static bool TryDecode(ReadOnlySpan<byte> octets, out ExtendedPoint25519 point)
    {
        point = default;
        return TryBegin(octets, out Field25519 y, out Field25519 numerator, out Field25519 denominator)
            && Field25519.SquareRootOfRatio(out Field25519 x, numerator, denominator) != 0
            && TryFinish(octets, x, y, out point);
    }

    /// <summary>Decodes two points at once, strictly as the other; false where one of them is refused.</summary>
    public static bool TryDecode(
        ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, out ExtendedPoint25519 firstPoint, out ExtendedPoint25519 secondPoint)
    {
        firstPoint = secondPoint = default;
        return TryBegin(first, out Field25519 y1, out Field25519 numerator1, out Field25519 denominator1)
            && TryBegin(second, out Field25519 y2, out Field25519 numerator2, out Field25519 denominator2)
            && Field25519.SquareRootsOfRatios(
                out Field25519 x1, out Field25519 x2, numerator1, denominator1, numerator2, denominator2) != 0
            && TryFinish(first, x1, y1, out firstPoint)
            && TryFinish(second, x2, y2, out secondPoint);
    }

    /// <summary>Encodes a point in 32 octets (RFC 8032 5.1.2).</summary>
    public static void Encode(in ExtendedPoint25519 point, Span<byte> destination)
    {
        Field25519.Invert(out Field25519 z, point.Z);
        Field25519.Multiply(out Field25519 x, point.X, z);
        Field25519.Multiply(out Field25519 y, point.Y, z);
        y.Write(destination);
        destination[Size - 1] |= (byte)(x.Parity() << 7);
    }

    /// <summary>u of the image on curve25519: (1 + y)/(1 - y) (RFC 7748 4.1); 32 octets, 0 for the neutral element.</summary>
    public static void EncodeMontgomery(in ExtendedPoint25519 point, Span<byte> destination)
    {
        Field25519.Add(out Field25519 plus, point.Z, point.Y);
        Field25519.Subtract(out Field25519 minus, point.Z, point.Y);
        Field25519.Invert(out minus, minus);
        Field25519.Multiply(out Field25519 u, plus, minus);
        u.Write(destination);
    }

    /// <summary>The encoding of [s]B for a secret s.</summary>
    public static byte[] EncodeBaseMultiple(in Scalar25519 s)
    {
        byte[] octets = new byte[Size];
        EncodeBaseMultiple(s, octets);
        return octets;
    }

    /// <summary>u of the image of [s]B on curve25519, 32 octets, for a secret s.</summary>
    public static byte[] EncodeMontgomeryBaseMultiple(in Scalar25519 s)
    {
        Edwards25519Comb.Multiply(out ExtendedPoint25519 point, s);
        byte[] octets = new byte[Size];
        EncodeMontgomery(point, octets);
        return octets;
    }

    /// <summary>Writes the encoding of [s]B for a secret s, 32 octets.</summary>
    public static void EncodeBaseMultiple(in Scalar25519 s, Span<byte> destination)
    {
        Edwards25519Comb.Multiply(out ExtendedPoint25519 point, s);
        Encode(point, destination);
    }

    // y, and x^2 = (y^2 - 1) / (d y^2 + 1)
    private static bool TryBegin(ReadOnlySpan<byte> octets, out Field25519 y, out Field25519 numerator, out Field25519 denominator)
    {
        y = numerator = denominator = default;
        if (octets.Length != Size || !Field25519.TryReadCanonical(octets, out y))
        {
            return false;
        }

        var one = new Field25519(1);
        Field25519.Square(out Field25519 square, y);
        Field25519.Subtract(out numerator, square, one);
        MultiplyByD(out denominator, square);
        Field25519.Add(out denominator, denominator, one);
        return true;
    }

    // The root of x^2 that has the sign in the octets.
    private static bool TryFinish(ReadOnlySpan<byte> octets, in Field25519 root, in Field25519 y, out ExtendedPoint25519 point)
    {
        point = default;
        ulong sign = (ulong)octets[Size - 1] >> 7;
        if (sign == 1 && root.ZeroMask() != 0)
        {
            return false;
        }

        Field25519.NegateIf(out point.X, root, unchecked(0UL - (root.Parity() ^ sign)));
        point.Y = y;
        point.Z = new Field25519(1);
        Field25519.Multiply(out point.T, point.X, y);
        return true;
    }

    private static ExtendedPoint25519 DecodeBase()
    {
        byte[] octets = [0x58, .. Enumerable.Repeat((byte)0x66, Size - 1)];
        _ = TryDecode(octets, out ExtendedPoint25519 point);
        return point;
    }
}

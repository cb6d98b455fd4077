// Points of edwards25519, -x^2 + y^2 = 1 + d x^2 y^2 with d = -121665/121666 (RFC 8032 5.1), in extended coordinates x = X/Z, y = Y/Z,
// T = XY/Z (Hisil, Wong, Carter, Dawson 2008). The formulas are complete: no exceptional points.

using System.Runtime.CompilerServices;

namespace Mesh.Cryptography;

/// <summary>A point in extended coordinates; all coordinates carried.</summary>
internal struct ExtendedPoint25519
{
    // 2d, little endian
    private static readonly Field25519 TwoD = Field25519.Read(
    [
        0x59, 0xF1, 0xB2, 0x26, 0x94, 0x9B, 0xD6, 0xEB, 0x56, 0xB1, 0x83, 0x82, 0x9A, 0x14, 0xE0, 0x00,
        0x30, 0xD1, 0xF3, 0xEE, 0xF2, 0x80, 0x8E, 0x19, 0xE7, 0xFC, 0xDF, 0x56, 0xDC, 0xD9, 0x06, 0x24,
    ]);

    // Windows of a scalar but the highest, whose digit is always 1: the scalar is below L < 2^253.
    private const int LowerWindows = (Scalar25519.Size / 8 * SignedWindows.PerWord) - 1;

    public Field25519 X, Y, Z, T;

    /// <summary>The neutral element (0, 1).</summary>
    public static ExtendedPoint25519 Neutral => new() { Y = new Field25519(1), Z = new Field25519(1) };

    /// <summary>r = p + q, for any points; r may be one of them.</summary>
    [SkipLocalsInit]
    public static void Add(out ExtendedPoint25519 r, in ExtendedPoint25519 p, in ExtendedPoint25519 q)
    {
        Field25519.Subtract(out Field25519 minus, q.Y, q.X);
        Field25519.Add(out Field25519 plus, q.Y, q.X);
        Field25519.Multiply(out Field25519 t, q.T, TwoD);
        Field25519.Multiply(out Field25519 d, p.Z, q.Z);
        Field25519.Add(out d, d, d);
        AddPrepared(out r, p, plus, minus, t, d);
    }

    /// <summary>r = p + q from y + x, y - x and 2dT of q and 2 Z Z' of both.</summary>
    [SkipLocalsInit]
    public static void AddPrepared(
        out ExtendedPoint25519 r, in ExtendedPoint25519 p, in Field25519 plus, in Field25519 minus, in Field25519 t, in Field25519 d)
    {
        Field25519.Subtract(out Field25519 a, p.Y, p.X);
        Field25519.Multiply(out a, a, minus);
        Field25519.Add(out Field25519 b, p.Y, p.X);
        Field25519.Multiply(out b, b, plus);
        Field25519.Multiply(out Field25519 c, p.T, t);
        Field25519.Subtract(out Field25519 e, b, a);
        Field25519.Subtract(out Field25519 f, d, c);
        Field25519.Add(out Field25519 g, d, c);
        Field25519.Add(out Field25519 h, b, a);
        Unsafe.SkipInit(out r);
        Field25519.Multiply(out r.X, e, f);
        Field25519.Multiply(out r.Y, g, h);
        Field25519.Multiply(out r.T, e, h);
        Field25519.Multiply(out r.Z, f, g);
    }

    /// <summary>r = 2p; with <paramref name="withT"/> false T is left undefined, which the next doubling does not need.</summary>
    [SkipLocalsInit]
    public static void Double(out ExtendedPoint25519 r, in ExtendedPoint25519 p, bool withT = true)
    {
        Field25519.Square(out Field25519 a, p.X);
        Field25519.Square(out Field25519 b, p.Y);
        Field25519.Square(out Field25519 c, p.Z);
        Field25519.Add(out c, c, c);
        Field25519.Add(out Field25519 h, a, b);
        Field25519.Add(out Field25519 e, p.X, p.Y);
        Field25519.Square(out e, e);
        Field25519.Subtract(out e, h, e);
        Field25519.Subtract(out Field25519 g, a, b);
        Field25519.Add(out Field25519 f, c, g);
        Unsafe.SkipInit(out r);
        if (withT)
        {
            Field25519.Multiply(out r.T, e, h);
        }

        Field25519.Multiply(out r.X, e, f);
        Field25519.Multiply(out r.Y, g, h);
        Field25519.Multiply(out r.Z, f, g);
    }

    /// <summary>r = -p.</summary>
    public static void Negate(out ExtendedPoint25519 r, in ExtendedPoint25519 p)
    {
        r = p;
        Field25519.Negate(out r.X, p.X);
        Field25519.Negate(out r.T, p.T);
    }

    /// <summary>All ones where p = q, else 0.</summary>
    public static ulong EqualMask(in ExtendedPoint25519 p, in ExtendedPoint25519 q)
    {
        Field25519.Multiply(out Field25519 l, p.X, q.Z);
        Field25519.Multiply(out Field25519 r, q.X, p.Z);
        ulong equal = Field25519.EqualMask(l, r);
        Field25519.Multiply(out l, p.Y, q.Z);
        Field25519.Multiply(out r, q.Y, p.Z);
        return equal & Field25519.EqualMask(l, r);
    }

    /// <summary>All ones for the neutral element, else 0.</summary>
    public readonly ulong NeutralMask() => X.ZeroMask() & Field25519.EqualMask(Y, Z);

    /// <summary>r = 8p.</summary>
    public static void MultiplyByCofactor(out ExtendedPoint25519 r, in ExtendedPoint25519 p)
    {
        Double(out r, p, withT: false);
        Double(out r, r, withT: false);
        Double(out r, r);
    }

    /// <summary>All ones for the eight points whose order divides 8, else 0.</summary>
    public readonly ulong SmallOrderMask()
    {
        MultiplyByCofactor(out ExtendedPoint25519 p, this);
        return p.NeutralMask();
    }

    /// <summary>
    /// [s]p for a secret s and any p: odd signed windows of 4 bits, 64 of them, from a table of p, 3p to 15p that is read as a whole for every
    /// window. Neither the sum nor what is added to it is the neutral element for the sake of a digit.
    /// </summary>
    public static void Multiply(out ExtendedPoint25519 r, in Scalar25519 s, in ExtendedPoint25519 p)
    {
        if (Field25519x4.IsWorthwhile())
        {
            MultiplyWithVectors(out r, s, p);
        }
        else
        {
            MultiplyPortably(out r, s, p);
        }
    }

    /// <summary>[s]p on machines with AVX2.</summary>
    [SkipLocalsInit]
    internal static void MultiplyWithVectors(out ExtendedPoint25519 r, in Scalar25519 s, in ExtendedPoint25519 p)
    {
        Span<PreparedPoint25519x4> table = stackalloc PreparedPoint25519x4[SignedWindows.Multiples];
        var sum = new Point25519x4(p);
        PreparedPoint25519x4.From(out table[0], sum);
        Point25519x4.Double(out Point25519x4 multiple, sum);
        PreparedPoint25519x4.From(out PreparedPoint25519x4 entry, multiple);
        multiple = sum;
        for (int i = 1; i < table.Length; i++)
        {
            Point25519x4.Add(out multiple, multiple, entry);
            PreparedPoint25519x4.From(out table[i], multiple);
        }

        Scalar25519 digits = s;
        SignedWindows.Recode(digits);
        for (int i = LowerWindows - 1; i >= 0; i--)
        {
            Point25519x4.Double(out sum, sum);
            Point25519x4.Double(out sum, sum);
            Point25519x4.Double(out sum, sum);
            Point25519x4.Double(out sum, sum);
            PreparedPoint25519x4.Select(out entry, table[0], SignedWindows.Digit(digits, i, out ulong negative), negative);
            Point25519x4.Add(out sum, sum, entry);
        }

        // The digits are those of s + 1 where s is even.
        PreparedPoint25519x4.Negate(out entry, table[0]);
        Point25519x4.Add(out multiple, sum, entry);
        ExtendedPoint25519 less = multiple.ToExtended();
        r = sum.ToExtended();
        Select(out r, r, less, unchecked((s[0] & 1) - 1));
        sum = multiple = default;
        less = default;
        entry = default;
        digits.Clear();
        table.Clear();
    }

    /// <summary>[s]p on any machine.</summary>
    [SkipLocalsInit]
    internal static void MultiplyPortably(out ExtendedPoint25519 r, in Scalar25519 s, in ExtendedPoint25519 p)
    {
        Span<ExtendedPoint25519> table = stackalloc ExtendedPoint25519[SignedWindows.Multiples];
        table[0] = p;
        Double(out ExtendedPoint25519 q, p);
        for (int i = 1; i < table.Length; i++)
        {
            Add(out table[i], table[i - 1], q);
        }

        Scalar25519 digits = s;
        SignedWindows.Recode(digits);
        r = table[0];
        for (int i = LowerWindows - 1; i >= 0; i--)
        {
            Double(out r, r, withT: false);
            Double(out r, r, withT: false);
            Double(out r, r, withT: false);
            Double(out r, r);
            ulong index = SignedWindows.Digit(digits, i, out ulong negative);
            new EightMasks(index).Keep(out q, table[0]);
            Field25519.NegateIf(out q.X, q.X, negative);
            Field25519.NegateIf(out q.T, q.T, negative);
            Add(out r, r, q);
        }

        // The digits are those of s + 1 where s is even.
        Negate(out q, table[0]);
        Add(out q, r, q);
        Select(out r, r, q, unchecked((s[0] & 1) - 1));
        q = default;
        digits.Clear();
        table.Clear();
    }

    // r = q where the mask is all ones, p where it is zero.
    private static void Select(out ExtendedPoint25519 r, in ExtendedPoint25519 p, in ExtendedPoint25519 q, ulong mask)
    {
        Field25519.Select(out r.X, p.X, q.X, mask);
        Field25519.Select(out r.Y, p.Y, q.Y, mask);
        Field25519.Select(out r.Z, p.Z, q.Z, mask);
        Field25519.Select(out r.T, p.T, q.T, mask);
    }
}

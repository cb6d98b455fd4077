// Points of a twisted Edwards curve a x^2 + y^2 = 1 + d x^2 y^2 over the field of 2^448 - 2^224 - 1 elements, in extended coordinates
// x = X/Z, y = Y/Z, T = XY/Z (Hisil, Wong, Carter, Dawson 2008). With a square and d non-square the formulas are complete: no
// exceptional points. Two such curves are used: edwards448 itself, and a form of curve448.

using System.Runtime.CompilerServices;

namespace Mesh.Cryptography;

/// <summary>The coefficients of one curve.</summary>
internal interface IEdwardsForm448
{
    /// <summary>r = a v.</summary>
    static abstract void MultiplyByA(out Field448 r, in Field448 v);

    /// <summary>r = d v.</summary>
    static abstract void MultiplyByD(out Field448 r, in Field448 v);
}

/// <summary>A point in extended coordinates; all coordinates carried.</summary>
internal struct ExtendedPoint448<TForm>
    where TForm : struct, IEdwardsForm448
{
    private const int Windows = Scalar448.Size / 8 * SignedWindows.PerWord;

    public Field448 X, Y, Z, T;

    /// <summary>The neutral element (0, 1).</summary>
    public static ExtendedPoint448<TForm> Neutral => new() { Y = new Field448(1), Z = new Field448(1) };

    /// <summary>r = p + q, for any points; r may be one of them.</summary>
    [SkipLocalsInit]
    public static void Add(out ExtendedPoint448<TForm> r, in ExtendedPoint448<TForm> p, in ExtendedPoint448<TForm> q)
    {
        Field448.Add(out Field448 e, p.X, p.Y);
        Field448.Add(out Field448 f, q.X, q.Y);
        Field448.Multiply(out e, e, f);
        Field448.Multiply(out Field448 a, p.X, q.X);
        Field448.Multiply(out Field448 b, p.Y, q.Y);
        Field448.Multiply(out Field448 c, p.T, q.T);
        TForm.MultiplyByD(out c, c);
        Field448.Multiply(out Field448 d, p.Z, q.Z);
        Complete(out r, a, b, c, d, e);
    }

    /// <summary>r = 2p; with <paramref name="withT"/> false T is left undefined, which the next doubling does not need.</summary>
    [SkipLocalsInit]
    public static void Double(out ExtendedPoint448<TForm> r, in ExtendedPoint448<TForm> p, bool withT = true)
    {
        Field448.Add(out Field448 e, p.X, p.Y);
        Field448.Square(out e, e);
        Field448.Square(out Field448 a, p.X);
        Field448.Square(out Field448 b, p.Y);
        Field448.Square(out Field448 c, p.Z);
        Field448.Add(out c, c, c);
        Field448.Add(out Field448 g, a, b);
        Field448.Subtract(out e, e, g);
        TForm.MultiplyByA(out a, a);
        Field448.Subtract(out Field448 h, a, b);
        Field448.Add(out g, a, b);
        Field448.Subtract(out Field448 f, g, c);
        Unsafe.SkipInit(out r);
        if (withT)
        {
            Field448.Multiply(out r.T, e, h);
        }

        Field448.Multiply(out r.X, e, f);
        Field448.Multiply(out r.Y, g, h);
        Field448.Multiply(out r.Z, f, g);
    }

    /// <summary>r = -p.</summary>
    public static void Negate(out ExtendedPoint448<TForm> r, in ExtendedPoint448<TForm> p)
    {
        r = p;
        Field448.Negate(out r.X, p.X);
        Field448.Negate(out r.T, p.T);
    }

    /// <summary>-p where <paramref name="mask"/> is all ones, p where it is zero.</summary>
    public void NegateIf(ulong mask)
    {
        Field448.NegateIf(out X, X, mask);
        Field448.NegateIf(out T, T, mask);
    }

    /// <summary>All ones where p = q, else 0.</summary>
    public static ulong EqualMask(in ExtendedPoint448<TForm> p, in ExtendedPoint448<TForm> q)
    {
        Field448.Multiply(out Field448 l, p.X, q.Z);
        Field448.Multiply(out Field448 r, q.X, p.Z);
        ulong equal = Field448.EqualMask(l, r);
        Field448.Multiply(out l, p.Y, q.Z);
        Field448.Multiply(out r, q.Y, p.Z);
        return equal & Field448.EqualMask(l, r);
    }

    /// <summary>All ones for the neutral element, else 0.</summary>
    public readonly ulong NeutralMask() => X.ZeroMask() & Field448.EqualMask(Y, Z);

    /// <summary>All ones for the four points whose order divides 4, else 0.</summary>
    public readonly ulong SmallOrderMask()
    {
        Double(out ExtendedPoint448<TForm> p, this, withT: false);
        Double(out p, p, withT: false);
        return p.NeutralMask();
    }

    /// <summary>
    /// [s]p for a secret s and any public p: odd signed windows of 4 bits, 112 of them, from a table of p, 3p to 15p that is read as a whole for
    /// every window. Neither the sum nor what is added to it is the neutral element for the sake of a digit.
    /// </summary>
    [SkipLocalsInit]
    public static void Multiply(out ExtendedPoint448<TForm> r, in Scalar448 s, in ExtendedPoint448<TForm> p)
    {
        Span<ExtendedPoint448<TForm>> table = stackalloc ExtendedPoint448<TForm>[SignedWindows.Multiples];
        table[0] = p;
        Double(out ExtendedPoint448<TForm> q, p);
        for (int i = 1; i < table.Length; i++)
        {
            Add(out table[i], table[i - 1], q);
        }

        Scalar448 digits = s;
        SignedWindows.Recode(digits);
        Select(out r, table[0], SignedWindows.Digit(digits, Windows - 1, out ulong negative), negative);
        for (int i = Windows - 2; i >= 0; i--)
        {
            Double(out r, r, withT: false);
            Double(out r, r, withT: false);
            Double(out r, r, withT: false);
            Double(out r, r);
            Select(out q, table[0], SignedWindows.Digit(digits, i, out negative), negative);
            Add(out r, r, q);
        }

        // The digits are those of s + 1 where s is even.
        ulong even = unchecked((s[0] & 1) - 1);
        Negate(out q, table[0]);
        Add(out q, r, q);
        Field448.Select(out r.X, r.X, q.X, even);
        Field448.Select(out r.Y, r.Y, q.Y, even);
        Field448.Select(out r.Z, r.Z, q.Z, even);
        Field448.Select(out r.T, r.T, q.T, even);
        q = default;
        digits.Clear();
        table.Clear();
    }

    /// <summary>[s]p for public s and p, in variable time.</summary>
    public static void MultiplyPublic(out ExtendedPoint448<TForm> r, ReadOnlySpan<byte> s, in ExtendedPoint448<TForm> p)
    {
        r = Neutral;
        for (int i = (8 * s.Length) - 1; i >= 0; i--)
        {
            Double(out r, r);
            if (((s[i >> 3] >> (i & 7)) & 1) != 0)
            {
                Add(out r, r, p);
            }
        }
    }

    /// <summary>
    /// The one of eight points from <paramref name="first"/> on that stands at <paramref name="index"/>, or its negative where
    /// <paramref name="negative"/> is all ones and not 0. All of them are read.
    /// </summary>
    [SkipLocalsInit]
    internal static void Select(out ExtendedPoint448<TForm> r, in ExtendedPoint448<TForm> first, ulong index, ulong negative)
    {
        var masks = new EightMasks(index);
        masks.Keep(out r, first);
        r.NegateIf(negative);
    }

    // The second half of an addition, from A = X1 X2, B = Y1 Y2, C = d T1 T2, D = Z1 Z2, E = (X1 + Y1)(X2 + Y2).
    [SkipLocalsInit]
    internal static void Complete(
        out ExtendedPoint448<TForm> r, in Field448 a, in Field448 b, in Field448 c, in Field448 d, in Field448 product)
    {
        Field448.Add(out Field448 g, a, b);
        Field448.Subtract(out Field448 e, product, g);
        Field448.Subtract(out Field448 f, d, c);
        Field448.Add(out g, d, c);
        TForm.MultiplyByA(out Field448 h, a);
        Field448.Subtract(out h, b, h);
        Unsafe.SkipInit(out r);
        Field448.Multiply(out r.X, e, f);
        Field448.Multiply(out r.Y, g, h);
        Field448.Multiply(out r.T, e, h);
        Field448.Multiply(out r.Z, f, g);
    }
}

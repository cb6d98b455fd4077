// Points of the curve -x^2 + y^2 = 1 - 39082 x^2 y^2, in extended coordinates x = X/Z, y = Y/Z, T = XY/Z, on which public computations of
// edwards448 are done: a = -1 saves products (Hisil, Wong, Carter, Dawson 2008, sections 3.1 and 3.3).
//
// The isogeny of degree 4 (Hamburg 2015, "Decaf", section 4; RFC 7748 4.2 has another form of it)
//
//     x' = 2xy / (y^2 - x^2),     y' = (x^2 + y^2) / (2 - x^2 - y^2)
//
// is a homomorphism whose kernel is the four points (0, 1), (0, -1), (1, 0), (-1, 0): all those of edwards448 whose order divides 4. So a sum
// of points vanishes up to small order, as the cofactored equation of verification asks, exactly where the sum of their images is neutral.
// The image is the subgroup of order L; on points of odd order the formulas below have no exceptions.

using System.Runtime.CompilerServices;

namespace Mesh.Cryptography;

/// <summary>A point of the image of edwards448; all coordinates carried. For public values.</summary>
internal struct IsogenousPoint448
{
    public Field448 X, Y, Z, T;

    /// <summary>The neutral element (0, 1).</summary>
    public static IsogenousPoint448 Neutral => new() { Y = new Field448(1), Z = new Field448(1) };

    /// <summary>r = the image of p, of which T is not read.</summary>
    [SkipLocalsInit]
    public static void FromEdwards448(out IsogenousPoint448 r, in ExtendedPoint448<Edwards448Form> p)
    {
        // All over Z^4.
        Field448.Square(out Field448 a, p.X);
        Field448.Square(out Field448 b, p.Y);
        Field448.Square(out Field448 c, p.Z);
        Field448.Add(out c, c, c);
        Field448.Add(out Field448 h, a, b);
        Field448.Multiply(out Field448 e, p.X, p.Y);
        Field448.Add(out e, e, e);
        Field448.Subtract(out Field448 g, b, a);
        Field448.Subtract(out Field448 f, c, h);
        Field448.Multiply(out r.X, e, f);
        Field448.Multiply(out r.Y, g, h);
        Field448.Multiply(out r.Z, f, g);
        Field448.Multiply(out r.T, e, h);
    }

    /// <summary>r = p + q; with <paramref name="withT"/> false T is left undefined, which a doubling does not need.</summary>
    [SkipLocalsInit]
    public static void Add(out IsogenousPoint448 r, in IsogenousPoint448 p, in PreparedPoint448 q, bool withT = true)
    {
        Field448.Subtract(out Field448 a, p.Y, p.X);
        Field448.Multiply(out a, a, q.Minus);
        Field448.Add(out Field448 b, p.Y, p.X);
        Field448.Multiply(out b, b, q.Plus);
        Field448.Multiply(out Field448 c, p.T, q.T);
        Field448.Multiply(out Field448 d, p.Z, q.Z);
        Field448.Add(out Field448 f, d, c);
        Field448.Subtract(out Field448 g, d, c);
        Complete(out r, a, b, f, g, withT);
    }

    /// <summary>r = p - q; T as in <see cref="Add"/>.</summary>
    [SkipLocalsInit]
    public static void Subtract(out IsogenousPoint448 r, in IsogenousPoint448 p, in PreparedPoint448 q, bool withT = true)
    {
        Field448.Subtract(out Field448 a, p.Y, p.X);
        Field448.Multiply(out a, a, q.Plus);
        Field448.Add(out Field448 b, p.Y, p.X);
        Field448.Multiply(out b, b, q.Minus);
        Field448.Multiply(out Field448 c, p.T, q.T);
        Field448.Multiply(out Field448 d, p.Z, q.Z);
        Field448.Subtract(out Field448 f, d, c);
        Field448.Add(out Field448 g, d, c);
        Complete(out r, a, b, f, g, withT);
    }

    /// <summary>r = 2p; T as in <see cref="Add"/>, and that of p is not read.</summary>
    [SkipLocalsInit]
    public static void Double(out IsogenousPoint448 r, in IsogenousPoint448 p, bool withT = true)
    {
        Field448.Add(out Field448 e, p.X, p.Y);
        Field448.Square(out e, e);
        Field448.Square(out Field448 a, p.X);
        Field448.Square(out Field448 b, p.Y);
        Field448.Square(out Field448 c, p.Z);
        Field448.Add(out c, c, c);
        Field448.Add(out Field448 h, a, b);
        Field448.Subtract(out e, e, h);
        Field448.Subtract(out Field448 g, b, a);
        Field448.Subtract(out Field448 f, c, g);
        Unsafe.SkipInit(out r);
        if (withT)
        {
            Field448.Multiply(out r.T, e, h);
        }

        Field448.Multiply(out r.X, e, f);
        Field448.Multiply(out r.Y, g, h);
        Field448.Multiply(out r.Z, f, g);
    }

    /// <summary>All ones for the neutral element, else 0.</summary>
    public readonly ulong NeutralMask() => X.ZeroMask() & Field448.EqualMask(Y, Z);

    // From A = (Y1 - X1)(Y2 - X2), B = (Y1 + X1)(Y2 + X2), F = D - C and G = D + C, of which one may be loose.
    [SkipLocalsInit]
    internal static void Complete(out IsogenousPoint448 r, in Field448 a, in Field448 b, in Field448 f, in Field448 g, bool withT)
    {
        Field448.Subtract(out Field448 e, b, a);
        Field448.Add(out Field448 h, b, a);
        Unsafe.SkipInit(out r);
        if (withT)
        {
            Field448.Multiply(out r.T, e, h);
        }

        Field448.Multiply(out r.X, e, f);
        Field448.Multiply(out r.Y, g, h);
        Field448.Multiply(out r.Z, f, g);
    }
}

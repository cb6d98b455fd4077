// A point of IsogenousPoint448 in affine coordinates prepared for additions: (y + x)/2, (y - x)/2, 39082 xy; see PreparedPoint448. The halves
// make the product with 2z of the other point one with z, which is free.

using System.Runtime.CompilerServices;

namespace Mesh.Cryptography;

/// <summary>A second operand of additions as tables hold it, 192 octets; all coordinates carried.</summary>
internal struct PreparedAffinePoint448
{
    private const ulong MinusD = 39082;

    public Field448 Plus, Minus, T;

    /// <summary>r = p + q; T as in <see cref="IsogenousPoint448.Add"/>.</summary>
    [SkipLocalsInit]
    public static void Add(out IsogenousPoint448 r, in IsogenousPoint448 p, in PreparedAffinePoint448 q, bool withT)
    {
        Field448.Subtract(out Field448 a, p.Y, p.X);
        Field448.Multiply(out a, a, q.Minus);
        Field448.Add(out Field448 b, p.Y, p.X);
        Field448.Multiply(out b, b, q.Plus);
        Field448.Multiply(out Field448 c, p.T, q.T);
        Field448.Add(out Field448 f, p.Z, c);
        Field448.Subtract(out Field448 g, p.Z, c);
        IsogenousPoint448.Complete(out r, a, b, f, g, withT);
    }

    /// <summary>r = p - q; T as in <see cref="IsogenousPoint448.Add"/>.</summary>
    [SkipLocalsInit]
    public static void Subtract(out IsogenousPoint448 r, in IsogenousPoint448 p, in PreparedAffinePoint448 q, bool withT)
    {
        Field448.Subtract(out Field448 a, p.Y, p.X);
        Field448.Multiply(out a, a, q.Plus);
        Field448.Add(out Field448 b, p.Y, p.X);
        Field448.Multiply(out b, b, q.Minus);
        Field448.Multiply(out Field448 c, p.T, q.T);
        Field448.Subtract(out Field448 f, p.Z, c);
        Field448.Add(out Field448 g, p.Z, c);
        IsogenousPoint448.Complete(out r, a, b, f, g, withT);
    }

    /// <summary>p, 3p, 5p, ...; one inversion for all.</summary>
    public static PreparedAffinePoint448[] OddMultiples(in IsogenousPoint448 p, int count)
    {
        IsogenousPoint448.Double(out IsogenousPoint448 multiple, p);
        PreparedPoint448.Prepare(out PreparedPoint448 twice, multiple);
        var points = new IsogenousPoint448[count];

        // products[i] = 2 Z0 ... 2 Zi
        var products = new Field448[count];
        points[0] = p;
        Field448.Add(out products[0], p.Z, p.Z);
        for (int i = 1; i < count; i++)
        {
            IsogenousPoint448.Add(out points[i], points[i - 1], twice);
            Field448.Add(out Field448 twiceZ, points[i].Z, points[i].Z);
            Field448.Multiply(out products[i], products[i - 1], twiceZ);
        }

        Field448.Invert(out Field448 inverse, products[count - 1]);
        var table = new PreparedAffinePoint448[count];
        for (int i = count - 1; i >= 0; i--)
        {
            // 1/2Z
            Field448 z = inverse;
            if (i > 0)
            {
                Field448.Multiply(out z, inverse, products[i - 1]);
                Field448.Add(out Field448 twiceZ, points[i].Z, points[i].Z);
                Field448.Multiply(out inverse, inverse, twiceZ);
            }

            Field448.Multiply(out Field448 x, points[i].X, z);
            Field448.Multiply(out Field448 y, points[i].Y, z);
            Field448.Add(out Field448 sum, y, x);
            Field448.Subtract(out table[i].Plus, sum, default);
            Field448.Subtract(out table[i].Minus, y, x);
            Field448.Multiply(out Field448 t, x, y);
            Field448.MultiplySmall(out table[i].T, t, 4 * MinusD);
        }

        return table;
    }
}

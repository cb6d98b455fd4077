// A point of edwards448 in affine coordinates, prepared for additions to points in extended coordinates: x, y and d x y.

using System.Runtime.InteropServices;

namespace Mesh.Cryptography;

using Point = ExtendedPoint448<Edwards448Form>;

/// <summary>An affine point of edwards448 as tables hold it, 192 octets.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct AffinePoint448
{
    private Field448 _x, _y, _dt;

    /// <summary>r = p + q, for any points; r may be p.</summary>
    public static void Add(out Point r, in Point p, in AffinePoint448 q)
    {
        Field448.Add(out Field448 e, p.X, p.Y);
        Field448.Add(out Field448 f, q._x, q._y);
        Field448.Multiply(out e, e, f);
        Field448.Multiply(out Field448 a, p.X, q._x);
        Field448.Multiply(out Field448 b, p.Y, q._y);
        Field448.Multiply(out Field448 c, p.T, q._dt);
        Point.Complete(out r, a, b, c, p.Z, e);
    }

    /// <summary>Becomes the negative where <paramref name="mask"/> is all ones.</summary>
    public void NegateIf(ulong mask)
    {
        Field448.NegateIf(out _x, _x, mask);
        Field448.NegateIf(out _dt, _dt, mask);
    }

    /// <summary>Brings public points into affine form with one inversion.</summary>
    public static AffinePoint448[] FromExtended(Point[] points)
    {
        // products[i] = Z0 ... Zi
        var products = new Field448[points.Length];
        products[0] = points[0].Z;
        for (int i = 1; i < points.Length; i++)
        {
            Field448.Multiply(out products[i], products[i - 1], points[i].Z);
        }

        Field448.Invert(out Field448 inverse, products[points.Length - 1]);
        var result = new AffinePoint448[points.Length];
        for (int i = points.Length - 1; i >= 0; i--)
        {
            Field448 z = inverse;
            if (i > 0)
            {
                Field448.Multiply(out z, inverse, products[i - 1]);
                Field448.Multiply(out inverse, inverse, points[i].Z);
            }

            ref AffinePoint448 affine = ref result[i];
            Field448.Multiply(out affine._x, points[i].X, z);
            Field448.Multiply(out affine._y, points[i].Y, z);
            Field448.Multiply(out Field448 t, affine._x, affine._y);
            Edwards448Form.MultiplyByD(out affine._dt, t);
        }

        return result;
    }
}

// A point of edwards25519 in affine coordinates, prepared for additions to points in extended coordinates: y + x, y - x and 2 d x y.

namespace Mesh.Cryptography;

/// <summary>An affine point of edwards25519 as tables hold it, 120 octets.</summary>
internal struct AffinePoint25519
{
    private Field25519 _plus, _minus, _twoDt;

    /// <summary>r = p + q, for any points; r may be p.</summary>
    public static void Add(out ExtendedPoint25519 r, in ExtendedPoint25519 p, in AffinePoint25519 q)
    {
        Field25519.Add(out Field25519 d, p.Z, p.Z);
        ExtendedPoint25519.AddPrepared(out r, p, q._plus, q._minus, q._twoDt, d);
    }

    /// <summary>r = b where <paramref name="mask"/> is all ones, a where it is zero.</summary>
    public static void Select(out AffinePoint25519 r, in AffinePoint25519 a, in AffinePoint25519 b, ulong mask)
    {
        Field25519.Select(out r._plus, a._plus, b._plus, mask);
        Field25519.Select(out r._minus, a._minus, b._minus, mask);
        Field25519.Select(out r._twoDt, a._twoDt, b._twoDt, mask);
    }

    /// <summary>Becomes the negative where <paramref name="mask"/> is all ones.</summary>
    public void NegateIf(ulong mask)
    {
        Field25519.Swap(ref _plus, ref _minus, mask);
        Field25519.NegateIf(out _twoDt, _twoDt, mask);
    }

    /// <summary>Brings a public point into affine form.</summary>
    public static AffinePoint25519 FromExtended(in ExtendedPoint25519 point)
    {
        Field25519.Invert(out Field25519 z, point.Z);
        Field25519.Multiply(out Field25519 x, point.X, z);
        Field25519.Multiply(out Field25519 y, point.Y, z);
        AffinePoint25519 r;
        Field25519.Add(out r._plus, y, x);
        Field25519.Subtract(out r._minus, y, x);
        Field25519.Multiply(out Field25519 t, x, y);
        Edwards25519.MultiplyByD(out t, t);
        Field25519.Add(out r._twoDt, t, t);
        return r;
    }
}

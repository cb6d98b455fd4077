// A point of edwards25519 prepared for additions: y + x, y - x, 2d t, 2z.

namespace Mesh.Cryptography;

/// <summary>A second operand of additions.</summary>
internal struct PreparedPoint25519
{
    public Field25519 Plus, Minus, T, Z;

    /// <summary>Prepares p.</summary>
    public static void Prepare(out PreparedPoint25519 r, in ExtendedPoint25519 p)
    {
        Field25519.Add(out r.Plus, p.Y, p.X);
        Field25519.Subtract(out r.Minus, p.Y, p.X);
        Edwards25519.MultiplyByD(out r.T, p.T);
        Field25519.Add(out r.T, r.T, r.T);
        Field25519.Add(out r.Z, p.Z, p.Z);
    }
}

// curve448, v^2 = u^3 + 156326 u^2 + u (RFC 7748 4.2), with the sign of v (Mesh threshold, section 1.3). Sums are computed on the complete
// Edwards form of the curve, to which every point but those of order 1 and 2 maps by x = u/v, y = (u+1)/(u-1).

namespace Mesh.Cryptography;

using Point = ExtendedPoint448<Curve448Form>;

/// <summary>curve448: elements in 57 octets, u (56) and the sign of v.</summary>
internal sealed class Curve448Group : Group448<Curve448Form>
{
    private const byte OddSign = 0x80;

    /// <inheritdoc/>
    public override string Name => "curve448";

    /// <inheritdoc/>
    public override int AgreementSize => Field448.Size;

    internal override byte Algorithm => 2;

    internal override void MultiplyBase(out GroupPoint r, in GroupScalar s)
    {
        // The table is that of edwards448, from which (u, v) = (y^2/x^2, (2 - x^2 - y^2) y/x^3) carries base point to base point. In the
        // coordinates used here that is x' = x y/(2 - x^2 - y^2), y' = (x^2 + y^2)/(y^2 - x^2).
        Mesh.Cryptography.Edwards448.MultiplyBase(out ExtendedPoint448<Edwards448Form> p, See(s));
        Field448.Square(out Field448 x2, p.X);
        Field448.Square(out Field448 y2, p.Y);
        Field448.Square(out Field448 z2, p.Z);
        Field448.Multiply(out Field448 xy, p.X, p.Y);
        Field448.Add(out Field448 sum, x2, y2);
        Field448.Subtract(out Field448 difference, y2, x2);
        Field448.Add(out z2, z2, z2);
        Field448.Subtract(out z2, z2, sum);
        r = default;
        ref Point q = ref Open(ref r);
        Field448.Multiply(out q.X, xy, difference);
        Field448.Multiply(out q.Y, sum, z2);
        Field448.Multiply(out q.Z, z2, difference);
        Field448.Multiply(out q.T, xy, sum);
    }

    internal override CryptoError? TryDecode(ReadOnlySpan<byte> octets, out GroupPoint point)
    {
        point = default;
        byte sign = octets[Field448.Size];
        return sign is 0 or OddSign && Field448.TryReadCanonical(octets[..Field448.Size], out Field448 u)
            ? Lift(u, sign >> 7, out Open(ref point))
            : CryptoError.InvalidPoint;
    }

    internal override CryptoError? TryLift(ReadOnlySpan<byte> u, out GroupPoint point)
    {
        point = default;
        return Lift(Field448.Read(u), 0, out Open(ref point));
    }

    internal override void Encode(in GroupPoint point, Span<byte> destination)
    {
        // u = (y+1)/(y-1) = (Y+Z)/(Y-Z), v = u/x = u Z/X; one inversion of (Y-Z) X. At (0, -1), order 2, this gives u = v = 0.
        ref readonly Point p = ref See(point);
        Field448.Add(out Field448 sum, p.Y, p.Z);
        Field448.Subtract(out Field448 difference, p.Y, p.Z);
        Field448.Multiply(out Field448 inverse, difference, p.X);
        Field448.Invert(out inverse, inverse);
        Field448.Multiply(out Field448 common, sum, inverse);
        Field448.Multiply(out Field448 u, common, p.X);
        Field448.Multiply(out Field448 v, common, p.Z);
        u.Write(destination[..Field448.Size]);
        destination[Field448.Size] = (byte)(v.Parity() << 7);
    }

    private static CryptoError? Lift(in Field448 u, int sign, out Point point)
    {
        // v^2 = ((u + A) u + 1) u
        point = default;
        var one = new Field448(1);
        Field448.Subtract(out Field448 minus, u, one);
        Field448.Add(out Field448 w, u, new Field448(Curve448Form.MontgomeryA));
        Field448.Multiply(out w, w, u);
        Field448.Add(out w, w, one);
        Field448.Multiply(out w, w, u);
        if (Field448.SquareRootOfRatio(out Field448 v, w, one) == 0)
        {
            return CryptoError.InvalidPoint;
        }

        if (v.ZeroMask() != 0)
        {
            return sign == 0 ? CryptoError.SmallOrder : CryptoError.InvalidPoint;
        }

        Field448.NegateIf(out v, v, unchecked(0UL - (v.Parity() ^ (ulong)sign)));

        // x = u/v, y = (u+1)/(u-1), all over Z = v (u-1); u = 1 is on the twist.
        Field448.Add(out Field448 plus, u, one);
        Field448.Multiply(out point.X, u, minus);
        Field448.Multiply(out point.Y, plus, v);
        Field448.Multiply(out point.Z, v, minus);
        Field448.Multiply(out point.T, u, plus);
        return point.SmallOrderMask() == 0 ? null : CryptoError.SmallOrder;
    }
}

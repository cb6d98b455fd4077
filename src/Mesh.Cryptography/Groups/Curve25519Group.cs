// curve25519, v^2 = u^3 + 486662 u^2 + u (RFC 7748 4.1), with the sign of v (Mesh threshold, section 1.3). It is mapped to edwards25519 by
// x = c u/v, y = (u-1)/(u+1), c being the odd root of -486664: with it the base points with the signs that RFC 7748 and RFC 8032
// print for them belong together.

namespace Mesh.Cryptography;

using Point = ExtendedPoint25519;

/// <summary>curve25519: elements in 33 octets, u (32) and the sign of v.</summary>
internal sealed class Curve25519Group : Group25519
{
    private const ulong MontgomeryA = 486662;

    private const byte OddSign = 0x80;

    private static readonly Field25519 C = Field25519.Read(
    [
        0xE7, 0x81, 0xBA, 0x00, 0x55, 0xFB, 0x91, 0x33, 0x7D, 0xE5, 0x82, 0xB4, 0x2E, 0x2C, 0x5E, 0x3A,
        0x81, 0xB0, 0x03, 0xFC, 0x23, 0xF7, 0x84, 0x2D, 0x44, 0xF9, 0x5F, 0x9F, 0x0B, 0x12, 0xD9, 0x70,
    ]);

    /// <inheritdoc/>
    public override string Name => "curve25519";

    /// <inheritdoc/>
    public override int ElementSize => Field25519.Size + 1;

    internal override byte Algorithm => 1;

    internal override CryptoError? TryDecode(ReadOnlySpan<byte> octets, out GroupPoint point)
    {
        point = default;
        byte sign = octets[Field25519.Size];
        return sign is 0 or OddSign && octets[Field25519.Size - 1] < OddSign
            && Field25519.TryReadCanonical(octets[..Field25519.Size], out Field25519 u)
                ? Lift(u, sign >> 7, out Open(ref point))
                : CryptoError.InvalidPoint;
    }

    internal override CryptoError? TryLift(ReadOnlySpan<byte> u, out GroupPoint point)
    {
        point = default;
        return Lift(Field25519.Read(u), 0, out Open(ref point));
    }

    internal override void Encode(in GroupPoint point, Span<byte> destination)
    {
        // u = (1+y)/(1-y) = (Z+Y)/(Z-Y), v = c u/x = c u Z/X; one inversion of (Z-Y) X. At (0, -1), order 2, this gives u = v = 0.
        ref readonly Point p = ref See(point);
        Field25519.Add(out Field25519 sum, p.Z, p.Y);
        Field25519.Subtract(out Field25519 difference, p.Z, p.Y);
        Field25519.Multiply(out Field25519 inverse, difference, p.X);
        Field25519.Invert(out inverse, inverse);
        Field25519.Multiply(out Field25519 common, sum, inverse);
        Field25519.Multiply(out Field25519 u, common, p.X);
        Field25519.Multiply(out Field25519 v, common, p.Z);
        Field25519.Multiply(out v, v, C);
        u.Write(destination[..Field25519.Size]);
        destination[Field25519.Size] = (byte)(v.Parity() << 7);
    }

    private static CryptoError? Lift(in Field25519 u, int sign, out Point point)
    {
        // v^2 = ((u + A) u + 1) u
        point = default;
        var one = new Field25519(1);
        Field25519.Add(out Field25519 w, u, new Field25519(MontgomeryA));
        Field25519.Multiply(out w, w, u);
        Field25519.Add(out w, w, one);
        Field25519.Multiply(out w, w, u);
        if (Field25519.SquareRootOfRatio(out Field25519 v, w, one) == 0)
        {
            return CryptoError.InvalidPoint;
        }

        if (v.ZeroMask() != 0)
        {
            return sign == 0 ? CryptoError.SmallOrder : CryptoError.InvalidPoint;
        }

        Field25519.NegateIf(out v, v, unchecked(0UL - (v.Parity() ^ (ulong)sign)));

        // x = c u/v, y = (u-1)/(u+1), all over Z = v (u+1); u = -1 is on the twist.
        Field25519.Add(out Field25519 plus, u, one);
        Field25519.Subtract(out Field25519 minus, u, one);
        Field25519.Multiply(out Field25519 cu, C, u);
        Field25519.Multiply(out point.X, cu, plus);
        Field25519.Multiply(out point.Y, minus, v);
        Field25519.Multiply(out point.Z, v, plus);
        Field25519.Multiply(out point.T, cu, minus);
        return point.SmallOrderMask() == 0 ? null : CryptoError.SmallOrder;
    }
}

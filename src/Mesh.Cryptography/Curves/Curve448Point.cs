// A public point of curve448, v^2 = u^3 + 156326 u^2 + u (RFC 7748 4.2), with the sign of v (Mesh threshold, section 1.3).
//
//   signed form     57 octets   u little endian (56), then 80 where v is odd, 00 where it is even
//   unsigned form   56 octets   u alone; lifted to the even v
//
// Sums are computed on the complete Edwards form of the curve, to which every point but those of order 1 and 2 maps by
// x = u/v, y = (u+1)/(u-1).

namespace Mesh.Cryptography;

using Point = ExtendedPoint448<Curve448Form>;

/// <summary>A public point of curve448: an X448 public key that can be added to others, or a contribution to one.</summary>
public sealed class Curve448Point : IEquatable<Curve448Point>
{
    /// <summary>Octets of the signed form.</summary>
    public const int Size = 57;

    /// <summary>Octets of u, the unsigned form.</summary>
    public const int UnsignedSize = 56;

    private const byte OddSign = 0x80;

    private readonly Point _point;

    internal Curve448Point(in Point point) => _point = point;

    /// <summary>
    /// Strict decoding of 57 octets: sign octet 00 or 80, u below p, on the curve and not on its twist, no odd v of 0, not of small
    /// order. Membership in the prime-order subgroup is <see cref="IsPrimeOrder"/>.
    /// </summary>
    /// <exception cref="CryptoException">
    /// <see cref="CryptoError.InvalidLength"/>, <see cref="CryptoError.InvalidPoint"/>, <see cref="CryptoError.SmallOrder"/>.
    /// </exception>
    public static Curve448Point Decode(ReadOnlySpan<byte> octets)
    {
        if (octets.Length != Size)
        {
            throw CryptoException.Length("A signed curve448 point", Size, octets.Length);
        }

        byte sign = octets[Size - 1];
        return sign is 0 or OddSign
            ? Lift(octets[..UnsignedSize], odd: sign == OddSign)
            : throw new CryptoException(CryptoError.InvalidPoint, "The sign octet of a curve448 point must be 00 or 80.");
    }

    /// <summary>The point with the u of 56 octets and an even v; the same strict checks as <see cref="Decode"/>.</summary>
    /// <exception cref="CryptoException">As for <see cref="Decode"/>.</exception>
    public static Curve448Point LiftEven(ReadOnlySpan<byte> u) =>
        u.Length == UnsignedSize
            ? Lift(u, odd: false)
            : throw CryptoException.Length("An unsigned curve448 point", UnsignedSize, u.Length);

    /// <summary>Whether the order is L. Costs a full multiplication.</summary>
    public bool IsPrimeOrder
    {
        get
        {
            Point.MultiplyPublic(out Point product, Scalar448.OrderOctets, _point);
            return product.NeutralMask() != 0 && _point.NeutralMask() == 0;
        }
    }

    /// <summary>The 56 octets of u, as RFC 7748 sends them and as key derivation takes them.</summary>
    public byte[] U => Encode()[..UnsignedSize];

    /// <summary>The 57 octets of the signed form.</summary>
    public byte[] Encode()
    {
        // u = (y+1)/(y-1) = (Y+Z)/(Y-Z), v = u/x = u Z/X; one inversion of (Y-Z) X. At (0, -1), order 2, this gives u = v = 0.
        Field448.Add(out Field448 sum, _point.Y, _point.Z);
        Field448.Subtract(out Field448 difference, _point.Y, _point.Z);
        Field448.Multiply(out Field448 inverse, difference, _point.X);
        Field448.Invert(out inverse, inverse);
        Field448.Multiply(out Field448 common, sum, inverse);
        Field448.Multiply(out Field448 u, common, _point.X);
        Field448.Multiply(out Field448 v, common, _point.Z);
        byte[] octets = new byte[Size];
        u.Write(octets.AsSpan(0, UnsignedSize));
        octets[UnsignedSize] = (byte)(v.Parity() << 7);
        return octets;
    }

    /// <summary>This + <paramref name="other"/>, complete: equal points and points of small order included.</summary>
    /// <exception cref="CryptoException">
    /// <see cref="CryptoError.NeutralPoint"/> where the points are opposite: the neutral element has no encoding and is no key.
    /// </exception>
    public Curve448Point Add(Curve448Point other)
    {
        Point.Add(out Point sum, _point, other._point);
        return sum.NeutralMask() == 0
            ? new Curve448Point(sum)
            : throw new CryptoException(CryptoError.NeutralPoint, "The sum of two curve448 points is the neutral element.");
    }

    /// <summary>The opposite point: the same u, the other v.</summary>
    public Curve448Point Negate()
    {
        Point.Negate(out Point negative, _point);
        return new Curve448Point(negative);
    }

    /// <inheritdoc/>
    public bool Equals(Curve448Point? other) => other is not null && Point.EqualMask(_point, other._point) != 0;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Curve448Point);

    /// <inheritdoc/>
    public override int GetHashCode() => BitConverter.ToInt32(Encode());

    /// <summary>The signed form in hexadecimal.</summary>
    public override string ToString() => Convert.ToHexStringLower(Encode());

    internal ref readonly Point Extended => ref _point;

    private static Curve448Point Lift(ReadOnlySpan<byte> octets, bool odd)
    {
        if (!Field448.TryReadCanonical(octets, out Field448 u))
        {
            throw new CryptoException(CryptoError.InvalidPoint, "The u of a curve448 point must be below the field modulus.");
        }

        // v^2 = ((u + A) u + 1) u
        var one = new Field448(1);
        Field448.Add(out Field448 w, u, new Field448(Curve448Form.MontgomeryA));
        Field448.Multiply(out w, w, u);
        Field448.Add(out w, w, one);
        Field448.Multiply(out w, w, u);
        if (Field448.SquareRootOfRatio(out Field448 v, w, one) == 0)
        {
            throw new CryptoException(CryptoError.InvalidPoint, "The u of a curve448 point is on the twist.");
        }

        if (v.ZeroMask() != 0)
        {
            throw odd
                ? new CryptoException(CryptoError.InvalidPoint, "A curve448 point with v = 0 must have sign octet 00.")
                : SmallOrder();
        }

        ulong parity = odd ? 1UL : 0UL;
        Field448.NegateIf(out v, v, unchecked(0UL - (v.Parity() ^ parity)));

        // x = u/v, y = (u+1)/(u-1), all over Z = v (u-1); u = 1 is on the twist.
        Field448.Subtract(out Field448 minus, u, one);
        Field448.Add(out Field448 plus, u, one);
        Point point;
        Field448.Multiply(out point.X, u, minus);
        Field448.Multiply(out point.Y, plus, v);
        Field448.Multiply(out point.Z, v, minus);
        Field448.Multiply(out point.T, u, plus);
        return point.SmallOrderMask() == 0 ? new Curve448Point(point) : throw SmallOrder();
    }

    private static CryptoException SmallOrder() =>
        new(CryptoError.SmallOrder, "The curve448 point has small order.");
}

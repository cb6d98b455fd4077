using System.Numerics;
using Org.BouncyCastle.Math.EC;
using BcInteger = Org.BouncyCastle.Math.BigInteger;

namespace Mesh.Cryptography.Tests.Differential;

/// <summary>
/// curve25519 or curve448 in the short Weierstrass form, calculated by BouncyCastle's general curves: x = u + A/3, y = v. It shares neither
/// formulas nor field arithmetic with what it is compared with.
/// </summary>
internal sealed class WeierstrassCurve
{
    private readonly BigInteger _p;
    private readonly BigInteger _shift;
    private readonly ECPoint _base;

    private WeierstrassCurve(BigInteger p, BigInteger order, int cofactor, BigInteger a, BigInteger u, BigInteger v)
    {
        _p = p;
        BigInteger third = BigInteger.ModPow(3, p - 2, p);
        _shift = a * third % p;
        BigInteger coefficient = Reduce(third * (3 - (a * a)));
        BigInteger constant = Reduce(third * third * third * ((2 * a * a * a) - (9 * a)));
        var curve = new FpCurve(Big(p), Big(coefficient), Big(constant), Big(order), BcInteger.ValueOf(cofactor));
        _base = curve.ValidatePoint(Big(Reduce(u + _shift)), Big(v));
    }

    public static WeierstrassCurve Curve25519 { get; } = new(
        Weighted.P25519,
        Weighted.L25519,
        8,
        486662,
        9,
        BigInteger.Parse("14781619447589544791020593568409986887264606134616475288964881837755586237401", null));

    public static WeierstrassCurve Curve448 { get; } = new(
        Weighted.P448,
        Weighted.L448,
        4,
        156326,
        5,
        BigInteger.Parse(
            "355293926785568175264127502063783334808976399387714271831880898435169088786967410002932673765864550910142774147268105838985595290606362", null));

    public ECPoint Multiple(BigInteger scalar) => _base.Multiply(Big(scalar));

    /// <summary>u and the lowest bit of v; null for the point at infinity.</summary>
    public (BigInteger U, int Sign)? Coordinates(ECPoint point)
    {
        if (point.IsInfinity)
        {
            return null;
        }

        ECPoint affine = point.Normalize();
        BigInteger x = new(affine.AffineXCoord.ToBigInteger().ToByteArrayUnsigned(), isUnsigned: true, isBigEndian: true);
        return (Reduce(x - _shift), affine.AffineYCoord.ToBigInteger().TestBit(0) ? 1 : 0);
    }

    private BigInteger Reduce(BigInteger value) => ((value % _p) + _p) % _p;

    private static BcInteger Big(BigInteger value) => new(1, value.ToByteArray(isUnsigned: true, isBigEndian: true));
}

// Fixed exponentiations in the field of p = 2^255 - 19 elements.

namespace Mesh.Cryptography;

internal partial struct Field25519
{
    // 2^((p-1)/4), a square root of -1
    private static readonly Field25519 RootOfMinusOne = new()
    {
        _0 = 0x61b274a0ea0b0,
        _1 = 0xd5a5fc8f189d,
        _2 = 0x7ef5e9cbd0c60,
        _3 = 0x78595a6804c9e,
        _4 = 0x2b8324804fc1d,
    };

    /// <summary>r = a^(p-2) = 1/a, and 0 for 0; p - 2 = 8 (p-5)/8 + 3.</summary>
    public static void Invert(out Field25519 r, in Field25519 a)
    {
        Field25519 x = a;
        Power(out Field25519 t, x);
        SquareTimes(out t, t, 3);
        Square(out Field25519 cube, x);
        Multiply(out cube, cube, x);
        Multiply(out r, t, cube);
    }

    /// <summary>
    /// r = a square root of numerator/denominator (RFC 8032 5.1.3). The mask is all ones where it exists; 0/x gives 0.
    /// </summary>
    public static ulong SquareRootOfRatio(out Field25519 r, in Field25519 numerator, in Field25519 denominator)
    {
        BeginRoot(out Field25519 v3, out Field25519 power, numerator, denominator);
        Power(out power, power);
        return FinishRoot(out r, numerator, denominator, v3, power);
    }

    /// <summary>
    /// Two of these at once, which on machines with AVX2 takes no longer than one. The mask is all ones where both roots exist.
    /// </summary>
    public static ulong SquareRootsOfRatios(
        out Field25519 r1,
        out Field25519 r2,
        in Field25519 numerator1,
        in Field25519 denominator1,
        in Field25519 numerator2,
        in Field25519 denominator2)
    {
        BeginRoot(out Field25519 first, out Field25519 power1, numerator1, denominator1);
        BeginRoot(out Field25519 second, out Field25519 power2, numerator2, denominator2);
        if (Field25519x4.IsWorthwhile())
        {
            Field25519x4.Pack(out Field25519x4 both, power1, power2, default, default);
            Field25519x4.Power(out both, both);
            both.Unpack(out power1, out power2, out _, out _);
        }
        else
        {
            Power(out power1, power1);
            Power(out power2, power2);
        }

        return FinishRoot(out r1, numerator1, denominator1, first, power1) & FinishRoot(out r2, numerator2, denominator2, second, power2);
    }

    // x = u v^3 (u v^7)^((p-5)/8) has v x^2 = u, or -u where a root of -1 is missing, or neither. First v^3 and u v^7:
    private static void BeginRoot(out Field25519 v3, out Field25519 base7, in Field25519 numerator, in Field25519 denominator)
    {
        Square(out v3, denominator);
        Multiply(out v3, v3, denominator);
        Square(out base7, v3);
        Multiply(out base7, base7, denominator);
        Multiply(out base7, base7, numerator);
    }

    private static ulong FinishRoot(
        out Field25519 r, in Field25519 numerator, in Field25519 denominator, in Field25519 v3, in Field25519 power)
    {
        Multiply(out Field25519 t, power, v3);
        Multiply(out t, t, numerator);
        Square(out Field25519 check, t);
        Multiply(out check, check, denominator);
        ulong right = EqualMask(check, numerator);
        Negate(out Field25519 opposite, numerator);
        ulong turned = EqualMask(check, opposite);
        Multiply(out Field25519 other, t, RootOfMinusOne);
        Select(out r, t, other, turned & ~right);
        return right | turned;
    }

    // r = a^((p-5)/8); the exponent is 2^252 - 3. Names tell it: x5 = a^(2^5 - 1).
    private static void Power(out Field25519 r, in Field25519 a)
    {
        Field25519 x1 = a;
        Square(out Field25519 t, x1);
        Multiply(out Field25519 x2, t, x1);
        SquareTimes(out t, x2, 2);
        Multiply(out t, t, x2);
        Square(out t, t);
        Multiply(out Field25519 x5, t, x1);
        SquareTimes(out t, x5, 5);
        Multiply(out Field25519 x10, t, x5);
        SquareTimes(out t, x10, 10);
        Multiply(out t, t, x10);
        SquareTimes(out Field25519 x40, t, 20);
        Multiply(out x40, x40, t);
        SquareTimes(out t, x40, 10);
        Multiply(out Field25519 x50, t, x10);
        SquareTimes(out t, x50, 50);
        Multiply(out Field25519 x100, t, x50);
        SquareTimes(out t, x100, 100);
        Multiply(out t, t, x100);
        SquareTimes(out t, t, 50);
        Multiply(out t, t, x50);
        SquareTimes(out t, t, 2);
        Multiply(out r, t, x1);
    }

    private static void SquareTimes(out Field25519 r, in Field25519 a, int times)
    {
        Square(out r, a);
        for (int i = 1; i < times; i++)
        {
            Square(out r, r);
        }
    }
}

// Fixed exponentiations in the field of p = 2^448 - 2^224 - 1 elements: inverse, inverse square root, square root (p = 3 mod 4).

using System.Runtime.CompilerServices;

namespace Mesh.Cryptography;

internal partial struct Field448
{
    /// <summary>
    /// r = a^((p-3)/4): for a square a other than 0 a square root of 1/a; for another value the same of -a; 0 for 0.
    /// The exponent is 2^446 - 2^222 - 1: 445 squarings, 12 products.
    /// </summary>
    [SkipLocalsInit]
    public static void InverseSquareRoot(out Field448 r, in Field448 a)
    {
        // Names tell the exponent: x3 = a^(2^3 - 1).
        Unsafe.SkipInit(out Field448 x1);
        Unsafe.SkipInit(out Field448 t);
        x1 = a;
        Square(out t, x1);
        Multiply(out t, t, x1);
        Square(out t, t);
        Multiply(out Field448 x3, t, x1);
        SquareTimes(out t, x3, 3);
        Multiply(out t, t, x3);
        SquareTimes(out t, t, 3);
        Multiply(out Field448 x9, t, x3);
        SquareTimes(out t, x9, 9);
        Multiply(out Field448 x18, t, x9);
        Square(out t, x18);
        Multiply(out t, t, x1);
        SquareTimes(out t, t, 18);
        Multiply(out Field448 x37, t, x18);
        SquareTimes(out t, x37, 37);
        Multiply(out t, t, x37);
        SquareTimes(out t, t, 37);
        Multiply(out Field448 x111, t, x37);
        SquareTimes(out t, x111, 111);
        Multiply(out Field448 x222, t, x111);
        Square(out t, x222);
        Multiply(out t, t, x1);
        SquareTimes(out t, t, 223);
        Multiply(out r, t, x222);
    }

    /// <summary>r = a^(p-2) = 1/a, and 0 for 0; p - 2 = 4 (p-3)/4 + 1.</summary>
    public static void Invert(out Field448 r, in Field448 a)
    {
        Field448 x = a;
        InverseSquareRoot(out Field448 t, x);
        SquareTimes(out t, t, 2);
        Multiply(out r, t, x);
    }

    /// <summary>
    /// r = a square root of numerator/denominator, in one exponentiation. The mask is all ones where it exists; 0/x gives 0.
    /// </summary>
    public static ulong SquareRootOfRatio(out Field448 r, in Field448 numerator, in Field448 denominator)
    {
        Field448 n = numerator;
        Multiply(out Field448 t, n, denominator);
        InverseSquareRoot(out t, t);
        Multiply(out r, t, n);
        Square(out t, r);
        Multiply(out t, t, denominator);
        return EqualMask(t, n);
    }

    private static void SquareTimes(out Field448 r, in Field448 a, int times)
    {
        Square(out r, a);
        for (int i = 1; i < times; i++)
        {
            Square(out r, r);
        }
    }
}

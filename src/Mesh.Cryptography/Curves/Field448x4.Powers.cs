// Inverse square roots of four elements side by side.

using System.Runtime.CompilerServices;

namespace Mesh.Cryptography;

internal partial struct Field448x4
{
    /// <summary>Each lane as <see cref="Field448.InverseSquareRoot"/>, by the same chain; a may be loose and may be r.</summary>
    [SkipLocalsInit]
    public static void InverseSquareRoot(out Field448x4 r, ref Field448x4 a, ref Workspace w)
    {
        // Names tell the exponent: x3 = a^(2^3 - 1).
        Field448x4 x1 = a;
        Square(out Field448x4 t, ref x1, ref w);
        Multiply(out t, ref t, ref x1, ref w);
        Square(out t, ref t, ref w);
        Multiply(out Field448x4 x3, ref t, ref x1, ref w);
        SquareTimes(out t, ref x3, 3, ref w);
        Multiply(out t, ref t, ref x3, ref w);
        SquareTimes(out t, ref t, 3, ref w);
        Multiply(out Field448x4 x9, ref t, ref x3, ref w);
        SquareTimes(out t, ref x9, 9, ref w);
        Multiply(out Field448x4 x18, ref t, ref x9, ref w);
        Square(out t, ref x18, ref w);
        Multiply(out t, ref t, ref x1, ref w);
        SquareTimes(out t, ref t, 18, ref w);
        Multiply(out Field448x4 x37, ref t, ref x18, ref w);
        SquareTimes(out t, ref x37, 37, ref w);
        Multiply(out t, ref t, ref x37, ref w);
        SquareTimes(out t, ref t, 37, ref w);
        Multiply(out Field448x4 x111, ref t, ref x37, ref w);
        SquareTimes(out t, ref x111, 111, ref w);
        Multiply(out Field448x4 x222, ref t, ref x111, ref w);
        Square(out t, ref x222, ref w);
        Multiply(out t, ref t, ref x1, ref w);
        SquareTimes(out t, ref t, 223, ref w);
        Multiply(out r, ref t, ref x222, ref w);
    }

    private static void SquareTimes(out Field448x4 r, ref Field448x4 a, int times, ref Workspace w)
    {
        Square(out r, ref a, ref w);
        for (int i = 1; i < times; i++)
        {
            Square(out r, ref r, ref w);
        }
    }
}

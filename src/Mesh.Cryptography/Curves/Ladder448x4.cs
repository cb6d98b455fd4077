// The Montgomery ladder of curve448 (RFC 7748 5) with its four coordinates side by side, (x2, z2, x3, z3), for AVX2: the same steps as in
// Ladder448, in two products of four and one of one.

using System.Runtime.CompilerServices;

namespace Mesh.Cryptography;

/// <summary>u([k]P) from u(P), on the curve and on its twist, where <see cref="Field448x4.IsSupported"/>.</summary>
internal static class Ladder448x4
{
    /// <summary>As <see cref="Ladder448.Multiply"/>.</summary>
    [SkipLocalsInit]
    public static void Multiply(ReadOnlySpan<byte> k, ReadOnlySpan<byte> u, Span<byte> destination)
    {
        Field448 x1 = Field448.Read(u);
        var one = new Field448(1);
        var byBase = new Field448x4.Matrix(x1);
        Unsafe.SkipInit(out Field448x4.Workspace workspace);
        Unsafe.SkipInit(out Field448x4 left);
        Unsafe.SkipInit(out Field448x4 right);
        Field448x4.Create(out Field448x4 points, one, default, x1, one);
        ulong swapped = 0;
        for (int i = (8 * Field448.Size) - 1; i >= 0; i--)
        {
            ulong bit = ((ulong)k[i >> 3] >> (i & 7)) & 1;
            ulong mask = unchecked(0UL - (swapped ^ bit));
            swapped = bit;

            // a = x2 + z2, b = x2 - z2, c = x3 + z3, d = x3 - z3; then aa, bb, cb, da.
            Field448x4.LadderSums(out left, out right, ref points, mask);
            Field448x4.Multiply(out points, ref left, ref right, ref workspace);

            // With e = aa - bb: aa bb, e (aa + 39081 e), (da + cb)^2, and (da - cb)^2, which is still to be multiplied by x1.
            Field448x4.LadderFactors(out left, out right, ref points);
            Field448x4.Multiply(out points, ref left, ref right, ref workspace);
            Field448x4.MultiplyLastLane(ref points, ref byBase);
        }

        Field448 x = points.Element(0);
        Field448 z = points.Element(1);
        Field448 x3 = points.Element(2);
        Field448 z3 = points.Element(3);
        ulong last = unchecked(0UL - swapped);
        Field448.Swap(ref x, ref x3, last);
        Field448.Swap(ref z, ref z3, last);
        Field448.Invert(out z, z);
        Field448.Multiply(out x, x, z);
        x.Write(destination);

        // The points on the way to a secret one are secret too (Mesh threshold, section 7).
        x = z = x3 = z3 = default;
        points = left = right = default;
        workspace = default;
    }
}

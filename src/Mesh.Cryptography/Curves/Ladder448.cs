// The Montgomery ladder of curve448 on u alone (RFC 7748 5): 448 steps for every scalar, constant time.

using System.Runtime.CompilerServices;

namespace Mesh.Cryptography;

/// <summary>u([k]P) from u(P), on the curve and on its twist.</summary>
internal static class Ladder448
{
    // (A - 2) / 4
    private const ulong A24 = 39081;

    /// <summary>Writes u([k]P) for the 56-octet integer <paramref name="k"/>, taken as it stands; 0 for the neutral element.</summary>
    public static void Multiply(ReadOnlySpan<byte> k, ReadOnlySpan<byte> u, Span<byte> destination)
    {
        if (Field448x4.IsWorthwhile())
        {
            Ladder448x4.Multiply(k, u, destination);
        }
        else
        {
            MultiplyPortable(k, u, destination);
        }
    }

    /// <summary>The same on any machine.</summary>
    [SkipLocalsInit]
    public static void MultiplyPortable(ReadOnlySpan<byte> k, ReadOnlySpan<byte> u, Span<byte> destination)
    {
        Field448 x1 = Field448.Read(u);
        var x2 = new Field448(1);
        Field448 z2 = default;
        Field448 x3 = x1;
        var z3 = new Field448(1);
        ulong swapped = 0;
        for (int i = (8 * Field448.Size) - 1; i >= 0; i--)
        {
            ulong bit = ((ulong)k[i >> 3] >> (i & 7)) & 1;
            ulong mask = unchecked(0UL - (swapped ^ bit));
            swapped = bit;
            Field448.Swap(ref x2, ref x3, mask);
            Field448.Swap(ref z2, ref z3, mask);

            Field448.Add(out Field448 a, x2, z2);
            Field448.Subtract(out Field448 b, x2, z2);
            Field448.Add(out Field448 c, x3, z3);
            Field448.Subtract(out Field448 d, x3, z3);
            Field448.Multiply(out d, d, a);
            Field448.Multiply(out c, c, b);
            Field448.Square(out a, a);
            Field448.Square(out b, b);
            Field448.Add(out x3, d, c);
            Field448.Square(out x3, x3);
            Field448.Subtract(out z3, d, c);
            Field448.Square(out z3, z3);
            Field448.Multiply(out z3, z3, x1);
            Field448.Multiply(out x2, a, b);
            Field448.Subtract(out Field448 e, a, b);
            Field448.MultiplySmall(out z2, e, A24);
            Field448.Add(out z2, z2, a);
            Field448.Multiply(out z2, z2, e);
        }

        ulong last = unchecked(0UL - swapped);
        Field448.Swap(ref x2, ref x3, last);
        Field448.Swap(ref z2, ref z3, last);
        Field448.Invert(out z2, z2);
        Field448.Multiply(out x2, x2, z2);
        x2.Write(destination);

        // The points on the way to a secret one are secret too (Mesh threshold, section 7).
        x2 = z2 = x3 = z3 = default;
    }
}

// The Montgomery ladder of curve25519 on u alone (RFC 7748 5): 256 steps for every scalar, constant time. A clamped scalar has 255 bits, a
// residue brought to a multiple of 8 may have 256.

using System.Runtime.CompilerServices;

namespace Mesh.Cryptography;

/// <summary>u([k]P) from u(P), on the curve and on its twist.</summary>
internal static class Ladder25519
{
    /// <summary>(A - 2) / 4.</summary>
    public const ulong A24 = 121665;

    /// <summary>Bits of the multiplier.</summary>
    public const int Steps = 256;

    /// <summary>Writes u([k]P) for the 32-octet integer <paramref name="k"/>, taken as it stands; 0 for the neutral element.</summary>
    [SkipLocalsInit]
    public static void Multiply(ReadOnlySpan<byte> k, ReadOnlySpan<byte> u, Span<byte> destination)
    {
        Field25519 x, z;
        if (Field25519x4.IsWorthwhile())
        {
            Ladder25519x4.Multiply(k, Field25519.Read(u), out x, out z);
        }
        else
        {
            Multiply(k, Field25519.Read(u), out x, out z);
        }

        Field25519.Invert(out z, z);
        Field25519.Multiply(out x, x, z);
        x.Write(destination);
        x = z = default;
    }

    /// <summary>The ladder without its last division, on any machine: [k]P = x/z.</summary>
    [SkipLocalsInit]
    internal static void Multiply(ReadOnlySpan<byte> k, in Field25519 u, out Field25519 x, out Field25519 z)
    {
        Field25519 x1 = u;
        var x2 = new Field25519(1);
        Field25519 z2 = default;
        Field25519 x3 = x1;
        var z3 = new Field25519(1);
        ulong swapped = 0;
        for (int i = Steps - 1; i >= 0; i--)
        {
            ulong bit = ((ulong)k[i >> 3] >> (i & 7)) & 1;
            ulong mask = unchecked(0UL - (swapped ^ bit));
            swapped = bit;
            Field25519.Swap(ref x2, ref x3, mask);
            Field25519.Swap(ref z2, ref z3, mask);

            Field25519.Add(out Field25519 a, x2, z2);
            Field25519.Subtract(out Field25519 b, x2, z2);
            Field25519.Add(out Field25519 c, x3, z3);
            Field25519.Subtract(out Field25519 d, x3, z3);
            Field25519.Multiply(out d, d, a);
            Field25519.Multiply(out c, c, b);
            Field25519.Square(out a, a);
            Field25519.Square(out b, b);
            Field25519.Add(out x3, d, c);
            Field25519.Square(out x3, x3);
            Field25519.Subtract(out z3, d, c);
            Field25519.Square(out z3, z3);
            Field25519.Multiply(out z3, z3, x1);
            Field25519.Multiply(out x2, a, b);
            Field25519.Subtract(out Field25519 e, a, b);
            Field25519.MultiplySmall(out z2, e, A24);
            Field25519.Add(out z2, z2, a);
            Field25519.Multiply(out z2, z2, e);
        }

        ulong last = unchecked(0UL - swapped);
        Field25519.Swap(ref x2, ref x3, last);
        Field25519.Swap(ref z2, ref z3, last);
        x = x2;
        z = z2;

        // The points on the way to a secret one are secret too (Mesh threshold, section 7).
        x2 = z2 = x3 = z3 = default;
    }
}

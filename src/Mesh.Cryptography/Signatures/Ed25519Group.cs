// The group of Ed25519 for batches: edwards25519 itself.

using System.Runtime.CompilerServices;

namespace Mesh.Cryptography;

using Point = ExtendedPoint25519;

/// <summary>Ed25519 (RFC 8032 5.1).</summary>
internal readonly struct Ed25519Group : ISignatureGroup<Point, PreparedPoint25519, Scalar25519>
{
    /// <inheritdoc/>
    public static int PointSize => Edwards25519.Size;

    /// <inheritdoc/>
    public static int ScalarWords => Scalar25519.Size / 8;

    /// <inheritdoc/>
    public static ref readonly Point Base => ref Edwards25519.Base;

    /// <inheritdoc/>
    public static Point Neutral => Point.Neutral;

    /// <inheritdoc/>
    public static void Decode(ReadOnlySpan<byte> octets, Span<Point> points, Span<bool> valid, Span<bool> small)
    {
        for (int i = 0; i < points.Length; i++)
        {
            valid[i] = Edwards25519.TryDecode(octets.Slice(i * Edwards25519.Size, Edwards25519.Size), out points[i]);
            small[i] = points[i].SmallOrderMask() != 0;
        }
    }

    /// <inheritdoc/>
    public static bool TryReadScalar(ReadOnlySpan<byte> octets, out Scalar25519 scalar) => Scalar25519.TryRead(octets, out scalar);

    /// <inheritdoc/>
    public static Scalar25519 MultiplyAdd(in Scalar25519 a, in Scalar25519 b, in Scalar25519 c) => Scalar25519.MultiplyAdd(a, b, c);

    /// <inheritdoc/>
    public static Scalar25519 Negate(in Scalar25519 a)
    {
        // -1 modulo L is L - 1.
        Scalar25519 minusOne = default;
        ((ReadOnlySpan<ulong>)[0x5812631a5cf5d3ec, 0x14def9dea2f79cd6, 0, 0x1000000000000000]).CopyTo(minusOne);
        return Scalar25519.MultiplyAdd(a, minusOne, default);
    }

    /// <inheritdoc/>
    public static Scalar25519 Successor(ReadOnlySpan<byte> value)
    {
        Scalar25519 one = default;
        one[0] = 1;
        return Scalar25519.Add(Scalar25519.ReduceWide(value), one);
    }

    /// <inheritdoc/>
    public static void WriteWords(in Scalar25519 scalar, Span<ulong> words) => ((ReadOnlySpan<ulong>)scalar).CopyTo(words);

    /// <inheritdoc/>
    public static void Double(out Point r, in Point p, bool withT) => Point.Double(out r, p, withT);

    /// <inheritdoc/>
    public static void Prepare(out PreparedPoint25519 r, in Point p) => PreparedPoint25519.Prepare(out r, p);

    /// <inheritdoc/>
    [SkipLocalsInit]
    public static void Add(out Point r, in Point p, in PreparedPoint25519 q)
    {
        Field25519.Multiply(out Field25519 d, p.Z, q.Z);
        Point.AddPrepared(out r, p, q.Plus, q.Minus, q.T, d);
    }

    /// <inheritdoc/>
    [SkipLocalsInit]
    public static void Subtract(out Point r, in Point p, in PreparedPoint25519 q)
    {
        Field25519.Multiply(out Field25519 d, p.Z, q.Z);
        Field25519.Negate(out Field25519 t, q.T);
        Point.AddPrepared(out r, p, q.Minus, q.Plus, t, d);
    }

    /// <inheritdoc/>
    public static bool IsNeutral(in Point p) => p.SmallOrderMask() != 0;
}

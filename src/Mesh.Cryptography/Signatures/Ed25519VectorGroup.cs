// The group of Ed25519 for batches on machines with AVX2: as Ed25519Group, with coordinates side by side.

namespace Mesh.Cryptography;

using Point = Point25519x4;

/// <summary>Ed25519 (RFC 8032 5.1), where <see cref="Field25519x4.IsSupported"/>.</summary>
internal readonly struct Ed25519VectorGroup : ISignatureGroup<Point, PreparedPoint25519x4, Scalar25519>
{
    private static readonly Point BasePoint = new(Edwards25519.Base);

    /// <inheritdoc/>
    public static int PointSize => Ed25519Group.PointSize;

    /// <inheritdoc/>
    public static int ScalarWords => Ed25519Group.ScalarWords;

    /// <inheritdoc/>
    public static ref readonly Point Base => ref BasePoint;

    /// <inheritdoc/>
    public static Point Neutral => new(ExtendedPoint25519.Neutral);

    /// <inheritdoc/>
    public static void Decode(ReadOnlySpan<byte> octets, Span<Point> points, Span<bool> valid, Span<bool> small)
    {
        Span<ExtendedPoint25519> one = stackalloc ExtendedPoint25519[1];
        for (int i = 0; i < points.Length; i++)
        {
            Ed25519Group.Decode(octets.Slice(i * PointSize, PointSize), one, valid[i..], small[i..]);
            points[i] = new Point(one[0]);
        }
    }

    /// <inheritdoc/>
    public static bool TryReadScalar(ReadOnlySpan<byte> octets, out Scalar25519 scalar) => Ed25519Group.TryReadScalar(octets, out scalar);

    /// <inheritdoc/>
    public static Scalar25519 MultiplyAdd(in Scalar25519 a, in Scalar25519 b, in Scalar25519 c) => Scalar25519.MultiplyAdd(a, b, c);

    /// <inheritdoc/>
    public static Scalar25519 Negate(in Scalar25519 a) => Ed25519Group.Negate(a);

    /// <inheritdoc/>
    public static Scalar25519 Successor(ReadOnlySpan<byte> value) => Ed25519Group.Successor(value);

    /// <inheritdoc/>
    public static void WriteWords(in Scalar25519 scalar, Span<ulong> words) => Ed25519Group.WriteWords(scalar, words);

    /// <inheritdoc/>
    public static void Double(out Point r, in Point p, bool withT) => Point.Double(out r, p);

    /// <inheritdoc/>
    public static void Prepare(out PreparedPoint25519x4 r, in Point p) => PreparedPoint25519x4.From(out r, p);

    /// <inheritdoc/>
    public static void Add(out Point r, in Point p, in PreparedPoint25519x4 q) => Point.Add(out r, p, q);

    /// <inheritdoc/>
    public static void Subtract(out Point r, in Point p, in PreparedPoint25519x4 q)
    {
        PreparedPoint25519x4.Negate(out PreparedPoint25519x4 negative, q);
        Point.Add(out r, p, negative);
    }

    /// <inheritdoc/>
    public static bool IsNeutral(in Point p) => p.ToExtended().SmallOrderMask() != 0;
}

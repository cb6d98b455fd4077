// The group of Ed448 for batches on machines with AVX2: as Ed448Group, with coordinates side by side, and four points decoded at a time.

using System.Runtime.CompilerServices;

namespace Mesh.Cryptography;

using EdwardsPoint = ExtendedPoint448<Edwards448Form>;

/// <summary>Ed448 (RFC 8032 5.2), where <see cref="Field448x4.IsSupported"/>.</summary>
internal readonly struct Ed448VectorGroup : ISignatureGroup<IsogenousPoint448x4, PreparedPoint448x4, Scalar448>
{
    private const int AtOnce = 4;

    private static readonly IsogenousPoint448x4 BasePoint = new(Ed448Group.Base);

    /// <inheritdoc/>
    public static int PointSize => Ed448Group.PointSize;

    /// <inheritdoc/>
    public static int ScalarWords => Ed448Group.ScalarWords;

    /// <inheritdoc/>
    public static ref readonly IsogenousPoint448x4 Base => ref BasePoint;

    /// <inheritdoc/>
    public static IsogenousPoint448x4 Neutral => IsogenousPoint448x4.Neutral;

    /// <inheritdoc/>
    public static void Decode(ReadOnlySpan<byte> octets, Span<IsogenousPoint448x4> points, Span<bool> valid, Span<bool> small)
    {
        Span<EdwardsPoint> decoded = stackalloc EdwardsPoint[AtOnce];
        for (int i = 0; i < points.Length; i += AtOnce)
        {
            int count = Math.Min(AtOnce, points.Length - i);
            Edwards448.DecodeFour(octets.Slice(i * PointSize, count * PointSize), decoded[..count], valid.Slice(i, count));
            for (int j = 0; j < count; j++)
            {
                IsogenousPoint448.FromEdwards448(out IsogenousPoint448 image, decoded[j]);
                small[i + j] = image.NeutralMask() != 0;
                points[i + j] = new IsogenousPoint448x4(image);
            }
        }
    }

    /// <inheritdoc/>
    public static bool TryReadScalar(ReadOnlySpan<byte> octets, out Scalar448 scalar) => Ed448Group.TryReadScalar(octets, out scalar);

    /// <inheritdoc/>
    public static Scalar448 MultiplyAdd(in Scalar448 a, in Scalar448 b, in Scalar448 c) => Scalar448.MultiplyAdd(a, b, c);

    /// <inheritdoc/>
    public static Scalar448 Negate(in Scalar448 a) => Scalar448.Negate(a);

    /// <inheritdoc/>
    public static Scalar448 Successor(ReadOnlySpan<byte> value) => Ed448Group.Successor(value);

    /// <inheritdoc/>
    public static void WriteWords(in Scalar448 scalar, Span<ulong> words) => Ed448Group.WriteWords(scalar, words);

    /// <inheritdoc/>
    public static void Double(out IsogenousPoint448x4 r, in IsogenousPoint448x4 p, bool withT) =>
        IsogenousPoint448x4.Double(out r, ref Unsafe.AsRef(in p));

    /// <inheritdoc/>
    public static void Prepare(out PreparedPoint448x4 r, in IsogenousPoint448x4 p) =>
        IsogenousPoint448x4.Prepare(out r, ref Unsafe.AsRef(in p));

    /// <inheritdoc/>
    public static void Add(out IsogenousPoint448x4 r, in IsogenousPoint448x4 p, in PreparedPoint448x4 q) =>
        IsogenousPoint448x4.Add(out r, ref Unsafe.AsRef(in p), ref Unsafe.AsRef(in q));

    /// <inheritdoc/>
    public static void Subtract(out IsogenousPoint448x4 r, in IsogenousPoint448x4 p, in PreparedPoint448x4 q) =>
        IsogenousPoint448x4.Subtract(out r, ref Unsafe.AsRef(in p), ref Unsafe.AsRef(in q));

    /// <inheritdoc/>
    public static bool IsNeutral(in IsogenousPoint448x4 p) => p.ToPoint().NeutralMask() != 0;
}

// The group of Ed448 for batches: edwards448 up to small order, as its image under an isogeny.

namespace Mesh.Cryptography;

using EdwardsPoint = ExtendedPoint448<Edwards448Form>;

/// <summary>Ed448 (RFC 8032 5.2).</summary>
internal readonly struct Ed448Group : ISignatureGroup<IsogenousPoint448, PreparedPoint448, Scalar448>
{
    private static readonly IsogenousPoint448 BasePoint = DecodeBase();

    /// <inheritdoc/>
    public static int PointSize => Edwards448.Size;

    /// <inheritdoc/>
    public static int ScalarWords => Scalar448.Size / 8;

    /// <inheritdoc/>
    public static ref readonly IsogenousPoint448 Base => ref BasePoint;

    /// <inheritdoc/>
    public static IsogenousPoint448 Neutral => IsogenousPoint448.Neutral;

    /// <inheritdoc/>
    public static void Decode(ReadOnlySpan<byte> octets, Span<IsogenousPoint448> points, Span<bool> valid, Span<bool> small)
    {
        for (int i = 0; i < points.Length; i++)
        {
            valid[i] = Edwards448.TryDecode(octets.Slice(i * Edwards448.Size, Edwards448.Size), out EdwardsPoint point);
            IsogenousPoint448.FromEdwards448(out points[i], point);
            small[i] = points[i].NeutralMask() != 0;
        }
    }

    /// <inheritdoc/>
    public static bool TryReadScalar(ReadOnlySpan<byte> octets, out Scalar448 scalar)
    {
        scalar = default;
        return octets[Scalar448.Size] == 0 && Scalar448.TryRead(octets[..Scalar448.Size], out scalar);
    }

    /// <inheritdoc/>
    public static Scalar448 MultiplyAdd(in Scalar448 a, in Scalar448 b, in Scalar448 c) => Scalar448.MultiplyAdd(a, b, c);

    /// <inheritdoc/>
    public static Scalar448 Negate(in Scalar448 a) => Scalar448.Negate(a);

    /// <inheritdoc/>
    public static Scalar448 Successor(ReadOnlySpan<byte> value) => Scalar448.Add(Scalar448.ReduceWide(value), Scalar448.One);

    /// <inheritdoc/>
    public static void WriteWords(in Scalar448 scalar, Span<ulong> words) => ((ReadOnlySpan<ulong>)scalar).CopyTo(words);

    /// <inheritdoc/>
    public static void Double(out IsogenousPoint448 r, in IsogenousPoint448 p, bool withT) => IsogenousPoint448.Double(out r, p, withT);

    /// <inheritdoc/>
    public static void Prepare(out PreparedPoint448 r, in IsogenousPoint448 p) => PreparedPoint448.Prepare(out r, p);

    /// <inheritdoc/>
    public static void Add(out IsogenousPoint448 r, in IsogenousPoint448 p, in PreparedPoint448 q) => IsogenousPoint448.Add(out r, p, q);

    /// <inheritdoc/>
    public static void Subtract(out IsogenousPoint448 r, in IsogenousPoint448 p, in PreparedPoint448 q) =>
        IsogenousPoint448.Subtract(out r, p, q);

    /// <inheritdoc/>
    public static bool IsNeutral(in IsogenousPoint448 p) => p.NeutralMask() != 0;

    private static IsogenousPoint448 DecodeBase()
    {
        _ = Edwards448.TryDecode(Edwards448.EncodedBase, out EdwardsPoint point);
        IsogenousPoint448.FromEdwards448(out IsogenousPoint448 image, point);
        return image;
    }
}

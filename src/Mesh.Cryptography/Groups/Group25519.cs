// What edwards25519 and curve25519 have in common: the order, and points in extended coordinates of edwards25519, to which curve25519 is
// isomorphic as a group.

using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace Mesh.Cryptography;

using Point = ExtendedPoint25519;

/// <summary>A group of curve 25519.</summary>
internal abstract class Group25519 : PrimeGroup
{
    /// <inheritdoc/>
    public override int ScalarSize => Scalar25519.Size;

    /// <inheritdoc/>
    public override int AgreementSize => Field25519.Size;

    /// <inheritdoc/>
    public override int Cofactor => 8;

    internal override void Hash(ReadOnlySpan<byte> input, Span<byte> destination) => SHA512.HashData(input, destination);

    internal override int WideSize => Scalar25519.WideSize;

    internal override GroupPoint Neutral
    {
        get
        {
            GroupPoint point = default;
            Open(ref point) = Point.Neutral;
            return point;
        }
    }

    internal override bool TryRead(ReadOnlySpan<byte> octets, out GroupScalar scalar)
    {
        scalar = default;
        return octets.Length == ScalarSize && Scalar25519.TryRead(octets, out Open(ref scalar));
    }

    internal override void ReduceWide(ReadOnlySpan<byte> octets, out GroupScalar scalar)
    {
        scalar = default;
        Open(ref scalar) = Scalar25519.ReduceWide(octets);
    }

    internal override void Write(in GroupScalar scalar, Span<byte> destination) => See(scalar).Write(destination);

    internal override void Add(out GroupScalar r, in GroupScalar a, in GroupScalar b)
    {
        Unsafe.SkipInit(out r);
        Open(ref r) = Scalar25519.Add(See(a), See(b));
    }

    internal override void Negate(out GroupScalar r, in GroupScalar a)
    {
        Unsafe.SkipInit(out r);
        Open(ref r) = Scalar25519.Negate(See(a));
    }

    internal override void MultiplyAdd(out GroupScalar r, in GroupScalar a, in GroupScalar b, in GroupScalar c)
    {
        Unsafe.SkipInit(out r);
        Open(ref r) = Scalar25519.MultiplyAdd(See(a), See(b), See(c));
    }

    internal override void DivideByCofactor(out GroupScalar r, in GroupScalar a)
    {
        Unsafe.SkipInit(out r);
        Open(ref r) = Scalar25519.MultiplyAdd(See(a), Scalar25519.InverseOfEight, default);
    }

    internal override void InvertPublic(out GroupScalar r, in GroupScalar a)
    {
        Unsafe.SkipInit(out r);
        Open(ref r) = Scalar25519.InvertPublic(See(a));
    }

    internal override PrivateScalar ToPrivate(in GroupScalar scalar) => new ResidueScalar25519(See(scalar));

    internal override ulong ZeroMask(in GroupScalar a) => See(a).ZeroMask();

    internal override void Add(out GroupPoint r, in GroupPoint p, in GroupPoint q)
    {
        Unsafe.SkipInit(out r);
        Point.Add(out Open(ref r), See(p), See(q));
    }

    internal override void Negate(out GroupPoint r, in GroupPoint p)
    {
        Unsafe.SkipInit(out r);
        Point.Negate(out Open(ref r), See(p));
    }

    internal override void Double(out GroupPoint r, in GroupPoint p)
    {
        Unsafe.SkipInit(out r);
        Point.Double(out Open(ref r), See(p));
    }

    internal override void Multiply(out GroupPoint r, in GroupScalar s, in GroupPoint p)
    {
        Unsafe.SkipInit(out r);
        Point.Multiply(out Open(ref r), See(s), See(p));
    }

    internal override void MultiplyBase(out GroupPoint r, in GroupScalar s)
    {
        Unsafe.SkipInit(out r);
        Edwards25519Comb.Multiply(out Open(ref r), See(s));
    }

    internal override ulong NeutralMask(in GroupPoint p) => See(p).NeutralMask();

    internal override ulong EqualMask(in GroupPoint p, in GroupPoint q) => Point.EqualMask(See(p), See(q));

    protected static ref Point Open(ref GroupPoint point) => ref Unsafe.As<GroupPoint, Point>(ref point);

    protected static ref readonly Point See(in GroupPoint point) => ref Open(ref Unsafe.AsRef(in point));

    private static ref readonly Scalar25519 See(in GroupScalar scalar) => ref Open(ref Unsafe.AsRef(in scalar));

    private static ref Scalar25519 Open(ref GroupScalar scalar) => ref Unsafe.As<GroupScalar, Scalar25519>(ref scalar);
}

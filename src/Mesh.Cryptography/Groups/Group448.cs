// What edwards448 and curve448 have in common: the order, and points in extended coordinates.

using System.Runtime.CompilerServices;

namespace Mesh.Cryptography;

/// <summary>A group of curve 448 whose points are added on the Edwards curve <typeparamref name="TForm"/>.</summary>
internal abstract class Group448<TForm> : PrimeGroup
    where TForm : struct, IEdwardsForm448
{
    /// <inheritdoc/>
    public override int ElementSize => 57;

    /// <inheritdoc/>
    public override int ScalarSize => Scalar448.Size;

    /// <inheritdoc/>
    public override int Cofactor => 4;

    internal override void Hash(ReadOnlySpan<byte> input, Span<byte> destination) => Shake256Hash.HashData(input, destination);

    internal override int WideSize => Scalar448.WideSize;

    internal override GroupPoint Neutral
    {
        get
        {
            GroupPoint point = default;
            Open(ref point) = ExtendedPoint448<TForm>.Neutral;
            return point;
        }
    }

    internal override bool TryRead(ReadOnlySpan<byte> octets, out GroupScalar scalar)
    {
        scalar = default;
        return octets.Length == ScalarSize && Scalar448.TryRead(octets, out Open(ref scalar));
    }

    internal override void ReduceWide(ReadOnlySpan<byte> octets, out GroupScalar scalar)
    {
        scalar = default;
        Open(ref scalar) = Scalar448.ReduceWide(octets);
    }

    internal override void Write(in GroupScalar scalar, Span<byte> destination) => See(scalar).Write(destination);

    internal override void Add(out GroupScalar r, in GroupScalar a, in GroupScalar b)
    {
        Unsafe.SkipInit(out r);
        Open(ref r) = Scalar448.Add(See(a), See(b));
    }

    internal override void Negate(out GroupScalar r, in GroupScalar a)
    {
        Unsafe.SkipInit(out r);
        Open(ref r) = Scalar448.Negate(See(a));
    }

    internal override void MultiplyAdd(out GroupScalar r, in GroupScalar a, in GroupScalar b, in GroupScalar c)
    {
        Unsafe.SkipInit(out r);
        Open(ref r) = Scalar448.MultiplyAdd(See(a), See(b), See(c));
    }

    internal override void DivideByCofactor(out GroupScalar r, in GroupScalar a)
    {
        Unsafe.SkipInit(out r);
        Open(ref r) = Scalar448.Halve(Scalar448.Halve(See(a)));
    }

    internal override void InvertPublic(out GroupScalar r, in GroupScalar a)
    {
        Unsafe.SkipInit(out r);
        Open(ref r) = Scalar448.InvertPublic(See(a));
    }

    internal override PrivateScalar ToPrivate(in GroupScalar scalar) => new ResidueScalar448(See(scalar));

    internal override ulong ZeroMask(in GroupScalar a) => See(a).ZeroMask();

    internal override void Add(out GroupPoint r, in GroupPoint p, in GroupPoint q)
    {
        Unsafe.SkipInit(out r);
        ExtendedPoint448<TForm>.Add(out Open(ref r), See(p), See(q));
    }

    internal override void Negate(out GroupPoint r, in GroupPoint p)
    {
        Unsafe.SkipInit(out r);
        ExtendedPoint448<TForm>.Negate(out Open(ref r), See(p));
    }

    internal override void Double(out GroupPoint r, in GroupPoint p)
    {
        Unsafe.SkipInit(out r);
        ExtendedPoint448<TForm>.Double(out Open(ref r), See(p));
    }

    internal override void Multiply(out GroupPoint r, in GroupScalar s, in GroupPoint p)
    {
        Unsafe.SkipInit(out r);
        ExtendedPoint448<TForm>.Multiply(out Open(ref r), See(s), See(p));
    }

    internal override ulong NeutralMask(in GroupPoint p) => See(p).NeutralMask();

    internal override ulong EqualMask(in GroupPoint p, in GroupPoint q) => ExtendedPoint448<TForm>.EqualMask(See(p), See(q));

    protected static ref ExtendedPoint448<TForm> Open(ref GroupPoint point) => ref Unsafe.As<GroupPoint, ExtendedPoint448<TForm>>(ref point);

    protected static ref readonly ExtendedPoint448<TForm> See(in GroupPoint point) => ref Open(ref Unsafe.AsRef(in point));

    protected static ref readonly Scalar448 See(in GroupScalar scalar) => ref Open(ref Unsafe.AsRef(in scalar));

    private static ref Scalar448 Open(ref GroupScalar scalar) => ref Unsafe.As<GroupScalar, Scalar448>(ref scalar);
}

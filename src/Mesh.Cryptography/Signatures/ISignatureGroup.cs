// What the verification of many signatures at once needs of a group.

namespace Mesh.Cryptography;

/// <summary>
/// The group of one signature algorithm, as far as batches of signatures need it: everything is public. Points are known up to small order, as
/// the cofactored equation asks.
/// </summary>
internal interface ISignatureGroup<TPoint, TPrepared, TScalar>
    where TPoint : struct
    where TPrepared : struct
    where TScalar : struct
{
    /// <summary>Octets of an encoded point; a signature has twice as many.</summary>
    static abstract int PointSize { get; }

    /// <summary>64-bit words of a scalar.</summary>
    static abstract int ScalarWords { get; }

    /// <summary>The base point.</summary>
    static abstract ref readonly TPoint Base { get; }

    /// <summary>The neutral element.</summary>
    static abstract TPoint Neutral { get; }

    /// <summary>
    /// Strict decoding of encoded points, one after the other in <paramref name="octets"/>; <paramref name="small"/> tells those of small order.
    /// Where one is not valid its point is undefined.
    /// </summary>
    static abstract void Decode(ReadOnlySpan<byte> octets, Span<TPoint> points, Span<bool> valid, Span<bool> small);

    /// <summary>The scalar of the second half of a signature; false where it is not below the group order.</summary>
    static abstract bool TryReadScalar(ReadOnlySpan<byte> octets, out TScalar scalar);

    /// <summary>a b + c.</summary>
    static abstract TScalar MultiplyAdd(in TScalar a, in TScalar b, in TScalar c);

    /// <summary>-a.</summary>
    static abstract TScalar Negate(in TScalar a);

    /// <summary>value + 1 for 16 octets.</summary>
    static abstract TScalar Successor(ReadOnlySpan<byte> value);

    /// <summary>The words of a scalar, least significant first.</summary>
    static abstract void WriteWords(in TScalar scalar, Span<ulong> words);

    /// <summary>r = 2p.</summary>
    static abstract void Double(out TPoint r, in TPoint p, bool withT);

    /// <summary>r = p in the form of a second operand.</summary>
    static abstract void Prepare(out TPrepared r, in TPoint p);

    /// <summary>r = p + q.</summary>
    static abstract void Add(out TPoint r, in TPoint p, in TPrepared q);

    /// <summary>r = p - q.</summary>
    static abstract void Subtract(out TPoint r, in TPoint p, in TPrepared q);

    /// <summary>Whether p is neutral up to small order.</summary>
    static abstract bool IsNeutral(in TPoint p);
}

// A public point of edwards448 (RFC 8032 5.2), 57 octets encoded.

namespace Mesh.Cryptography;

using Point = ExtendedPoint448<Edwards448Form>;

/// <summary>A public point of edwards448: an Ed448 public key or a contribution to one.</summary>
public sealed class Edwards448Point : IEquatable<Edwards448Point>
{
    /// <summary>Octets of the encoding.</summary>
    public const int Size = Edwards448.Size;

    private readonly Point _point;

    internal Edwards448Point(in Point point) => _point = point;

    /// <summary>Strict decoding (RFC 8032 5.2.3): y below p, on the curve, no odd x of 0. Points of small order are accepted here.</summary>
    /// <exception cref="CryptoException"><see cref="CryptoError.InvalidLength"/>, <see cref="CryptoError.InvalidPoint"/>.</exception>
    public static Edwards448Point Decode(ReadOnlySpan<byte> octets)
    {
        if (octets.Length != Size)
        {
            throw CryptoException.Length("An edwards448 point", Size, octets.Length);
        }

        return Edwards448.TryDecode(octets, out Point point)
            ? new Edwards448Point(point)
            : throw new CryptoException(CryptoError.InvalidPoint, "The octets are not the canonical encoding of an edwards448 point.");
    }

    /// <summary>[s]B.</summary>
    public static Edwards448Point BaseMultiple(ResidueScalar448 scalar)
    {
        Edwards448.MultiplyBase(out Point point, scalar.Residue);
        return new Edwards448Point(point);
    }

    /// <summary>Whether the order of this point divides 4; such points are refused as keys and commitments.</summary>
    public bool IsSmallOrder => _point.SmallOrderMask() != 0;

    /// <summary>Whether the order is L: in the prime-order subgroup and not neutral. Costs a full multiplication.</summary>
    public bool IsPrimeOrder => Edwards448.IsPrimeOrder(_point);

    /// <summary>The neutral element (0, 1), refused as a key.</summary>
    public bool IsNeutral => _point.NeutralMask() != 0;

    /// <summary>The 57 octets of RFC 8032 5.2.2.</summary>
    public byte[] Encode()
    {
        byte[] octets = new byte[Size];
        Edwards448.Encode(_point, octets);
        return octets;
    }

    /// <summary>This + <paramref name="other"/>, complete: equal, opposite and neutral points included.</summary>
    public Edwards448Point Add(Edwards448Point other)
    {
        Point.Add(out Point sum, _point, other._point);
        return new Edwards448Point(sum);
    }

    /// <summary>The opposite point.</summary>
    public Edwards448Point Negate()
    {
        Point.Negate(out Point negative, _point);
        return new Edwards448Point(negative);
    }

    /// <inheritdoc/>
    public bool Equals(Edwards448Point? other) => other is not null && Point.EqualMask(_point, other._point) != 0;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Edwards448Point);

    /// <inheritdoc/>
    public override int GetHashCode() => BitConverter.ToInt32(Encode());

    /// <summary>The encoding in hexadecimal.</summary>
    public override string ToString() => Convert.ToHexStringLower(Encode());

    internal ref readonly Point Extended => ref _point;
}

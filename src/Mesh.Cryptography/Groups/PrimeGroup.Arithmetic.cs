// What a group gives to the protocols: numbers modulo L and points. Constant time in everything but what is called public.

using System.Security.Cryptography;

namespace Mesh.Cryptography;

public abstract partial class PrimeGroup
{
    /// <summary>The number by which the Mesh knows the algorithm of keys in this group: 1 X25519, 2 X448, 3 Ed25519, 4 Ed448.</summary>
    internal abstract byte Algorithm { get; }

    /// <summary>The hash of the family, <see cref="WideSize"/> octets: SHA-512, or SHAKE256 with 114.</summary>
    internal abstract void Hash(ReadOnlySpan<byte> input, Span<byte> destination);

    /// <summary>Octets from which a uniform scalar is reduced; the bias is below 2^-256.</summary>
    internal abstract int WideSize { get; }

    /// <summary>Reads <see cref="ScalarSize"/> octets; false where the number is not below L. Only that verdict is revealed.</summary>
    internal abstract bool TryRead(ReadOnlySpan<byte> octets, out GroupScalar scalar);

    /// <summary>The little-endian number in up to <see cref="WideSize"/> octets, modulo L.</summary>
    internal abstract void ReduceWide(ReadOnlySpan<byte> octets, out GroupScalar scalar);

    /// <summary>Writes <see cref="ScalarSize"/> octets, little endian.</summary>
    internal abstract void Write(in GroupScalar scalar, Span<byte> destination);

    /// <summary>r = a + b; r may be one of them.</summary>
    internal abstract void Add(out GroupScalar r, in GroupScalar a, in GroupScalar b);

    /// <summary>r = -a; r may be a.</summary>
    internal abstract void Negate(out GroupScalar r, in GroupScalar a);

    /// <summary>r = a b + c; r may be one of them.</summary>
    internal abstract void MultiplyAdd(out GroupScalar r, in GroupScalar a, in GroupScalar b, in GroupScalar c);

    /// <summary>r = a / h, h being the cofactor.</summary>
    internal abstract void DivideByCofactor(out GroupScalar r, in GroupScalar a);

    /// <summary>r = 1/a for a public a other than 0.</summary>
    internal abstract void InvertPublic(out GroupScalar r, in GroupScalar a);

    /// <summary>All ones for zero, else 0.</summary>
    internal abstract ulong ZeroMask(in GroupScalar a);

    /// <summary>The neutral element.</summary>
    internal abstract GroupPoint Neutral { get; }

    /// <summary>r = p + q for any points; r may be one of them.</summary>
    internal abstract void Add(out GroupPoint r, in GroupPoint p, in GroupPoint q);

    /// <summary>r = -p; r may be p.</summary>
    internal abstract void Negate(out GroupPoint r, in GroupPoint p);

    /// <summary>r = 2p; r may be p.</summary>
    internal abstract void Double(out GroupPoint r, in GroupPoint p);

    /// <summary>r = [s]p for a secret s and any p.</summary>
    internal abstract void Multiply(out GroupPoint r, in GroupScalar s, in GroupPoint p);

    /// <summary>r = [s]B for a secret s.</summary>
    internal abstract void MultiplyBase(out GroupPoint r, in GroupScalar s);

    /// <summary>All ones for the neutral element, else 0.</summary>
    internal abstract ulong NeutralMask(in GroupPoint p);

    /// <summary>All ones where p = q, else 0.</summary>
    internal abstract ulong EqualMask(in GroupPoint p, in GroupPoint q);

    /// <summary>Strict decoding of <see cref="ElementSize"/> public octets; the reason of a refusal.</summary>
    internal abstract CryptoError? TryDecode(ReadOnlySpan<byte> octets, out GroupPoint point);

    /// <summary>The point with an even v and the public u in <see cref="AgreementSize"/> octets; the reason of a refusal.</summary>
    internal virtual CryptoError? TryLift(ReadOnlySpan<byte> u, out GroupPoint point)
    {
        point = default;
        return CryptoError.InvalidParameter;
    }

    /// <summary>Writes <see cref="ElementSize"/> octets.</summary>
    internal abstract void Encode(in GroupPoint point, Span<byte> destination);

    /// <summary>A private scalar with the value, which is not 0.</summary>
    internal abstract PrivateScalar ToPrivate(in GroupScalar scalar);

    /// <summary>r = a b.</summary>
    internal void Multiply(out GroupScalar r, in GroupScalar a, in GroupScalar b) => MultiplyAdd(out r, a, b, default);

    /// <summary>r = a - b; r may be one of them.</summary>
    internal void Subtract(out GroupScalar r, in GroupScalar a, in GroupScalar b)
    {
        Negate(out GroupScalar minus, b);
        Add(out r, a, minus);
        minus.Clear();
    }

    /// <summary>A uniform scalar other than 0.</summary>
    internal void Random(IRandomSource random, out GroupScalar scalar)
    {
        Span<byte> draw = stackalloc byte[WideSize];
        do
        {
            random.Fill(draw);
            ReduceWide(draw, out scalar);
        }
        while (ZeroMask(scalar) != 0);
        CryptographicOperations.ZeroMemory(draw);
    }

    /// <summary>The hash of the input, modulo L.</summary>
    internal void HashToScalar(ReadOnlySpan<byte> input, out GroupScalar scalar)
    {
        Span<byte> wide = stackalloc byte[WideSize];
        Hash(input, wide);
        ReduceWide(wide, out scalar);
        CryptographicOperations.ZeroMemory(wide);
    }

    /// <summary>Keeps a secret scalar; 32 or 56 octets.</summary>
    internal SecretBytes Keep(in GroupScalar scalar)
    {
        Span<byte> octets = stackalloc byte[ScalarSize];
        Write(scalar, octets);
        var secret = new SecretBytes(octets);
        CryptographicOperations.ZeroMemory(octets);
        return secret;
    }

    /// <summary>A scalar that was kept; who takes it clears it.</summary>
    internal void Take(SecretBytes secret, out GroupScalar scalar) => _ = TryRead(secret.Reveal(), out scalar);

    /// <summary>Copies a kept scalar out.</summary>
    /// <exception cref="CryptoException"><see cref="CryptoError.InvalidLength"/>.</exception>
    internal void Copy(SecretBytes secret, Span<byte> destination)
    {
        if (destination.Length != ScalarSize)
        {
            throw CryptoException.Length($"The destination of a scalar of {Name}", ScalarSize, destination.Length);
        }

        secret.Reveal().CopyTo(destination);
    }

    /// <summary>Reads a secret scalar that came from elsewhere: below L and not 0.</summary>
    /// <exception cref="CryptoException"><see cref="CryptoError.InvalidLength"/>, <see cref="CryptoError.InvalidScalar"/>.</exception>
    internal SecretBytes KeepRead(ReadOnlySpan<byte> octets)
    {
        if (octets.Length != ScalarSize)
        {
            throw CryptoException.Length($"A scalar of {Name}", ScalarSize, octets.Length);
        }

        bool valid = TryRead(octets, out GroupScalar scalar) && ZeroMask(scalar) == 0;
        scalar.Clear();
        return valid
            ? new SecretBytes(octets)
            : throw new CryptoException(CryptoError.InvalidScalar, $"A scalar of {Name} must be below the order of the group and not 0.");
    }

    /// <summary>A small public number.</summary>
    internal GroupScalar FromInteger(int value)
    {
        Span<byte> octets = stackalloc byte[sizeof(int)];
        System.Buffers.Binary.BinaryPrimitives.WriteInt32LittleEndian(octets, value);
        ReduceWide(octets, out GroupScalar scalar);
        return scalar;
    }

    /// <summary>r = [h]p: what is left of any p is of prime order or neutral.</summary>
    internal void MultiplyByCofactor(out GroupPoint r, in GroupPoint p)
    {
        r = p;
        for (int h = Cofactor; h > 1; h >>= 1)
        {
            Double(out r, r);
        }
    }

    /// <summary>r = [n]p for a small public n, in variable time.</summary>
    internal void MultiplySmall(out GroupPoint r, int n, in GroupPoint p)
    {
        GroupPoint power = p;
        r = Neutral;
        for (; n != 0; n >>= 1)
        {
            if ((n & 1) != 0)
            {
                Add(out r, r, power);
            }

            Double(out power, power);
        }
    }

    /// <summary>Whether a public p is of order L.</summary>
    internal bool IsPrimeOrder(in GroupPoint p)
    {
        // [L - 1]p = -p
        Negate(out GroupScalar minusOne, FromInteger(1));
        Multiply(out GroupPoint product, minusOne, p);
        Add(out product, product, p);
        return NeutralMask(product) != 0 && NeutralMask(p) == 0;
    }
}

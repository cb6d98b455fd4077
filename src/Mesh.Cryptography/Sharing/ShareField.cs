// The prime fields of byte-string sharing (draft-hallambaker-mesh-udf 4.5, 11): p(n) = 2^(8n) + k(n) for secrets of n octets, n in 1..64,
// k(n) the least offset that gives a prime. Up to nine 64-bit limbs; Montgomery products; no branch or index depends on a value.

using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Mesh.Cryptography;

/// <summary>Arithmetic modulo p(n). Elements are limb arrays of <see cref="Limbs"/> words below p(n), least significant first.</summary>
internal sealed class ShareField
{
    /// <summary>Octets of the longest secret.</summary>
    public const int MaximumSize = 64;

    private const int WordBits = 64;

    private readonly ulong[] _modulus;
    private readonly ulong[] _squareOfRadix;
    private readonly ulong _negativeInverse;

    /// <summary>The field for secrets of <paramref name="size"/> octets, 1..64.</summary>
    public ShareField(int size)
    {
        Size = size;
        _modulus = new ulong[(8 * size / WordBits) + 1];
        _modulus[0] = Offsets[size - 1];
        _modulus[^1] |= 1UL << (8 * size % WordBits);

        // Newton's iteration doubles the number of right bits: 1/p modulo 2^64 from 1/p modulo 2.
        unchecked
        {
            ulong inverse = 1;
            for (int bits = 1; bits < WordBits; bits *= 2)
            {
                inverse *= 2 - (_modulus[0] * inverse);
            }

            _negativeInverse = 0 - inverse;
        }

        // 2^(2 * 64 * limbs), by doubling 1.
        _squareOfRadix = new ulong[Limbs];
        _squareOfRadix[0] = 1;
        for (int i = 0; i < 2 * WordBits * Limbs; i++)
        {
            Add(_squareOfRadix, _squareOfRadix, _squareOfRadix);
        }
    }

    /// <summary>Octets of a secret.</summary>
    public int Size { get; }

    /// <summary>Words of an element.</summary>
    public int Limbs => _modulus.Length;

    private static ReadOnlySpan<ushort> Offsets =>
    [
        1, 1, 43, 15, 15, 21, 81, 13, 15, 13, 7, 61, 111, 25, 451, 51,
        85, 175, 253, 7, 87, 427, 27, 133, 235, 375, 423, 735, 357, 115, 81, 297,
        175, 57, 45, 127, 61, 37, 91, 27, 15, 241, 231, 55, 105, 127, 115, 231,
        207, 181, 37, 235, 163, 1093, 187, 211, 21, 841, 445, 165, 777, 583, 133, 75,
    ];

    /// <summary>Reads a big-endian number, below p if it has <see cref="Size"/> octets.</summary>
    public static void Read(ReadOnlySpan<byte> octets, Span<ulong> element)
    {
        element.Clear();
        for (int i = 0; i < octets.Length; i++)
        {
            element[i / 8] |= (ulong)octets[octets.Length - 1 - i] << (8 * (i % 8));
        }
    }

    /// <summary>Writes <see cref="Size"/> octets, big-endian; false where the element is 2^(8n) or more.</summary>
    public bool TryWrite(ReadOnlySpan<ulong> element, Span<byte> octets)
    {
        for (int i = 0; i < octets.Length; i++)
        {
            octets[octets.Length - 1 - i] = unchecked((byte)(element[i / 8] >> (8 * (i % 8))));
        }

        return element[^1] >> (8 * Size % WordBits) == 0;
    }

    /// <summary>A uniform element: n + 1 octets, big-endian, the first masked to one bit, drawn again until below p.</summary>
    public void Draw(IRandomSource random, Span<ulong> element)
    {
        Span<byte> octets = stackalloc byte[MaximumSize + 1];
        octets = octets[..(Size + 1)];
        Span<ulong> reduced = stackalloc ulong[Limbs];
        do
        {
            random.Fill(octets);
            octets[0] &= 1;
            Read(octets, element);
            element.CopyTo(reduced);
        }
        while (Words.Subtract(reduced, _modulus) == 0);
        octets.Clear();
        reduced.Clear();
    }

    /// <summary>r = a + b.</summary>
    public void Add(Span<ulong> r, ReadOnlySpan<ulong> a, ReadOnlySpan<ulong> b)
    {
        // p leaves the top bits of its last limb free, so the sum fits.
        ulong carry = 0;
        for (int i = 0; i < Limbs; i++)
        {
            r[i] = Words.AddCarry(a[i], b[i], ref carry);
        }

        ReduceOnce(r);
    }

    /// <summary>r = -a.</summary>
    public void Negate(Span<ulong> r, ReadOnlySpan<ulong> a)
    {
        Span<ulong> difference = stackalloc ulong[Limbs];
        _modulus.CopyTo(difference);
        Words.Subtract(difference, a);
        difference.CopyTo(r);
        difference.Clear();
        ReduceOnce(r); // p - 0 is p
    }

    /// <summary>r = a b; r may be one of them.</summary>
    public void Multiply(Span<ulong> r, ReadOnlySpan<ulong> a, ReadOnlySpan<ulong> b)
    {
        Span<ulong> product = stackalloc ulong[Limbs];
        MontgomeryProduct(product, a, b);
        MontgomeryProduct(r, product, _squareOfRadix);
        product.Clear();
    }

    /// <summary>r = 1/a = a^(p-2) for a public a.</summary>
    public void InvertPublic(Span<ulong> r, ReadOnlySpan<ulong> a)
    {
        Span<ulong> exponent = stackalloc ulong[Limbs];
        _modulus.CopyTo(exponent);
        Span<ulong> two = stackalloc ulong[Limbs];
        two.Clear();
        two[0] = 2;
        Words.Subtract(exponent, two);
        Span<ulong> x = stackalloc ulong[Limbs];
        a.CopyTo(x);
        r.Clear();
        r[0] = 1;
        for (int i = (WordBits * Limbs) - 1; i >= 0; i--)
        {
            Multiply(r, r, r);
            if (((exponent[i / WordBits] >> (i % WordBits)) & 1) != 0)
            {
                Multiply(r, r, x);
            }
        }
    }

    // r = a b / 2^(64 limbs)
    private void MontgomeryProduct(Span<ulong> r, ReadOnlySpan<ulong> a, ReadOnlySpan<ulong> b)
    {
        Span<ulong> t = stackalloc ulong[Limbs + 1];
        t.Clear();
        for (int i = 0; i < Limbs; i++)
        {
            // t stays below 2p before and below 2^65 p within a round; p leaves bits of its last word free, so that nothing is lost.
            t[^1] = unchecked(t[^1] + Words.AddProduct(t, b, a[i]));
            ulong factor = unchecked(t[0] * _negativeInverse);
            t[^1] = unchecked(t[^1] + Words.AddProduct(t, _modulus, factor));

            // The lowest word has become 0.
            t[1..].CopyTo(t);
            t[^1] = 0;
        }

        t[..Limbs].CopyTo(r);
        t.Clear();
        ReduceOnce(r);
    }

    private void ReduceOnce(Span<ulong> r)
    {
        Span<ulong> scratch = stackalloc ulong[Limbs];
        Words.ReduceOnce(r[..Limbs], _modulus, scratch);
        scratch.Clear();
    }
}

// Multiplication modulo an odd number of fixed length by Montgomery's method (word by word). Constant time.

namespace Mesh.Cryptography;

/// <summary>
/// An odd modulus whose top word has at least one bit to spare. Elements are arrays of <see cref="Length"/> words below it, least
/// significant first.
/// </summary>
internal sealed class MontgomeryModulus
{
    private const int WordBits = 64;

    private readonly ulong[] _modulus;
    private readonly ulong[] _squareOfRadix;
    private readonly ulong _negativeInverse;

    /// <summary>Prepares the modulus.</summary>
    public MontgomeryModulus(ReadOnlySpan<ulong> modulus)
    {
        _modulus = modulus.ToArray();

        // Newton's iteration doubles the number of right bits: 1/m modulo 2^64 from 1/m modulo 2.
        unchecked
        {
            ulong inverse = 1;
            for (int bits = 1; bits < WordBits; bits *= 2)
            {
                inverse *= 2 - (_modulus[0] * inverse);
            }

            _negativeInverse = 0 - inverse;
        }

        // 2^(2 * 64 * length), by doubling 1.
        _squareOfRadix = new ulong[Length];
        _squareOfRadix[0] = 1;
        for (int i = 0; i < 2 * WordBits * Length; i++)
        {
            Add(_squareOfRadix, _squareOfRadix, _squareOfRadix);
        }
    }

    /// <summary>Words of an element.</summary>
    public int Length => _modulus.Length;

    /// <summary>The modulus itself.</summary>
    public ReadOnlySpan<ulong> Value => _modulus;

    /// <summary>r = a + b.</summary>
    public void Add(Span<ulong> r, ReadOnlySpan<ulong> a, ReadOnlySpan<ulong> b)
    {
        ulong carry = 0;
        for (int i = 0; i < Length; i++)
        {
            r[i] = Words.AddCarry(a[i], b[i], ref carry);
        }

        ReduceOnce(r);
    }

    /// <summary>r = -a.</summary>
    public void Negate(Span<ulong> r, ReadOnlySpan<ulong> a)
    {
        Span<ulong> difference = stackalloc ulong[Length];
        _modulus.CopyTo(difference);
        Words.Subtract(difference, a);
        difference.CopyTo(r);
        difference.Clear();
        ReduceOnce(r); // m - 0 is m
    }

    /// <summary>r = a b; r may be one of them, and a may be any number of <see cref="Length"/> words.</summary>
    public void Multiply(Span<ulong> r, ReadOnlySpan<ulong> a, ReadOnlySpan<ulong> b)
    {
        Span<ulong> product = stackalloc ulong[Length];
        MultiplyReduced(product, a, b);
        MultiplyReduced(r, product, _squareOfRadix);
        product.Clear();
    }

    /// <summary>r = low + 2^(64 length) high, each any number of <see cref="Length"/> words.</summary>
    public void ReduceWide(Span<ulong> r, ReadOnlySpan<ulong> low, ReadOnlySpan<ulong> high)
    {
        Span<ulong> one = stackalloc ulong[Length];
        Span<ulong> reduced = stackalloc ulong[Length];
        one.Clear();
        one[0] = 1;
        MultiplyReduced(reduced, low, _squareOfRadix);
        MultiplyReduced(reduced, reduced, one);
        MultiplyReduced(r, high, _squareOfRadix);
        Add(r, r, reduced);
        reduced.Clear();
    }

    /// <summary>r = 1/a for a public a other than 0 and a prime modulus: a^(m-2).</summary>
    public void InvertPublic(Span<ulong> r, ReadOnlySpan<ulong> a)
    {
        Span<ulong> exponent = stackalloc ulong[Length];
        Span<ulong> two = stackalloc ulong[Length];
        Span<ulong> x = stackalloc ulong[Length];
        _modulus.CopyTo(exponent);
        two.Clear();
        two[0] = 2;
        Words.Subtract(exponent, two);
        a.CopyTo(x);
        r.Clear();
        r[0] = 1;
        for (int i = (WordBits * Length) - 1; i >= 0; i--)
        {
            Multiply(r, r, r);
            if (((exponent[i / WordBits] >> (i % WordBits)) & 1) != 0)
            {
                Multiply(r, r, x);
            }
        }
    }

    // r = a b / 2^(64 length) for b below the modulus and any a
    private void MultiplyReduced(Span<ulong> r, ReadOnlySpan<ulong> a, ReadOnlySpan<ulong> b)
    {
        Span<ulong> t = stackalloc ulong[Length + 1];
        t.Clear();
        for (int i = 0; i < Length; i++)
        {
            // t stays below 2m between rounds and below 2^65 m within one; the spare bit of m keeps that in its words.
            t[^1] = unchecked(t[^1] + Words.AddProduct(t, b, a[i]));
            ulong factor = unchecked(t[0] * _negativeInverse);
            t[^1] = unchecked(t[^1] + Words.AddProduct(t, _modulus, factor));

            // The lowest word has become 0.
            t[1..].CopyTo(t);
            t[^1] = 0;
        }

        t[..Length].CopyTo(r);
        t.Clear();
        ReduceOnce(r);
    }

    private void ReduceOnce(Span<ulong> r)
    {
        Span<ulong> scratch = stackalloc ulong[Length];
        Words.ReduceOnce(r[..Length], _modulus, scratch);
        scratch.Clear();
    }
}

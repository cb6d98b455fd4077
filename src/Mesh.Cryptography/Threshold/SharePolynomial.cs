// The polynomial behind a sharing: f(x) = a_0 + a_1 x + ... + a_(t-1) x^(t-1) modulo L (Mesh threshold, section 2.2).

namespace Mesh.Cryptography;

/// <summary>A secret polynomial. Constant time; zeroed on disposal.</summary>
internal sealed class SharePolynomial : IDisposable
{
    private readonly PrimeGroup _group;
    private readonly SecretBytes[] _coefficients;

    private SharePolynomial(PrimeGroup group, SecretBytes[] coefficients)
    {
        _group = group;
        _coefficients = coefficients;
    }

    /// <summary>A polynomial with the given a_0 and <paramref name="threshold"/> - 1 random coefficients.</summary>
    public static SharePolynomial Draw(PrimeGroup group, in GroupScalar constant, int threshold, IRandomSource random)
    {
        var coefficients = new SecretBytes[threshold];
        coefficients[0] = group.Keep(constant);
        for (int i = 1; i < threshold; i++)
        {
            group.Random(random, out GroupScalar coefficient);
            coefficients[i] = group.Keep(coefficient);
            coefficient.Clear();
        }

        return new SharePolynomial(group, coefficients);
    }

    /// <summary>f(x) for a public x; who takes it clears it.</summary>
    public void Evaluate(int x, out GroupScalar value)
    {
        GroupScalar at = _group.FromInteger(x);
        value = default;
        for (int i = _coefficients.Length - 1; i >= 0; i--)
        {
            _group.Take(_coefficients[i], out GroupScalar coefficient);
            _group.MultiplyAdd(out value, value, at, coefficient);
            coefficient.Clear();
        }
    }

    /// <summary>[a_k]B for every k from <paramref name="first"/> on (Feldman 1987).</summary>
    public GroupElement[] Commit(int first = 0)
    {
        var commitments = new GroupElement[_coefficients.Length - first];
        for (int i = 0; i < commitments.Length; i++)
        {
            _group.Take(_coefficients[first + i], out GroupScalar coefficient);
            _group.MultiplyBase(out GroupPoint point, coefficient);
            coefficient.Clear();
            commitments[i] = new GroupElement(_group, point, primeOrder: true);
        }

        return commitments;
    }

    /// <summary>[a_0]B + [a_1 x]B + ... of commitments, for a public x: what f(x) is checked against.</summary>
    public static void Evaluate(PrimeGroup group, ReadOnlySpan<GroupElement> commitments, int x, out GroupPoint value)
    {
        value = group.Neutral;
        for (int i = commitments.Length - 1; i >= 0; i--)
        {
            group.MultiplySmall(out value, x, value);
            group.Add(out value, value, commitments[i].Point);
        }
    }

    public void Dispose()
    {
        foreach (SecretBytes coefficient in _coefficients)
        {
            coefficient.Dispose();
        }
    }
}

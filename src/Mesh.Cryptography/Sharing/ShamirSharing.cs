// Shamir's secret sharing of octet strings (draft-hallambaker-mesh-udf 4.5, 11, 12, with the degree of its examples, threshold - 1):
//
//   secret   1..64 octets, a big-endian integer a0
//   f(x)     a0 + a1 x + ... modulo p(n) = 2^(8n) + k(n), the other coefficients uniform below p(n)
//   share    x = 1..15 written, 1..16 read; y = f(x) below 2^(8n), n octets
//
// Not to be confused with shares of a scalar, which are taken modulo the order of a curve.

namespace Mesh.Cryptography;

/// <summary>Splits octet strings into shares and recovers them.</summary>
public static class ShamirSharing
{
    /// <summary>Octets of the longest secret.</summary>
    public const int MaximumSecret = ShareField.MaximumSize;

    /// <summary>The largest number of shares made, and the largest threshold.</summary>
    public const int MaximumShares = 15;

    /// <summary>The largest abscissa read.</summary>
    public const int MaximumAbscissa = 16;

    /// <summary>Makes <paramref name="count"/> shares, any <paramref name="threshold"/> of which recover the secret.</summary>
    /// <param name="secret">1 to 64 octets.</param>
    /// <param name="threshold">1 to <paramref name="count"/>.</param>
    /// <param name="count">1 to 15; the abscissas are 1 to <paramref name="count"/>.</param>
    /// <param name="random">Asked for n + 1 octets for each try at each coefficient, a1 first.</param>
    /// <exception cref="CryptoException"><see cref="CryptoError.InvalidLength"/>, <see cref="CryptoError.InvalidParameter"/>.</exception>
    public static IReadOnlyList<ShamirShare> Split(ReadOnlySpan<byte> secret, int threshold, int count, IRandomSource random)
    {
        CheckSize(secret.Length);
        if (threshold < 1 || threshold > count || count > MaximumShares)
        {
            throw new CryptoException(
                CryptoError.InvalidParameter,
                $"A threshold of {threshold} with {count} shares is not possible: 1 <= threshold <= shares <= {MaximumShares}.");
        }

        var field = new ShareField(secret.Length);
        int limbs = field.Limbs;
        Span<ulong> coefficients = stackalloc ulong[threshold * limbs];
        Span<byte> values = stackalloc byte[count * secret.Length];
        ShareField.Read(secret, coefficients[..limbs]);
        do
        {
            for (int i = 1; i < threshold; i++)
            {
                field.Draw(random, coefficients.Slice(i * limbs, limbs));
            }
        }
        while (!TryEvaluate(field, coefficients, values));

        var shares = new ShamirShare[count];
        for (int i = 0; i < count; i++)
        {
            shares[i] = new ShamirShare(i + 1, values.Slice(i * secret.Length, secret.Length));
        }

        coefficients.Clear();
        values.Clear();
        return shares;
    }

    /// <summary>
    /// Recovers the secret by interpolation through all <paramref name="shares"/>: as many as the threshold or more, of one split. A wrong
    /// set gives a wrong secret, which only its user can notice.
    /// </summary>
    /// <exception cref="CryptoException">
    /// <see cref="CryptoError.InvalidShares"/> for no shares, unequal lengths, an abscissa twice, or a value that no secret has.
    /// </exception>
    public static SecretBytes Recover(IReadOnlyList<ShamirShare> shares)
    {
        CheckSet(shares);
        return Interpolate([.. shares], at: 0);
    }

    /// <summary>
    /// Recovers the secret from the first <paramref name="threshold"/> of <paramref name="shares"/> and checks that the others belong
    /// to them.
    /// </summary>
    /// <exception cref="CryptoException">
    /// <see cref="CryptoError.InvalidShares"/> also where there are fewer than the threshold, or one contradicts the first ones.
    /// </exception>
    public static SecretBytes Recover(IReadOnlyList<ShamirShare> shares, int threshold)
    {
        CheckSet(shares);
        if (threshold < 1 || shares.Count < threshold)
        {
            throw new CryptoException(CryptoError.InvalidShares, $"{shares.Count} shares are not enough: {threshold} are needed.");
        }

        ShamirShare[] first = [.. shares.Take(threshold)];
        foreach (ShamirShare extra in shares.Skip(threshold))
        {
            using SecretBytes expected = Interpolate(first, extra.Abscissa);
            if (!expected.FixedTimeEquals(extra.Value))
            {
                throw new CryptoException(
                    CryptoError.InvalidShares, $"The share with abscissa {extra.Abscissa} does not belong to the others.");
            }
        }

        return Interpolate(first, at: 0);
    }

    internal static void CheckSize(int size)
    {
        if (size is < 1 or > MaximumSecret)
        {
            throw new CryptoException(CryptoError.InvalidLength, $"A shared secret has 1 to {MaximumSecret} octets, not {size}.");
        }
    }

    // False where one value does not fit its octets; the polynomial is then unusable.
    private static bool TryEvaluate(ShareField field, ReadOnlySpan<ulong> coefficients, Span<byte> values)
    {
        int limbs = field.Limbs;
        Span<ulong> x = stackalloc ulong[limbs];
        Span<ulong> y = stackalloc ulong[limbs];
        x.Clear();
        bool fits = true;
        for (int i = 0; i < values.Length / field.Size; i++)
        {
            x[0] = (ulong)(i + 1);
            y.Clear();
            for (int j = coefficients.Length - limbs; j >= 0; j -= limbs)
            {
                field.Modulus.Multiply(y, y, x);
                field.Modulus.Add(y, y, coefficients.Slice(j, limbs));
            }

            fits &= field.TryWrite(y, values.Slice(i * field.Size, field.Size));
        }

        y.Clear();
        return fits;
    }

    private static SecretBytes Interpolate(ReadOnlySpan<ShamirShare> shares, int at)
    {
        var field = new ShareField(shares[0].Value.Length);
        Span<ulong> sum = stackalloc ulong[field.Limbs];
        Span<ulong> term = stackalloc ulong[field.Limbs];
        Span<ulong> weight = stackalloc ulong[field.Limbs];
        sum.Clear();
        foreach (ShamirShare share in shares)
        {
            LagrangeWeight(field, shares, share.Abscissa, at, weight);
            ShareField.Read(share.Value.Reveal(), term);
            field.Modulus.Multiply(term, term, weight);
            field.Modulus.Add(sum, sum, term);
        }

        Span<byte> octets = stackalloc byte[MaximumSecret];
        octets = octets[..field.Size];
        bool fits = field.TryWrite(sum, octets);
        sum.Clear();
        term.Clear();
        try
        {
            return fits
                ? new SecretBytes(octets)
                : throw new CryptoException(CryptoError.InvalidShares, "The shares do not belong together.");
        }
        finally
        {
            octets.Clear();
        }
    }

    // Product over the other abscissas xj of (xj - at) / (xj - x); public.
    private static void LagrangeWeight(ShareField field, ReadOnlySpan<ShamirShare> shares, int x, int at, Span<ulong> weight)
    {
        Span<ulong> denominator = stackalloc ulong[field.Limbs];
        Span<ulong> factor = stackalloc ulong[field.Limbs];
        One(weight);
        One(denominator);
        foreach (ShamirShare other in shares)
        {
            if (other.Abscissa != x)
            {
                Small(field, other.Abscissa - at, factor);
                field.Modulus.Multiply(weight, weight, factor);
                Small(field, other.Abscissa - x, factor);
                field.Modulus.Multiply(denominator, denominator, factor);
            }
        }

        field.Modulus.InvertPublic(factor, denominator);
        field.Modulus.Multiply(weight, weight, factor);
    }

    private static void One(Span<ulong> element)
    {
        element.Clear();
        element[0] = 1;
    }

    private static void Small(ShareField field, int value, Span<ulong> element)
    {
        element.Clear();
        element[0] = (ulong)Math.Abs(value);
        if (value < 0)
        {
            field.Modulus.Negate(element, element);
        }
    }

    private static void CheckSet(IReadOnlyList<ShamirShare> shares)
    {
        if (shares.Count == 0)
        {
            throw new CryptoException(CryptoError.InvalidShares, "There are no shares.");
        }

        var seen = new HashSet<int>();
        foreach (ShamirShare share in shares)
        {
            if (share.Value.Length != shares[0].Value.Length)
            {
                throw new CryptoException(CryptoError.InvalidShares, "The shares have different lengths.");
            }

            if (!seen.Add(share.Abscissa))
            {
                throw new CryptoException(CryptoError.InvalidShares, $"The share with abscissa {share.Abscissa} is given twice.");
            }
        }
    }
}

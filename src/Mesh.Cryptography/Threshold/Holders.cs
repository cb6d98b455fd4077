// Sets of holders and their Lagrange coefficients (Mesh threshold, section 2.2). All of this is public.

namespace Mesh.Cryptography;

/// <summary>Identifiers of holders: distinct, 1 to 65,535.</summary>
internal static class Holders
{
    /// <summary>The largest identifier.</summary>
    public const int MaximumIdentifier = 65_535;

    /// <summary>The largest threshold.</summary>
    public const int MaximumThreshold = 255;

    /// <summary>Refuses an identifier out of range.</summary>
    public static void Check(int identifier)
    {
        if (identifier is < 1 or > MaximumIdentifier)
        {
            throw new CryptoException(CryptoError.InvalidParameter, $"The identifier of a holder is 1 to {MaximumIdentifier}, not {identifier}.");
        }
    }

    /// <summary>Refuses a set with an identifier out of range or twice, and one of fewer than <paramref name="threshold"/>.</summary>
    public static void Check(IReadOnlyCollection<int> identifiers, int threshold)
    {
        var seen = new HashSet<int>();
        foreach (int identifier in identifiers)
        {
            Check(identifier);
            if (!seen.Add(identifier))
            {
                throw new CryptoException(CryptoError.InvalidShares, $"Holder {identifier} is given twice.");
            }
        }

        if (identifiers.Count < threshold)
        {
            throw new CryptoException(CryptoError.InvalidShares, $"{identifiers.Count} holders are not enough: {threshold} are needed.");
        }
    }

    /// <summary>Refuses a threshold that no polynomial over <paramref name="count"/> holders has.</summary>
    public static void CheckThreshold(int threshold, int count)
    {
        if (threshold < 1 || threshold > MaximumThreshold || count < threshold || count > MaximumIdentifier)
        {
            throw new CryptoException(
                CryptoError.InvalidParameter,
                $"A threshold of {threshold} with {count} holders is not possible: 1 <= threshold <= {MaximumThreshold}, threshold <= holders.");
        }
    }

    /// <summary>
    /// The coefficient of holder <paramref name="identifier"/> for the value at <paramref name="x"/> of a polynomial given by the holders of a
    /// checked set: product over the others j of (x - j)/(identifier - j).
    /// </summary>
    public static GroupScalar Lagrange(PrimeGroup group, IReadOnlyCollection<int> identifiers, int identifier, int x = 0)
    {
        GroupScalar numerator = group.FromInteger(1);
        GroupScalar denominator = numerator;
        foreach (int other in identifiers)
        {
            if (other != identifier)
            {
                group.Multiply(out numerator, numerator, Difference(group, x, other));
                group.Multiply(out denominator, denominator, Difference(group, identifier, other));
            }
        }

        group.InvertPublic(out denominator, denominator);
        group.Multiply(out numerator, numerator, denominator);
        return numerator;
    }

    private static GroupScalar Difference(PrimeGroup group, int a, int b)
    {
        GroupScalar difference = group.FromInteger(Math.Abs(a - b));
        if (a < b)
        {
            group.Negate(out difference, difference);
        }

        return difference;
    }
}

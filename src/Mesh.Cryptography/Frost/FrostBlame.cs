namespace Mesh.Cryptography;

/// <summary>Refusals that name everybody at fault, not the first only.</summary>
internal static class FrostBlame
{
    /// <summary>Refuses what came from nobody in the set, or twice.</summary>
    public static void Surplus(string what, IEnumerable<int> expected, IEnumerable<int> given)
    {
        HashSet<int> open = [.. expected];
        All(what, "belong to nobody who takes part, or came twice", given.Where(identifier => !open.Remove(identifier)).Distinct());
    }

    /// <summary>Refuses a set of which not all have sent something.</summary>
    public static void Missing(string what, IEnumerable<int> expected, IEnumerable<int> given) =>
        All(what, "are missing", expected.Except(given));

    /// <summary>Refuses where anybody is at fault.</summary>
    public static void All(string what, string fault, IEnumerable<int> culprits)
    {
        int[] named = [.. culprits.Order()];
        if (named.Length > 0)
        {
            throw new CryptoException(CryptoError.InvalidShares, $"{what} of {string.Join(", ", named)} {fault}.", named);
        }
    }
}

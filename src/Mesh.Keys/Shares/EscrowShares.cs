using Mesh.Cryptography;

namespace Mesh.Keys;

/// <summary>
/// Splits a seed or a key into shares and recovers it (draft-hallambaker-mesh-udf section 4.5; Mesh rulings, 21). What is shared of a
/// seed is its whole binary fingerprint, so that what is recovered tells its own kind.
/// </summary>
public static class EscrowShares
{
    /// <summary>Most shares that are made; 16 are read.</summary>
    public const int MaximumCount = ShamirSharing.MaximumShares;

    /// <summary>Splits a seed.</summary>
    /// <exception cref="KeyException">Not 1 ≤ threshold ≤ count ≤ 15, or a seed over 61 octets (<see cref="KeyError.Shares"/>).</exception>
    public static IReadOnlyList<EscrowShare> Split(KeySeed seed, int threshold, int count, IRandomSource random)
    {
        ArgumentNullException.ThrowIfNull(seed);
        using SecretBytes binary = seed.RevealBinary();
        return Split(binary, threshold, count, random);
    }

    /// <summary>Splits the octets of a symmetric key, without its type.</summary>
    /// <exception cref="KeyException">Not 1 ≤ threshold ≤ count ≤ 15 (<see cref="KeyError.Shares"/>).</exception>
    public static IReadOnlyList<EscrowShare> Split(SymmetricKey key, int threshold, int count, IRandomSource random)
    {
        ArgumentNullException.ThrowIfNull(key);
        using var octets = new SecretBytes(key.Reveal());
        return Split(octets, threshold, count, random);
    }

    /// <summary>Splits 1 to 64 octets.</summary>
    /// <exception cref="KeyException">Another length, or not 1 ≤ threshold ≤ count ≤ 15 (<see cref="KeyError.Shares"/>).</exception>
    public static IReadOnlyList<EscrowShare> Split(SecretBytes secret, int threshold, int count, IRandomSource random)
    {
        ArgumentNullException.ThrowIfNull(secret);
        return [.. KeyException.Wrap(KeyError.Shares, () => ShamirSharing.Split(secret.Reveal(), threshold, count, random))
            .Select(share => new EscrowShare(threshold, share))];
    }

    /// <summary>
    /// Recovers a secret from its shares, in any order. More than the threshold are welcome: they must all agree. With exactly as many
    /// as are needed nothing can be checked here, and a wrong share gives another secret; compare what follows from it.
    /// </summary>
    /// <exception cref="KeyException">Too few, one twice, of different sets, or one that contradicts (<see cref="KeyError.Shares"/>).</exception>
    public static SecretBytes Recover(IReadOnlyList<EscrowShare> shares)
    {
        ArgumentNullException.ThrowIfNull(shares);
        int threshold = shares.Count > 0 ? shares[0].Threshold : throw new KeyException(KeyError.Shares, "there are no shares");
        if (shares.FirstOrDefault(s => s.Threshold != threshold || s.Length != shares[0].Length) is { } other)
        {
            throw new KeyException(KeyError.Shares, $"share {other.Abscissa} is of another set than share {shares[0].Abscissa}");
        }

        ShamirShare[] points = [.. shares.Select(s => s.Share)];
        try
        {
            return ShamirSharing.Recover(points, threshold);
        }
        catch (CryptoException e)
        {
            throw new KeyException(KeyError.Shares, Blame(points, threshold) ?? e.Message, e);
        }
    }

    /// <summary>
    /// Recovers a secret from those of the shares that belong to the set, which must be enough; the others are left out.
    /// <see cref="EscrowShareSet.Contains"/> tells which those are.
    /// </summary>
    /// <exception cref="KeyException">
    /// Too few shares of the set; those that are not of it are named (<see cref="KeyError.Shares"/>).
    /// </exception>
    public static SecretBytes Recover(IReadOnlyList<EscrowShare> shares, EscrowShareSet set)
    {
        ArgumentNullException.ThrowIfNull(shares);
        ArgumentNullException.ThrowIfNull(set);
        EscrowShare[] good = [.. shares.Where(set.Contains)];
        string bad = string.Join(", ", shares.Except(good).Select(s => s.Abscissa));
        return bad.Length == 0 || good.Length >= set.Threshold
            ? Recover(good)
            : throw new KeyException(KeyError.Shares, $"share {bad} is mistyped or of another set, and {good.Length} of {set.Threshold} that are needed remain");
    }

    /// <summary>Recovers a seed.</summary>
    /// <exception cref="KeyException">As for a secret, or what is recovered is no seed (<see cref="KeyError.Shares"/>).</exception>
    public static KeySeed RecoverSeed(IReadOnlyList<EscrowShare> shares, EscrowShareSet? set = null)
    {
        using SecretBytes binary = set is null ? Recover(shares) : Recover(shares, set);
        try
        {
            return KeySeed.FromBinary(binary.Reveal());
        }
        catch (KeyException e)
        {
            throw new KeyException(KeyError.Shares, "the shares do not give a seed: one of them is mistyped or of another set", e);
        }
    }

    /// <summary>Recovers a symmetric key, presented as type E.</summary>
    /// <exception cref="KeyException">As for a secret, or fewer than 15 octets (<see cref="KeyError.Shares"/>).</exception>
    public static SymmetricKey RecoverKey(IReadOnlyList<EscrowShare> shares, EscrowShareSet? set = null)
    {
        using SecretBytes octets = set is null ? Recover(shares) : Recover(shares, set);
        return octets.Length >= SymmetricKey.MinimumLength
            ? SymmetricKey.FromOctets(octets.Reveal())
            : throw new KeyException(KeyError.Shares, "the shares are of a secret too short to be a key");
    }

    // With two shares more than are needed, the one that all others contradict can be told.
    private static string? Blame(ShamirShare[] shares, int threshold)
    {
        ShamirShare[] suspects = shares.Length < threshold + 2 ? [] : [.. shares.Where(suspect => Agree([.. shares.Where(s => s != suspect)], threshold))];
        return suspects is [ShamirShare bad] ? $"share {bad.Abscissa} is mistyped or of another set: the others agree" : null;
    }

    private static bool Agree(ShamirShare[] shares, int threshold)
    {
        try
        {
            ShamirSharing.Recover(shares, threshold).Dispose();
            return true;
        }
        catch (CryptoException)
        {
            return false;
        }
    }
}

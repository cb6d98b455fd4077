// Splitting secrets for recovery (Mesh rulings 21; P-31). The set of commitments lets one share be checked alone, and would let a secret
// that a person chose be guessed from it: only secrets that a machine made, of at least 128 bits, are shared.

using Mesh.Cryptography;
using Mesh.Encoding;
using Mesh.Keys;
using Mesh.Schema;

namespace Mesh.Client;

/// <summary>Makes recovery shares.</summary>
public sealed class SecretSharing(IRandomSource random, TimeProvider time)
{
    /// <summary>Fewest shares that recover; with one, each would be the secret.</summary>
    public const int LeastThreshold = 2;

    /// <summary>Most shares.</summary>
    public const int MostShares = EscrowShares.MaximumCount;

    private const int LeastOctets = SymmetricKey.MinimumGeneratedLength;

    /// <summary>Makes a new key of type E and shares it.</summary>
    /// <param name="octets">16 to 64.</param>
    /// <param name="threshold">How many shares recover it.</param>
    /// <param name="count">How many are made.</param>
    public IssuedShares Generate(int octets, int threshold, int count) => Boundary.Run(() =>
    {
        SymmetricKey key = SymmetricKey.Generate(random, octets);
        while (LooksLikeSeed(key))
        {
            key.Dispose();
            key = SymmetricKey.Generate(random, octets);
        }

        return Issue(Split(key, threshold, count), key);
    });

    /// <summary>Shares a key (<c>E…</c>) or a seed (<c>Z…</c>); the set of an account's seed is signed with its profile key.</summary>
    /// <exception cref="ClientException"><see cref="ClientError.Refused"/>: not a secret that was generated, or below 128 bits.</exception>
    public IssuedShares Share(ReadOnlySpan<char> secret, int threshold, int count)
    {
        try
        {
            if (secret.Length > 0 && secret[0] is 'Z' or 'z')
            {
                using KeySeed seed = KeySeed.Parse(secret);
                return Share(seed, threshold, count);
            }

            using SymmetricKey key = SymmetricKey.Parse(secret);
            return key.Length < LeastOctets || LooksLikeSeed(key) ? throw NotGenerated(null) : Issue(Split(key, threshold, count), null);
        }
        catch (KeyException e) when (e.Code is KeyError.Seed or KeyError.Secret)
        {
            throw NotGenerated(e);
        }
    }

    /// <summary>Shares a seed; the set of an account's is signed with its profile key.</summary>
    internal IssuedShares Share(KeySeed seed, int threshold, int count)
    {
        if (seed.SecretLength < LeastOctets)
        {
            throw NotGenerated(null);
        }

        IReadOnlyList<EscrowShare> shares = EscrowShares.Split(seed, threshold, count, random);
        if (seed.Kind != SeedKind.MeshProfileAccount)
        {
            return Issue(shares, null);
        }

        using AccountKeySet keys = AccountKeySet.Of(seed);
        EscrowShareSet set = EscrowShareSet.Create(shares, random);
        byte[] signed = ShareSetBuilder.Sign(new ObjectSealer(random, time), set, keys.Profile).ToJson();
        return new IssuedShares(shares, set, signed, keys.Profile.Kid, null);
    }

    private IReadOnlyList<EscrowShare> Split(SymmetricKey key, int threshold, int count) => EscrowShares.Split(key, threshold, count, random);

    private IssuedShares Issue(IReadOnlyList<EscrowShare> shares, SymmetricKey? made)
    {
        EscrowShareSet set = EscrowShareSet.Create(shares, random);
        return new IssuedShares(shares, set, StrictJson.Write(set.WriteTo), null, made);
    }

    // A bare key is shared without its type: one that reads as a seed would be recovered as one.
    private static bool LooksLikeSeed(SymmetricKey key)
    {
        try
        {
            KeySeed.FromBinary(key.Reveal()).Dispose();
            return true;
        }
        catch (KeyException)
        {
            return false;
        }
    }

    private static ClientException NotGenerated(Exception? cause)
    {
        const string Message = "Only a secret that was generated is shared, at least 128 bits: E… as key secret makes it, or a seed Z…. "
            + "A chosen one could be guessed from its share set.";
        return cause is null ? new ClientException(ClientError.Refused, Message) : new ClientException(ClientError.Refused, Message, cause);
    }
}

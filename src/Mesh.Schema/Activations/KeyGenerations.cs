using System.Collections.Immutable;
using System.Security.Cryptography;
using Mesh.Cryptography;
using Mesh.Keys;

namespace Mesh.Schema;

/// <summary>
/// Generations of decryption keys (Mesh rulings 5). Generation 0 is derived from the account seed, later ones are random, and each
/// wraps the one before it: RFC 3394 over the 56 octets of the older private key, under
/// HKDF-SHA-512(ikm = newer private key, no salt, info = "MeshPriorKey-1" ‖ 00 ‖ resource ‖ 00 ‖ UDF of the older key, 32).
/// So who is given the newest opens all, and who only had an older one opens nothing newer.
/// </summary>
public static class KeyGenerations
{
    /// <summary>Octets of a wrapped key.</summary>
    public const int WrappedLength = KeyLength + 8;

    /// <summary>The resource name of CommonEncryption, which has generations like a store key.</summary>
    public const string CommonEncryption = nameof(ProfileAccount.CommonEncryption);

    /// <summary>Most generations that are followed; a chain has one link for every device that was ever removed.</summary>
    public const int Most = 10_000;

    private const int KeyLength = 56;
    private const int WrappingKeyLength = 32;

    /// <summary>The keys of a store as the account begins: both derived from its seed. The service's stores have no index key.</summary>
    public static ActivationEntry First(KeySeed accountSeed, StoreDescription store)
    {
        ArgumentNullException.ThrowIfNull(accountSeed);
        ArgumentNullException.ThrowIfNull(store);
        return new ActivationEntry
        {
            Resource = store.Label,
            Key = KeyData.OfPrivate(accountSeed.DeriveAgreement(KeyNames.StoreEncrypt(store.Label))),
            IndexKey = store.ReadableByService
                ? null
                : new IndexKey(accountSeed.DeriveSecret(KeyNames.StoreIndex(store.Label), IndexKey.Length)),
        };
    }

    /// <summary>The keys of a store after one was exposed: a new random key that wraps the one before it; the index key stays.</summary>
    /// <returns>An entry that shares the index key with <paramref name="current"/> and owns its new key.</returns>
    /// <exception cref="SchemaException">The entry holds a share and not the key (<see cref="SchemaError.KeyInvalid"/>).</exception>
    public static ActivationEntry Next(ActivationEntry current, IRandomSource random)
    {
        ArgumentNullException.ThrowIfNull(current);
        AgreementPrivateKey older = DirectKey(current.Key, current.Resource);
        AgreementPrivateKey newer = AgreementPrivateKey.Generate(KeyAlgorithm.X448, random);
        return current with
        {
            Key = KeyData.OfPrivate(newer),
            Generation = current.Generation + 1,
            PriorKeys = [Wrap(current.Resource, newer, older, current.Generation), .. current.PriorKeys],
        };
    }

    /// <summary>The generation before <paramref name="newer"/>, wrapped by it.</summary>
    /// <exception cref="SchemaException">The older key is a composite one (<see cref="SchemaError.KeyInvalid"/>).</exception>
    public static PriorKey Wrap(string resource, AgreementPrivateKey newer, AgreementPrivateKey older, int generation)
    {
        ArgumentNullException.ThrowIfNull(newer);
        ArgumentNullException.ThrowIfNull(older);
        if (older.Form != PrivateKeyForm.Ordinary)
        {
            throw Broken(resource, "has a composite key, which is never wrapped");
        }

        using SecretBytes wrappingKey = WrappingKey(resource, newer, older.Kid);
        using SecretBytes octets = older.RevealOctets();
        return new PriorKey
        {
            Generation = generation,
            Udf = older.Kid,
            Wrapped = AesKeyWrap.Wrap(wrappingKey.Reveal(), octets.Reveal()),
        };
    }

    /// <summary>Opens the chain from the newest key down; every key is compared with its fingerprint.</summary>
    /// <returns>Generations <paramref name="generation"/> − 1 to 0; the caller disposes them.</returns>
    /// <exception cref="SchemaException">
    /// A link is missing, does not open or is another key than stated (<see cref="SchemaError.KeyInvalid"/>).
    /// </exception>
    public static ImmutableArray<AgreementPrivateKey> OpenPrior(
        string resource, AgreementPrivateKey newest, int generation, ImmutableArray<PriorKey> prior)
    {
        ArgumentNullException.ThrowIfNull(newest);
        var keys = ImmutableArray.CreateBuilder<AgreementPrivateKey>();
        try
        {
            CheckOrder(resource, generation, prior);
            AgreementPrivateKey newer = newest;
            foreach (PriorKey link in prior)
            {
                newer = Unwrap(resource, newer, link);
                keys.Add(newer);
            }

            return keys.ToImmutable();
        }
        catch
        {
            foreach (AgreementPrivateKey key in keys)
            {
                key.Dispose();
            }

            throw;
        }
    }

    /// <summary>Checks that the links are generations <paramref name="generation"/> − 1 to 0, in that order.</summary>
    internal static void CheckOrder(string resource, int generation, ImmutableArray<PriorKey> prior)
    {
        if (generation is < 0 or > Most || prior.Length != generation
            || prior.Where((link, i) => link.Generation != generation - 1 - i || link.Wrapped is null == link.Share is null).Any())
        {
            throw Broken(resource, "is not complete");
        }
    }

    private static AgreementPrivateKey Unwrap(string resource, AgreementPrivateKey newer, PriorKey link)
    {
        try
        {
            using SecretBytes wrappingKey = WrappingKey(resource, newer, link.Udf);
            using SecretBytes octets = AesKeyWrap.Unwrap(wrappingKey.Reveal(), link.Wrapped);
            AgreementPrivateKey key = AgreementPrivateKey.FromOctets(KeyAlgorithm.X448, PrivateKeyForm.Ordinary, octets.Reveal());
            if (UdfText.Same(key.Kid, link.Udf))
            {
                return key;
            }

            key.Dispose();
        }
        catch (Exception e) when (e is CryptoException or KeyException)
        {
            throw new SchemaException(SchemaError.KeyInvalid, Message(resource, $"does not open at generation {link.Generation}"), e);
        }

        throw Broken(resource, $"has another key than stated at generation {link.Generation}");
    }

    private static SecretBytes WrappingKey(string resource, AgreementPrivateKey newer, string olderUdf)
    {
        byte[] info =
        [
            .. "MeshPriorKey-1"u8, 0, .. System.Text.Encoding.UTF8.GetBytes(resource), 0, .. System.Text.Encoding.UTF8.GetBytes(olderUdf),
        ];
        using SecretBytes octets = newer.RevealOctets();
        return SecretBytes.Create(
            WrappingKeyLength, key => HKDF.DeriveKey(HashAlgorithmName.SHA512, octets.Reveal(), key, salt: [], info));
    }

    private static AgreementPrivateKey DirectKey(KeyData data, string resource) =>
        data.PrivateParameters is PrivateKeyParameters { Key: AgreementPrivateKey key }
            ? key
            : throw new SchemaException(SchemaError.KeyInvalid, $"the key of {TaggedJson.Quote(resource)} is not held here in whole");

    private static string Message(string resource, string problem) =>
        $"the chain of earlier keys of {TaggedJson.Quote(resource)} {problem}";

    private static SchemaException Broken(string resource, string problem) => new(SchemaError.KeyInvalid, Message(resource, problem));
}

// What a device needs to read the copy of an account that it has, and no more: the keys of its stores and of the account, and who must have
// signed. It comes from a membership that was verified, and is kept in the key store beside it, so that a command that only reads does not
// verify profile, connections and activations again: nobody writes there who does not have the keys already. It holds for the very octets of
// the membership and of the device's seed that it was made from, and for as long as the keys of the connections are in date; otherwise the
// membership is verified.
//
//     "MeshRead" ‖ version(4) = 1 ‖ SHA-256 of the membership(32) ‖ SHA-256 of the seed(32) ‖ from(8) ‖ until(8) ‖ LP(name of the seed)
//     ‖ stores(4) × {LP(label) ‖ LP(index key) ‖ signed(1) ‖ keys} ‖ keys of the account ‖ n(4) × LP(administrator) ‖ n(4) × LP(signer)
//     keys = n(4) × {LP(kid) ‖ form(1) ‖ octets(56)}; LP: 4 octets of length; numbers big-endian; times in ticks

using System.Security.Cryptography;
using Mesh.Cryptography;
using Mesh.Dare;
using Mesh.Keys;

namespace Mesh.Client;

/// <summary>The keys for reading an account. Dispose it: it holds private keys.</summary>
internal sealed class ReadingKeys : IDisposable
{
    public const int Version = 1;
    private readonly SecretBytes _octets;
    private readonly List<KeptStore> _stores = [];
    private readonly List<IDisposable> _owned = [];
    private List<byte[]> _administrators = [];
    private List<byte[]> _signers = [];
    private List<SignaturePublicKey>? _administratorKeys;

    private ReadingKeys(SecretBytes octets) => _octets = octets;

    public static ReadOnlySpan<byte> Magic => "MeshRead"u8;

    /// <summary>Opens messages and files to the account, of every generation, and what is sealed to this device.</summary>
    public KeptKeyring Account { get; private set; } = null!;

    /// <summary>The present administrator key, then those of earlier versions of the profile.</summary>
    public IReadOnlyList<SignaturePublicKey> Administrators() => _administratorKeys ??= ToKeys(_administrators);

    /// <summary>The signature keys of the account, the present one first.</summary>
    public IReadOnlyList<SignaturePublicKey> Signers() => ToKeys(_signers);

    /// <summary>Takes up what was kept; null where it does not hold, or not any more.</summary>
    /// <param name="kept">The octets; taken over.</param>
    /// <param name="membership">The membership that is in force.</param>
    /// <param name="keys">Where the seed of the device is.</param>
    /// <param name="now">The time.</param>
    public static ReadingKeys? TryOpen(SecretBytes kept, SecretBytes membership, IKeyStore keys, DateTimeOffset now)
    {
        var reading = new ReadingKeys(kept);
        if (reading.Holds(membership, keys, now))
        {
            return reading;
        }

        reading.Dispose();
        return null;
    }

    /// <summary>From a membership that was just verified, in memory.</summary>
    /// <param name="octets">As <see cref="ReadingKeysWriter"/> made them; taken over.</param>
    public static ReadingKeys Of(SecretBytes octets)
    {
        var reading = new ReadingKeys(octets);
        var reader = new KeptReader(octets.Reveal());
        reader.SkipHead();
        return reading.ReadContent(ref reader) ? reading : throw new InvalidOperationException("what was just written cannot be read");
    }

    /// <summary>What it takes to read a catalog; null for one that this device has no keys of.</summary>
    public StoreReading? Store(string label)
    {
        foreach (KeptStore store in _stores)
        {
            if (string.Equals(store.Label, label, StringComparison.OrdinalIgnoreCase))
            {
                return new StoreReading(
                    store.IndexKey is null ? EntryNaming.Plain : EntryNaming.Pseudonym(store.IndexKey), store.Keys, store.IsSigned, Administrators);
            }
        }

        return null;
    }

    public void Dispose()
    {
        foreach (IDisposable owned in _owned)
        {
            owned.Dispose();
        }

        _octets.Dispose();
    }

    private bool Holds(SecretBytes membership, IKeyStore keys, DateTimeOffset now)
    {
        var reader = new KeptReader(_octets.Reveal());
        if (!reader.Octets(Magic.Length).SequenceEqual(Magic) || reader.Int32() != Version
            || !IsOf(membership, reader.Octets(SHA256.HashSizeInBytes)))
        {
            return false;
        }

        ReadOnlySpan<byte> seedDigest = reader.Octets(SHA256.HashSizeInBytes);
        long from = reader.Int64();
        long until = reader.Int64();
        string seedName = reader.Text();
        if (reader.Failed || now.UtcTicks < from || now.UtcTicks >= until)
        {
            return false;
        }

        using SecretBytes? seed = keys.Load(seedName);
        return seed is not null && IsOf(seed, seedDigest) && ReadContent(ref reader);
    }

    private static bool IsOf(SecretBytes secret, ReadOnlySpan<byte> digest)
    {
        Span<byte> actual = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(secret.Reveal(), actual);
        return CryptographicOperations.FixedTimeEquals(actual, digest);
    }

    private bool ReadContent(ref KeptReader reader)
    {
        int stores = reader.Int32();
        for (int i = 0; i < stores && !reader.Failed; i++)
        {
            string label = reader.Text();
            ReadOnlySpan<byte> index = reader.Prefixed();
            SecretBytes? indexKey = index.IsEmpty ? null : Own(new SecretBytes(index));
            bool signed = reader.Octets(1) is [1];
            _stores.Add(new KeptStore(label, indexKey, signed, Own(new KeptKeyring(_octets, reader.Keys()))));
        }

        Account = Own(new KeptKeyring(_octets, reader.Keys()));
        _administrators = reader.PublicKeys();
        _signers = reader.PublicKeys();
        return !reader.Failed && reader.AtEnd;
    }

    private static List<SignaturePublicKey> ToKeys(List<byte[]> octets)
    {
        List<SignaturePublicKey> keys = [];
        foreach (byte[] key in octets)
        {
            keys.Add(SignaturePublicKey.FromOctets(KeyAlgorithm.Ed448, key));
        }

        return keys;
    }

    private T Own<T>(T secret)
        where T : class, IDisposable
    {
        _owned.Add(secret);
        return secret;
    }

    private sealed record KeptStore(string Label, SecretBytes? IndexKey, bool IsSigned, KeptKeyring Keys);
}

using Mesh.Cryptography;
using Mesh.Encoding;

namespace Mesh.Keys;

/// <summary>
/// Keys and seeds in a key store. A private key is kept under its fingerprint as <c>01 ‖ last arc of the algorithm's object
/// identifier ‖ form (00 ordinary, 01 residue) ‖ octets</c>; a seed, under a name of the caller's, as its binary fingerprint.
/// </summary>
public static class StoredKeys
{
    private const byte PrivateKeyVersion = 0x01;
    private const int HeaderLength = 3;

    /// <summary>Keeps a private key under its fingerprint.</summary>
    /// <exception cref="KeyException">One of the store's errors.</exception>
    public static void Save(this IKeyStore store, PrivateKey key)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(key);
        using SecretBytes octets = key.RevealOctets();
        using SecretBytes stored = SecretBytes.Create(HeaderLength + octets.Length, destination =>
        {
            destination[0] = PrivateKeyVersion;
            destination[1] = (byte)key.Algorithm.ToId();
            destination[2] = (byte)key.Form;
            octets.Reveal().CopyTo(destination[HeaderLength..]);
        });
        store.Save(key.Kid, stored);
    }

    /// <summary>Keeps a seed under <paramref name="id"/>.</summary>
    /// <exception cref="KeyException">One of the store's errors.</exception>
    public static void Save(this IKeyStore store, string id, KeySeed seed)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(seed);
        using SecretBytes binary = seed.RevealBinary();
        store.Save(id, binary);
    }

    /// <summary>The private key with the fingerprint <paramref name="kid"/>, which the caller disposes, or null.</summary>
    /// <exception cref="KeyException">
    /// What is kept there is no private key, or that of another fingerprint (<see cref="KeyError.StoreDamaged"/>); one of the store's errors.
    /// </exception>
    public static PrivateKey? LoadPrivateKey(this IKeyStore store, string kid)
    {
        ArgumentNullException.ThrowIfNull(store);
        using SecretBytes? stored = store.Load(kid);
        if (stored is null)
        {
            return null;
        }

        PrivateKey key = Decode(stored.Reveal());
        if (key.Kid == KeyStoreId.Normalise(kid))
        {
            return key;
        }

        key.Dispose();
        throw Damaged();
    }

    /// <summary>The seed kept under <paramref name="id"/>, which the caller disposes, or null.</summary>
    /// <exception cref="KeyException">
    /// What is kept there is no seed (<see cref="KeyError.Seed"/>); one of the store's errors.
    /// </exception>
    public static KeySeed? LoadSeed(this IKeyStore store, string id)
    {
        ArgumentNullException.ThrowIfNull(store);
        using SecretBytes? stored = store.Load(id);
        return stored is null ? null : KeySeed.FromBinary(stored.Reveal());
    }

    internal static PrivateKey Decode(ReadOnlySpan<byte> stored)
    {
        if (stored.Length < HeaderLength || stored[0] != PrivateKeyVersion || stored[2] > (byte)PrivateKeyForm.Residue)
        {
            throw Damaged();
        }

        KeyAlgorithm algorithm = KeyAlgorithmExtensions.FromCurveName(((KeyAlgorithmId)stored[1]).ToString()) ?? throw Damaged();
        return PrivateKey.FromOctets(algorithm, (PrivateKeyForm)stored[2], stored[HeaderLength..]);
    }

    private static KeyException Damaged() => new(KeyError.StoreDamaged, "what the key store holds under this name is not the private key of that name");
}

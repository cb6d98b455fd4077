namespace Mesh.Keys;

/// <summary>What failed in the handling of a key. The list is closed.</summary>
public enum KeyError
{
    /// <summary>The algorithm or curve name is unknown, or not one that the operation is for.</summary>
    Algorithm,

    /// <summary>A public key of wrong length, off its curve, or of an order that is refused.</summary>
    PublicKey,

    /// <summary>A private key of wrong length or outside its range, or one that does not belong to the public key beside it.</summary>
    PrivateKey,

    /// <summary>A key agreement with a key of small order.</summary>
    Agreement,

    /// <summary>Two keys whose sum is no key, or that are of different algorithms.</summary>
    Combination,

    /// <summary>Text or octets that are no seed.</summary>
    Seed,

    /// <summary>A secret (key, PIN) that is no fingerprint of the type needed, or too short.</summary>
    Secret,

    /// <summary>A seed whose use bits or type exclude the key asked for, or a key name that is not allowed.</summary>
    Derivation,

    /// <summary>A JSON object that is no key.</summary>
    Json,

    /// <summary>A line of text that is no key, or a file of keys without any.</summary>
    KeyText,

    /// <summary>A share that is damaged, or a set of shares that do not belong together or are too few.</summary>
    Shares,

    /// <summary>An identifier that the key store does not allow.</summary>
    StoreName,

    /// <summary>The key store can be read by others.</summary>
    StorePermissions,

    /// <summary>A file in the key store is damaged or not one of its files.</summary>
    StoreDamaged,

    /// <summary>The key store could not be read or written.</summary>
    StoreFailed,

    /// <summary>It is not known whether a change of the key store would survive a crash.</summary>
    StoreNotDurable,
}

namespace Mesh.Encoding;

/// <summary>
/// The type octet of a fingerprint (draft-hallambaker-mesh-udf sections 3.2 and 9.5.5). Its five high bits are the first letter of
/// the presentation. Only digests and authenticators may be cut; every other type is presented in full.
/// </summary>
public static class UdfType
{
    /// <summary>A: authenticator, HMAC-SHA-2-512; also PINs.</summary>
    public const byte Authenticator = 0x00;

    /// <summary>A: authenticator, HMAC-SHA-3-512.</summary>
    public const byte AuthenticatorSha3 = 0x01;

    /// <summary>E: symmetric key.</summary>
    public const byte EncryptionKey = 0x20;

    /// <summary>E: symmetric key bound to the fingerprint of a signature key.</summary>
    public const byte EncryptionKeySigned = 0x21;

    /// <summary>K: content digest SHA-3-512, compression level 0; levels 1 to 4 follow.</summary>
    public const byte DigestSha3 = 0x50;

    /// <summary>M: content digest SHA-2-512, compression level 0; levels 1 to 4 follow.</summary>
    public const byte DigestSha2 = 0x60;

    /// <summary>N: nonce.</summary>
    public const byte Nonce = 0x68;

    /// <summary>O: key or other object as a DER sequence with its object identifier.</summary>
    public const byte OidSequence = 0x70;

    /// <summary>S: Shamir share.</summary>
    public const byte ShamirShare = 0x90;

    /// <summary>Z: seed that keys are derived from.</summary>
    public const byte DerivedKey = 0xC8;

    /// <summary>Whether <paramref name="type"/> is in the registry.</summary>
    public static bool IsRegistered(byte type) => IsDigest(type) || type is Authenticator or AuthenticatorSha3 or EncryptionKey
        or EncryptionKeySigned or Nonce or OidSequence or ShamirShare or DerivedKey;

    /// <summary>Whether <paramref name="type"/> is a content digest of either algorithm and any compression level.</summary>
    public static bool IsDigest(byte type) => type is (>= DigestSha3 and <= DigestSha3 + 4) or (>= DigestSha2 and <= DigestSha2 + 4);

    /// <summary>Whether fingerprints of this type may be cut to a lower precision.</summary>
    public static bool IsVariableLength(byte type) => IsDigest(type) || type is Authenticator or AuthenticatorSha3;
}

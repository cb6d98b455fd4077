namespace Mesh.Dare;

/// <summary>The names of the ciphers as they stand in <c>enc</c>, and the sizes that go with them (Mesh sealing, section 2).</summary>
internal static class BodyCipherNames
{
    public const string A256Gcm = "A256GCM";
    public const string A256GcmS64K = "A256GCM-S64K";
    public const string A256Cbc = "A256CBC";

    public const int SeedSize = 32;
    public const int SaltSize = 16;
    public const int KeySize = 32;
    public const int KeyCommitSize = 32;
    public const int TagSize = 16;
    public const int GcmNonceSize = 12;
    public const int SegmentNoncePrefixSize = 7;

    public static string Name(this BodyCipher cipher) => cipher switch
    {
        BodyCipher.A256Gcm => A256Gcm,
        BodyCipher.A256GcmS64K => A256GcmS64K,
        _ => A256Cbc,
    };

    /// <summary>Octets of the nonce, or of its prefix, that the cipher takes from the label <c>iv</c>.</summary>
    public static int NonceSize(this BodyCipher cipher) => cipher switch
    {
        BodyCipher.A256Gcm => GcmNonceSize,
        BodyCipher.A256GcmS64K => SegmentNoncePrefixSize,
        _ => throw new ArgumentOutOfRangeException(nameof(cipher)),
    };

    /// <exception cref="DareException"><see cref="DareError.UnsupportedAlgorithm"/>: every other name, also in another letter case.</exception>
    public static BodyCipher Find(string name) => name switch
    {
        A256Gcm => BodyCipher.A256Gcm,
        A256GcmS64K => BodyCipher.A256GcmS64K,
        A256Cbc => BodyCipher.A256Cbc,
        _ => throw new DareException(DareError.UnsupportedAlgorithm, $"The cipher \"{Printable.Of(name)}\" is not supported."),
    };
}

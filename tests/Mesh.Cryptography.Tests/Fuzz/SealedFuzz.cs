namespace Mesh.Cryptography.Tests.Fuzz;

/// <summary>Any octets as a wrapped key and as a segmented body, under fixed keys: the original or the exception of this library.</summary>
internal static class SealedFuzz
{
    private static readonly byte[] Key = new byte[32];
    private static readonly byte[] Prefix = new byte[SegmentedAesGcm.PrefixSize];

    /// <summary>A valid wrapped key to mutate.</summary>
    public static byte[] WrappedKey() => AesKeyWrap.Wrap(Key, new byte[32]);

    /// <summary>A valid body to mutate.</summary>
    public static byte[] Body(int length)
    {
        using var sealer = new SegmentedAesGcm(Key, Prefix, []);
        return sealer.Seal(new byte[length]);
    }

    public static void Run(ReadOnlySpan<byte> input)
    {
        try
        {
            using SecretBytes key = AesKeyWrap.Unwrap(Key, input);
            Zeros(key.Reveal());
        }
        catch (CryptoException e) when (e.Code is CryptoError.InvalidLength or CryptoError.IntegrityFailure)
        {
        }

        try
        {
            using var opener = new SegmentedAesGcm(Key, Prefix, []);
            Zeros(opener.Open(input));
        }
        catch (CryptoException e) when (e.Code is CryptoError.InvalidLength or CryptoError.IntegrityFailure)
        {
        }
    }

    private static void Zeros(ReadOnlySpan<byte> plaintext)
    {
        if (plaintext.ContainsAnyExcept((byte)0))
        {
            throw new InvalidOperationException("altered octets were opened");
        }
    }
}

namespace Mesh.Cryptography.Tests.Fuzz;

/// <summary>Public key (57), signature (114) and message in one: verification never throws, accepts nothing that was not signed, and
/// comes to the same in each of its ways.</summary>
internal static class Ed448Fuzz
{
    private static readonly byte[] Key = PublicKey();

    /// <summary>A valid input to mutate.</summary>
    public static byte[] Valid(ReadOnlySpan<byte> message)
    {
        using var seed = Ed448Seed.FromOctets(new byte[Ed448Seed.Size]);
        return [.. Key, .. Ed448.Sign(seed, message), .. message];
    }

    public static void Run(ReadOnlySpan<byte> input)
    {
        int key = Math.Min(Ed448.PublicKeySize, input.Length);
        int signature = Math.Min(Ed448.SignatureSize, input.Length - key);
        ReadOnlySpan<byte> message = input[(key + signature)..];
        bool accepted = Ed448.Verify(input[..key], message, input.Slice(key, signature));
        var batch = new Ed448Batch();
        batch.Add(input[..key], message, input.Slice(key, signature));
        if (batch.Verify(SystemRandom.Instance) != accepted
            || Ed448.VerifyBy(false, input[..key], message, input.Slice(key, signature), []) != accepted
            || (Field448x4.IsSupported && Ed448.VerifyBy(true, input[..key], message, input.Slice(key, signature), []) != accepted))
        {
            throw new InvalidOperationException("the ways to verify a signature differ");
        }

        if (accepted && input[..key].SequenceEqual(Key) && !input.SequenceEqual(Valid(message)))
        {
            throw new InvalidOperationException("a signature was accepted that the key has not made");
        }
    }

    private static byte[] PublicKey()
    {
        using var seed = Ed448Seed.FromOctets(new byte[Ed448Seed.Size]);
        return Ed448.PublicKey(seed);
    }
}

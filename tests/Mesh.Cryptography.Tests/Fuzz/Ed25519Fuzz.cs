namespace Mesh.Cryptography.Tests.Fuzz;

/// <summary>
/// Public key (32), signature (64) and message in one: verification never throws, accepts nothing that was not signed, and
/// comes to the same in a batch. The first octets also as a peer's point of an old key agreement.
/// </summary>
internal static class Ed25519Fuzz
{
    private static readonly Ed25519Seed Seed = Ed25519Seed.FromOctets(new byte[Ed25519Seed.Size]);
    private static readonly byte[] Key = Ed25519.PublicKey(Seed);

    /// <summary>A valid input to mutate.</summary>
    public static byte[] Valid(ReadOnlySpan<byte> message) => [.. Key, .. Ed25519.Sign(Seed, message), .. message];

    public static void Run(ReadOnlySpan<byte> input)
    {
        int key = Math.Min(Ed25519.PublicKeySize, input.Length);
        int signature = Math.Min(Ed25519.SignatureSize, input.Length - key);
        ReadOnlySpan<byte> message = input[(key + signature)..];
        bool accepted = Ed25519.Verify(input[..key], message, input.Slice(key, signature));
        var batch = new Ed25519Batch();
        batch.Add(input[..key], message, input.Slice(key, signature));
        if (batch.Verify(SystemRandom.Instance) != accepted)
        {
            throw new InvalidOperationException("the ways to verify a signature differ");
        }

        if (accepted && input[..key].SequenceEqual(Key) && !input.SequenceEqual(Valid(message)))
        {
            throw new InvalidOperationException("a signature was accepted that the key has not made");
        }

        try
        {
            Edwards25519Agreement.Agree(Seed, input[..key]).Dispose();
        }
        catch (CryptoException e) when (e.Code is CryptoError.InvalidLength or CryptoError.InvalidPoint or CryptoError.SmallOrder)
        {
        }
    }
}

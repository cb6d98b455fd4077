namespace Mesh.Cryptography.Tests.Fuzz;

/// <summary>
/// Any octets as what a signer or a participant in key generation sends, in both suites: refused, or written back as they came and of prime order.
/// Shares and proofs that can be read are verified, too.
/// </summary>
internal static class FrostFuzz
{
    private static readonly FrostSuite[] Suites = [FrostSuite.Ed25519, FrostSuite.Ed448];

    /// <summary>A valid input to mutate.</summary>
    public static byte[] Commitment(FrostSuite suite)
    {
        using FrostNonces nonces = FrostSigning.Commit(Shares(suite, 1)[0], new SeededRandom("nonces"));
        return nonces.Commitment.Encode();
    }

    /// <summary>A valid announcement to mutate.</summary>
    public static byte[] Announcement(FrostSuite suite)
    {
        using var start = new FrostKeyGeneration(suite, 1, 2, [1, 2], new SeededRandom("announcement"));
        return start.Announcement.Encode();
    }

    public static void Run(ReadOnlySpan<byte> input)
    {
        foreach (FrostSuite suite in Suites)
        {
            FrostCommitment? commitment = Read(input, i => FrostCommitment.Decode(suite, i), c => c.Encode());
            if (commitment is not null && !(commitment.Hiding.IsPrimeOrder && commitment.Binding.IsPrimeOrder))
            {
                throw new InvalidOperationException("a commitment outside of the group was read");
            }

            FrostAnnouncement? announcement = Read(input, i => FrostAnnouncement.Decode(suite, i), a => a.Encode());
            if (announcement is not null && announcement.VerifyProof() && !Proven(suite, input).SequenceEqual(Proven(suite, Announcement(suite))))
            {
                throw new InvalidOperationException("a proof of possession was accepted that nobody made");
            }

            _ = Read(input, i => FrostRequest.Decode(suite, i), r => r.Encode());
            using var session = new FrostDeviceSession(Shares(suite, 2)[0], 2, [], new SeededRandom("device"));
            if (Read(input, i => session.Finish(i), s => s) is not null)
            {
                throw new InvalidOperationException("a response was accepted that no service made");
            }

            FrostSignatureShare? share = Read(input, i => FrostSignatureShare.Decode(suite, 1, i), s => s.Encode());
            if (share is not null && FrostSigning.VerifyShare(Shares(suite, 1)[0].Commitments, [], [Known(suite)], share))
            {
                throw new InvalidOperationException("a signature share was accepted that nobody made");
            }
        }
    }

    // What a proof is about: identifier, first commitment, proof.
    private static byte[] Proven(FrostSuite suite, ReadOnlySpan<byte> announcement) =>
        [.. announcement[..(suite.ScalarSize + suite.ElementSize)], .. announcement[^suite.SignatureSize..]];

    /// <summary>The response to another request, to mutate.</summary>
    public static byte[] Response(FrostSuite suite)
    {
        IReadOnlyList<KeyShare> shares = Shares(suite, 2);
        using var session = new FrostDeviceSession(shares[0], 2, [], new SeededRandom("another request"));
        return FrostService.Answer(shares[1], session.Request, _ => { }, new SeededRandom("service"));
    }

    private static IReadOnlyList<KeyShare> Shares(FrostSuite suite, int threshold)
    {
        using PrivateScalar key = suite == FrostSuite.Ed448
            ? ResidueScalar448.Random(new SeededRandom("key"))
            : ResidueScalar25519.Random(new SeededRandom("key"));
        return KeySharing.Split(suite.Group, key, threshold, 2, new SeededRandom("split"));
    }

    private static FrostCommitment Known(FrostSuite suite) => FrostCommitment.Decode(suite, Commitment(suite));

    private static T? Read<T>(ReadOnlySpan<byte> input, Reader<T> read, Func<T, byte[]> write)
        where T : class
    {
        T value;
        try
        {
            value = read(input);
        }
        catch (CryptoException)
        {
            return null;
        }

        return input.SequenceEqual(write(value))
            ? value
            : throw new InvalidOperationException("octets were read that are written otherwise");
    }

    private delegate T Reader<T>(ReadOnlySpan<byte> input);
}

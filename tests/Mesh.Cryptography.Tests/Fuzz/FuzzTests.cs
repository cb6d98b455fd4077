namespace Mesh.Cryptography.Tests.Fuzz;

/// <summary>Each target on seeded mutations of valid inputs; the fuzzer runs the same targets for as long as one likes.</summary>
public class FuzzTests
{
    private const int Inputs = 10_000;

    [Fact]
    public void Points_and_scalars_are_refused_or_written_back()
    {
        using var key = ResidueScalar448.Random(new SeededRandom("points"));
        byte[] scalar = new byte[56];
        key.WriteTo(scalar);
        Mutate(CurvePointFuzz.Run, Inputs / 5, X448.PublicKey(key), Ed448.PublicKey(key), scalar, Scalar448.OrderOctets.ToArray(), new byte[57]);
    }

    [Fact]
    public void Signatures_are_accepted_only_as_they_were_made() =>
        Mutate(Ed448Fuzz.Run, Inputs, Ed448Fuzz.Valid([]), Ed448Fuzz.Valid("message"u8), new byte[171]);

    [Fact]
    public void Signatures_of_Ed25519_are_accepted_only_as_they_were_made() =>
        Mutate(Ed25519Fuzz.Run, Inputs, Ed25519Fuzz.Valid([]), Ed25519Fuzz.Valid("message"u8), new byte[96]);

    [Fact]
    public void Sealed_octets_are_opened_only_as_they_were_sealed() =>
        Mutate(SealedFuzz.Run, Inputs, SealedFuzz.WrappedKey(), SealedFuzz.Body(0), SealedFuzz.Body(100), SealedFuzz.Body(65_537));

    [Fact]
    public void Handshake_messages_of_nobody_are_refused() =>
        Mutate(NoiseFuzz.Run, Inputs / 20, new byte[56], new byte[144], new byte[88], new byte[NoiseXX448ResponderState.Size]);

    [Fact]
    public void Parts_of_sharings_are_refused_or_written_back() =>
        Mutate(ThresholdFuzz.Run, Inputs / 20, [.. Enumerable.Range(0, 4).Select(ThresholdFuzz.Valid), new byte[300]]);

    [Fact]
    public void What_signers_send_is_refused_or_written_back() =>
        Mutate(
            FrostFuzz.Run,
            Inputs / 5,
            FrostFuzz.Commitment(FrostSuite.Ed25519),
            FrostFuzz.Commitment(FrostSuite.Ed448),
            FrostFuzz.Announcement(FrostSuite.Ed25519),
            FrostFuzz.Announcement(FrostSuite.Ed448),
            FrostFuzz.Response(FrostSuite.Ed25519),
            FrostFuzz.Response(FrostSuite.Ed448),
            new byte[32],
            new byte[57]);

    private static void Mutate(Target target, int inputs, params byte[][] corpus)
    {
        var mutator = new Mutator(target.Method.DeclaringType!.Name, corpus);
        foreach (byte[] valid in corpus)
        {
            target(valid);
        }

        for (int i = 0; i < inputs; i++)
        {
            target(mutator.Next());
        }
    }

    private delegate void Target(ReadOnlySpan<byte> input);
}

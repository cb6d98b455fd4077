namespace Mesh.Dare.Tests;

/// <summary>Any octets as an inclusion proof: nothing but <see cref="DareException"/> comes out, and what was read is written again.</summary>
internal static class ProofFuzz
{
    public static void Run(ReadOnlySpan<byte> input)
    {
        byte[] octets = input.ToArray();
        EnvelopeFuzz.Try(() =>
        {
            InclusionProof proof = InclusionProof.Parse(octets);
            byte[] again = proof.ToOctets();
            if (!InclusionProof.Parse(again).ToOctets().AsSpan().SequenceEqual(again))
            {
                throw new InvalidOperationException("a proof that was written is not the one that is read");
            }

            proof.Verify(proof.State, Stream.Null);
        });
    }
}

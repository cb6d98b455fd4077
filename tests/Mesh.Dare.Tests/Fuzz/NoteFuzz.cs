namespace Mesh.Dare.Tests;

/// <summary>Any octets as a signed note.</summary>
internal static class NoteFuzz
{
    public static void Run(ReadOnlySpan<byte> input)
    {
        byte[] octets = input.ToArray();
        EnvelopeFuzz.Try(() => SignedNote.Verify(octets, "name", new byte[32]));
        EnvelopeFuzz.Try(() => CheckpointNote.Read(octets, new byte[32]));
    }
}

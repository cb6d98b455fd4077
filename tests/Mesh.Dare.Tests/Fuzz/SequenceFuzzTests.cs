namespace Mesh.Dare.Tests;

public class SequenceFuzzTests
{
    [Fact]
    public void Changed_sequences_tables_and_proofs_are_read_or_refused()
    {
        List<byte[]> sequences = [];
        List<byte[]> tables = [];
        List<byte[]> proofs = [];
        foreach ((string encryption, string signature) in new[] { ("None", "None"), ("Session", "None"), ("None", "Last") })
        {
            TestSequence test = TestSequence.Of(encryption, signature);
            using (SequenceWriter writer = test.Create())
            {
                TestSequence.Add(writer, "a", "first");
                TestSequence.Add(writer, "b", "second");
                writer.Close();
            }

            sequences.Add(test.Octets);
            using SequenceReader reader = test.Read();
            proofs.Add(reader.Proof(1).ToOctets());
            SequenceFrame index = reader.Frame(reader.Count - 1);
            using var body = new MemoryStream();
            reader.Content(index).CopyTo(body);
            tables.Add(body.ToArray()[..(int)index.Meta.FrameIndex!.Length]);
        }

        // Tables that fit the two frames of the target, so that changes get beyond the first check.
        TestSequence one = TestSequence.Of("None", "None");
        using (SequenceWriter writer = one.Create())
        {
            writer.Close();
        }

        using (SequenceReader reader = one.Read())
        {
            using var body = new MemoryStream();
            reader.Content(reader.Frame(1)).CopyTo(body);
            tables.Add(body.ToArray()[..(int)reader.Frame(1).Meta.FrameIndex!.Length]);
        }

        var random = new SeededRandom("sequence fuzz");
        for (int i = 0; i < 1_000; i++)
        {
            SequenceFuzz.Run(i < sequences.Count ? sequences[i] : Mutator.Of(sequences[random.Next(sequences.Count)], random));
            if (i % 5 == 0)
            {
                SequenceCheckFuzz.Run(i == 0 ? sequences[0] : Mutator.Of(sequences[random.Next(sequences.Count)], random));
            }

            IndexFuzz.Run(Mutator.Of(tables[random.Next(tables.Count)], random));
            ProofFuzz.Run(i < proofs.Count ? proofs[i] : Mutator.Of(proofs[random.Next(proofs.Count)], random));
        }
    }
}

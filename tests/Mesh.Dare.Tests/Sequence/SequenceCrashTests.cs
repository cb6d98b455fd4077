namespace Mesh.Dare.Tests;

/// <summary>
/// Archives and logs whose writer is stopped at any moment, again and again: by the loss of power with any unflushed sectors lost, a kill, torn and
/// short writes, a full disk, a failing flush. What was acknowledged is there afterwards, nothing is there in part or invented, the next writer goes on, and what was
/// torn is put aside.
/// </summary>
public class SequenceCrashTests
{
    // 10 seeds of 4 sequences of 43 epochs: more than 1,000 stops in the middle of something.
    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 10)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void What_was_acknowledged_survives_and_nothing_is_invented(int seed)
    {
        var random = new SeededRandom($"sequence crash {seed}");
        (string encryption, string signature) = new[] { ("None", "Last"), ("None", "None"), ("Session", "None"), ("Session", "Last"), ("None", "None") }[seed % 5];
        int stops = 0;
        for (int i = 0; i < 4; i++)
        {
            var run = new Run(TestSequence.Of(encryption, signature), random);
            for (int epoch = 0; epoch < 43; epoch++)
            {
                run.Epoch();
            }

            Assert.True(run.Acknowledged > 10, $"{run.Acknowledged} entries");
            stops += run.Stops;
        }

        Assert.True(stops >= 100, $"{stops} stops");
    }

    private sealed class Run(TestSequence policy, SeededRandom random) : CrashRun(policy, random, mostOperations: 9)
    {
        protected override void Work()
        {
            using SequenceWriter writer = IsCreated ? Test.Open() : Test.Create();
            IsCreated = true;
            for (int i = 0; i < 5; i++)
            {
                switch (Random.Next(6))
                {
                    case 0:
                        writer.Checkpoint();
                        Acknowledge();
                        break;
                    case 1:
                        writer.Flush();
                        Acknowledge();
                        break;
                    case 2:
                        string key = Next();
                        byte[] octets = System.Text.Encoding.UTF8.GetBytes(Content(key));
                        using (var content = new MemoryStream(octets))
                        {
                            writer.Append(TestSequence.Item(key, octets.Length), content, octets.Length);
                        }

                        break;
                    default:
                        string name = Next();
                        TestSequence.Add(writer, name, Content(name));
                        break;
                }
            }

            if (Random.Next(3) > 0)
            {
                writer.Close();
                Acknowledge();
            }
        }

        protected override void Check()
        {
            SimulatedFiles files = Test.Files;
            if (!IsCreated)
            {
                // Nobody was told that there is a sequence. If there is one, it is whole.
                if (files.Exists(TestSequence.Name))
                {
                    Test.Open().Dispose();
                }

                files.Remove(TestSequence.Name);
                Forget();
                return;
            }

            byte[] before = Test.Octets;
            HashSet<string> aside = [.. files.Names("/s")];
            string? torn;
            using (SequenceWriter writer = Test.Open())
            {
                torn = writer.Torn;
                writer.Close();
            }

            string[] added = [.. files.Names("/s").Where(n => !aside.Contains(n))];
            Assert.Equal(torn is null ? [] : [Path.GetFileName(torn)], added);
            SequenceReport report = SequenceVerifier.Verify(new MemoryOctets(Test.Octets), TestKeys.Open());
            Assert.Null(report.Fault);
            Assert.True(report.IsClosed);
            using SequenceReader reader = Test.Read();
            Compare(reader, Content, before, torn);
        }

        private static string Content(string key)
        {
            var content = new SeededRandom(key);
            return Convert.ToHexString(content.Bytes(content.Next(3000)));
        }
    }
}

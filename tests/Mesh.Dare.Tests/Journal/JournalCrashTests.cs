namespace Mesh.Dare.Tests;

/// <summary>
/// Logs whose writers, three at a time, are stopped at any moment, again and again: by the loss of power with any unflushed sectors lost, a kill, torn
/// and short writes, a full disk, a failing flush. What was acknowledged is there afterwards and in its order, nothing is there in part or invented, and what was torn
/// is put aside.
/// </summary>
public class JournalCrashTests
{
    private const int Writers = 3;

    // Logs of 15 epochs: every open costs exchanges of keys under Session.
    [Theory]
    [InlineData("None", "None", 6)]
    [InlineData("None", "Last", 2)]
    [InlineData("Session", "None", 2)]
    [InlineData("Session", "Last", 1)]
    public void What_was_acknowledged_survives_and_nothing_is_invented(string encryption, string signature, int logs)
    {
        var random = new SeededRandom($"journal crash {encryption} {signature}");
        int stops = 0;
        int acknowledged = 0;
        for (int i = 0; i < logs; i++)
        {
            var run = new Run(TestSequence.Of(encryption, signature), random);
            for (int epoch = 0; epoch < 15; epoch++)
            {
                run.Epoch();
            }

            stops += run.Stops;
            acknowledged += run.Acknowledged;
        }

        Assert.True(acknowledged > 10 * logs, $"{acknowledged} entries");
        Assert.True(stops >= 9 * logs, $"{stops} stops");
    }

    private sealed class Run(TestSequence policy, SeededRandom random) : CrashRun(policy, random, mostOperations: 25)
    {
        protected override void Work()
        {
            JournalWriter?[] writers = new JournalWriter?[Writers];
            try
            {
                for (int i = 0; i < 12; i++)
                {
                    ref JournalWriter? writer = ref writers[Random.Next(Writers)];
                    bool sync = Random.Next(4) == 0;
                    writer ??= TestJournal.Open(Test, sync ? TimeSpan.Zero : null, checkpointFrames: 8, indexFrames: 30);
                    IsCreated = true;
                    switch (Random.Next(8))
                    {
                        case 0:
                            writer.Checkpoint();
                            Acknowledge();
                            break;
                        case 1:
                            writer.Flush();
                            break;
                        case 2:
                            writer.Close();
                            writer.Dispose();
                            writer = null;
                            break;
                        default:
                            string key = Next();
                            int before = Flushes();
                            writer.Append(Content(key), key);
                            if (Flushes() > before)
                            {
                                Acknowledge();
                            }

                            break;
                    }
                }
            }
            finally
            {
                Array.ForEach(writers, w => w?.Dispose());
            }
        }

        protected override void Check()
        {
            if (!Test.Files.Exists(TestSequence.Name))
            {
                // Nobody was told that there is a log.
                Assert.False(IsCreated);
                Forget();
                return;
            }

            // A log that has its name is whole, whether somebody was told or not.
            IsCreated = true;
            byte[] before = Test.Octets;
            string? torn;
            using (JournalWriter writer = TestJournal.Open(Test))
            {
                torn = writer.Torn;
                writer.Close();
            }

            TestJournal.Verify(Test);
            using SequenceReader reader = Test.Read(withUnsigned: true);
            Compare(reader, Content, before, torn);
        }

        private int Flushes() => Test.Files.Journal.Count(o => o.Kind == "flush");

        private static string Content(string key)
        {
            var content = new SeededRandom(key);
            return Convert.ToHexString(content.Bytes(content.Next(1500)));
        }
    }
}

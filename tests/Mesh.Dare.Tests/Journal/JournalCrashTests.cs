using System.Globalization;

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

    private sealed class Run(TestSequence policy, SeededRandom random)
    {
        private readonly List<string> _kept = [];
        private readonly List<string> _doubtful = [];
        private TestSequence _test = policy;
        private bool _created;
        private int _next;

        public int Stops { get; private set; }

        public int Acknowledged => _kept.Count;

        public void Epoch()
        {
            SimulatedFiles files = _test.Files;
            Stop(files);
            bool off = false;
            try
            {
                Work();
            }
            catch (IOException)
            {
                off = true;
                Stops++;
            }

            files.Before = null;
            SimulatedFiles after = off || random.Next(2) > 0 ? files.AfterPowerLoss(random) : files.AfterKill();
            _test = new TestSequence { Files = after, Policy = _test.Policy, Signers = _test.Signers, Seed = $"{_test.Seed}{random.Next(10)}" };
            Check();
        }

        private void Stop(SimulatedFiles files)
        {
            int left = 1 + random.Next(25);
            int style = random.Next(4);
            bool stopped = false;
            files.Before = operation =>
            {
                files.IsOff |= stopped;
                if (stopped || --left > 0)
                {
                    return int.MaxValue;
                }

                switch (style)
                {
                    case 1 when operation.Kind == "write": // in the middle of it
                        stopped = true;
                        return random.Next(operation.Length + 1);
                    case 2 when operation.Kind == "write": // short writes, and then no room
                        return operation.Length > 1 ? 1 + random.Next(operation.Length - 1) : throw new IOException("no space left");
                    case 3 when operation.Kind is "flush" or "flush folder":
                        throw new IOException("the flush failed");
                    default: // before it
                        files.IsOff = true;
                        return 0;
                }
            };
        }

        private void Work()
        {
            JournalWriter?[] writers = new JournalWriter?[Writers];
            try
            {
                for (int i = 0; i < 12; i++)
                {
                    ref JournalWriter? writer = ref writers[random.Next(Writers)];
                    bool sync = random.Next(4) == 0;
                    writer ??= TestJournal.Open(_test, sync ? TimeSpan.Zero : null, checkpointFrames: 8, indexFrames: 30);
                    _created = true;
                    switch (random.Next(8))
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
                            string key = (_next++).ToString("D6", CultureInfo.InvariantCulture);
                            _doubtful.Add(key);
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

        private int Flushes() => _test.Files.Journal.Count(o => o.Kind == "flush");

        private void Check()
        {
            SimulatedFiles files = _test.Files;
            if (!files.Exists(TestSequence.Name) || (!_created && !Opens()))
            {
                // Nobody was told that there is a log.
                Assert.False(_created);
                files.Remove(TestSequence.Name);
                _doubtful.Clear();
                return;
            }

            _created = true;
            byte[] before = _test.Octets;
            string? torn;
            using (JournalWriter writer = TestJournal.Open(_test))
            {
                torn = writer.Torn;
                writer.Close();
            }

            byte[] cut = torn is null ? [] : files.Octets(torn);
            Assert.Equal(before, (byte[])[.. _test.Octets.AsSpan(0, before.Length - cut.Length), .. cut]);
            TestJournal.Verify(_test);
            using SequenceReader reader = _test.Read(withUnsigned: true);
            List<string> found = [.. reader.Forward().Where(f => !f.IsMeta).Select(f => f.Meta.UniqueId!)];
            Assert.Equal(_kept, found.Take(_kept.Count));
            Assert.Equal(_doubtful.Take(found.Count - _kept.Count), found.Skip(_kept.Count));
            foreach (string key in found.TakeLast(8))
            {
                Assert.Equal(Content(key), TestSequence.Text(reader, reader.Find(key)!.Index));
            }

            _kept.Clear();
            _kept.AddRange(found);
            _doubtful.Clear();
        }

        // What is left of a log that was being made may be nothing, or not even a whole frame 0.
        private bool Opens()
        {
            try
            {
                TestJournal.Open(_test).Dispose();
                return true;
            }
            catch (DareException e) when (e.Code is DareError.Malformed or DareError.DigestMismatch)
            {
                return false;
            }
        }

        private void Acknowledge()
        {
            _kept.AddRange(_doubtful);
            _doubtful.Clear();
        }

        private static string Content(string key)
        {
            var content = new SeededRandom(key);
            return Convert.ToHexString(content.Bytes(content.Next(1500)));
        }
    }
}

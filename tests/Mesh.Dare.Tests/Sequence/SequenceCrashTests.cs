using System.Globalization;

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

    private sealed class Run(TestSequence policy, SeededRandom random)
    {
        private readonly List<string> _kept = [];
        private readonly List<string> _doubtful = [];
        private TestSequence _test = policy;
        private bool _created;
        private int _next;

        public int Stops { get; private set; }

        public int Half { get; private set; }

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
            int left = 1 + random.Next(9);
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
            using SequenceWriter writer = _created ? _test.Open() : _test.Create();
            _created = true;
            for (int i = 0; i < 5; i++)
            {
                switch (random.Next(6))
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
                        byte[] octets = Content(key);
                        using (var content = new MemoryStream(octets))
                        {
                            writer.Append(TestSequence.Item(key, octets.Length), content, octets.Length);
                        }

                        break;
                    default:
                        string name = Next();
                        writer.Append(writer.Prepare(TestSequence.Item(name), Content(name)));
                        break;
                }
            }

            if (random.Next(3) > 0)
            {
                writer.Close();
                Acknowledge();
            }
        }

        private void Check()
        {
            SimulatedFiles files = _test.Files;
            if (!_created)
            {
                // Nobody was told that there is a sequence. If there is one, it is whole.
                if (files.Exists(TestSequence.Name))
                {
                    Half++;
                    _test.Open().Dispose();
                }

                files.Remove(TestSequence.Name);
                _doubtful.Clear();
                return;
            }

            byte[] before = _test.Octets;
            HashSet<string> aside = [.. files.Names("/s")];
            string? torn;
            using (SequenceWriter writer = _test.Open())
            {
                torn = writer.Torn;
                writer.Close();
            }

            string[] added = [.. files.Names("/s").Where(n => !aside.Contains(n))];
            Assert.Equal(torn is null ? [] : [Path.GetFileName(torn)], added);
            byte[] cut = torn is null ? [] : files.Octets(torn);
            Assert.Equal(before, (byte[])[.. _test.Octets.AsSpan(0, before.Length - cut.Length), .. cut]);

            SequenceReport report = SequenceVerifier.Verify(new MemoryOctets(_test.Octets), TestKeys.Open());
            Assert.Null(report.Fault);
            Assert.True(report.IsClosed);
            using SequenceReader reader = _test.Read();
            List<string> found = [.. reader.Forward().Where(f => !f.IsMeta).Select(f => f.Meta.UniqueId!)];
            Assert.Equal(_kept, found.Take(_kept.Count));
            Assert.Equal(_doubtful.Take(found.Count - _kept.Count), found.Skip(_kept.Count));
            foreach (string key in found.TakeLast(8))
            {
                Assert.Equal(System.Text.Encoding.UTF8.GetString(Content(key)), TestSequence.Text(reader, reader.Find(key)!.Index));
            }

            _kept.Clear();
            _kept.AddRange(found);
            _doubtful.Clear();
        }

        private void Acknowledge()
        {
            _kept.AddRange(_doubtful);
            _doubtful.Clear();
        }

        private string Next()
        {
            _doubtful.Add((_next++).ToString("D6", CultureInfo.InvariantCulture));
            return _doubtful[^1];
        }

        private static byte[] Content(string key)
        {
            var content = new SeededRandom(key);
            return System.Text.Encoding.UTF8.GetBytes(Convert.ToHexString(content.Bytes(content.Next(3000))));
        }
    }
}

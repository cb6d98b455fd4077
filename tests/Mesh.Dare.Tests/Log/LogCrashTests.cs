namespace Mesh.Dare.Tests;

/// <summary>
/// A loaded log that is stopped at any moment, again and again: by the loss of power, with any unflushed sectors lost; by a kill; by
/// failing flushes, short writes and a full disk. What was acknowledged is there afterwards, nothing is there in part, and nothing is ever
/// taken for corruption.
/// </summary>
public class LogCrashTests
{
    private static readonly string[] Labels = ["MMM_Bookmark", "MMM_Task", "MMM_Contact"];
    private static readonly PrivateLabel Intents = PrivateLabel.Parse("~Intents");

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 5)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task What_was_acknowledged_survives_and_nothing_is_there_in_part(int seed)
    {
        var random = new SeededRandom($"crash {seed}");
        var run = new Run(random);
        for (int epoch = 0; epoch < 30; epoch++)
        {
            await run.Epoch();
        }

        Assert.True(run.Crashes > 20 && run.Acknowledged > 20, $"{run.Crashes} crashes, {run.Acknowledged} transactions");
    }

    private sealed class Run(SeededRandom random)
    {
        private readonly HashSet<int> _acknowledged = [];
        private readonly Dictionary<int, string[]> _inDoubt = [];
        private SimulatedFiles _files = new();
        private int _next;

        public int Crashes { get; private set; }

        public int Acknowledged => _acknowledged.Count;

        public async Task Epoch()
        {
            int left = 1 + random.Next(60);
            int style = random.Next(5);
            bool crashed = false;
            SimulatedFiles files = _files;
            files.Before = operation =>
            {
                if (crashed)
                {
                    files.IsOff = true;
                    return 0;
                }

                if (--left > 0)
                {
                    return int.MaxValue;
                }

                switch (style)
                {
                    case 0 or 1: // the power goes before the operation
                        crashed = true;
                        files.IsOff = true;
                        return 0;
                    case 2 when operation.Kind == "write": // and in the middle of it
                        crashed = true;
                        return random.Next(operation.Length + 1);
                    case 3 when operation.Kind is "flush" or "flush folder":
                        left = 20;
                        throw new IOException("the flush failed");
                    case 4 when operation.Kind == "write": // short writes, and then no room
                        return operation.Length > 1 ? 1 + random.Next(operation.Length - 1) : throw new IOException("no space left");
                    default:
                        return int.MaxValue;
                }
            };

            await Work();
            files.Before = null;
            bool power = crashed || random.Next(3) > 0;
            _files = power ? files.AfterPowerLoss(random) : files.AfterKill();
            Crashes++;
            await Check();
        }

        private async Task Work()
        {
            try
            {
                await using AccountLog log = await Open();
                for (int i = 0; i < 6; i++)
                {
                    Task[] commits = [.. Enumerable.Range(0, 1 + random.Next(4)).Select(_ => Commit(log, Transaction(out int id, out string[] labels), id, labels))];
                    await Task.WhenAll(commits);
                    if (random.Next(8) == 0)
                    {
                        await log.CompactAsync();
                    }
                }
            }
            catch (DareException e)
            {
                Assert.Contains(e.Code, (DareError[])[DareError.Unavailable, DareError.OutcomeUnknown]);
            }
        }

        private async Task<AccountLog> Open()
        {
            LogOptions options = TestLog.Options(_files, random) with { CompactionFloor = 2000, SideFileStep = 3000 };
            if (!_files.Exists(TestLog.Path))
            {
                LogTransaction first = new()
                {
                    Updates = [.. Labels.Select(l => new StoreUpdate(
                        StoreLabel.Parse(l), [StoreEntry.FromEnvelope(StoreHead.Create(random, StoreHead.CatalogContentType, l).ToEnvelope())]))],
                };
                (AccountLog made, _) = await AccountLog.CreateAsync(TestLog.Path, options, first);
                return made;
            }

            AccountLog log = await AccountLog.OpenAsync(TestLog.Path, options);
            Assert.True(log.Report.IsWritable, log.Report.ToString());
            return log;
        }

        private LogTransaction Transaction(out int id, out string[] labels)
        {
            id = _next++;
            int number = id;
            labels = [.. Labels.Where(_ => random.Next(2) == 0).DefaultIfEmpty(Labels[0])];
            return new LogTransaction
            {
                Updates = [.. labels.Select(l => new StoreUpdate(StoreLabel.Parse(l), [StoreEntry.FromEnvelope(Entry(l, number))]))],
                Records = [new PrivateRecord(Intents, $"intent {number % 3}", new byte[random.Next(400)])],
                Request = new RequestRecord
                {
                    Key = "key",
                    Id = $"{number}",
                    PayloadHash = new byte[32],
                    Respond = _ => BitConverter.GetBytes(number),
                    Quota = "key",
                    QuotaLimit = int.MaxValue,
                },
            };
        }

        private UnverifiedEnvelope Entry(string label, int number) =>
            TestStore.Envelope($"{number} {new string('x', random.Next(2) == 0 ? random.Next(40) : random.Next(2500))}", $"{label}/{number}");

        private async Task Commit(AccountLog log, LogTransaction transaction, int id, string[] labels)
        {
            labels = [.. labels, Intents.ToString()];
            try
            {
                _inDoubt[id] = labels;
                CommitResult result = await log.CommitAsync(transaction);
                Assert.Equal(CommitOutcome.Committed, result.Outcome);
                _acknowledged.Add(id);
            }
            catch (DareException e) when (e.Code is DareError.OutcomeUnknown or DareError.Unavailable)
            {
                if (e.Code == DareError.Unavailable)
                {
                    _inDoubt.Remove(id);
                }
            }
        }

        private async Task Check()
        {
            if (!_files.Exists(TestLog.Path))
            {
                Assert.Empty(_acknowledged);
                return;
            }

            await using AccountLog log = await Open();
            Dictionary<string, HashSet<int>> found = [];
            foreach (StoreStatus store in log.Status())
            {
                StoreRange range = log.Read(store.Label, 0)!;
                (StoreReader reader, IReadOnlyList<StoreFrame> frames) = StoreReader.ReadAll(range.Frames.SelectMany(f => f.ToArray()).ToArray());
                Assert.Equal(store.Root.ToArray(), reader.Checkpoint.Root.ToArray());
                found[store.Label.ToString()] = [.. frames.Skip(1).Select(f => int.Parse(System.Text.Encoding.UTF8.GetString(f.Envelope.Body.Span).Split(' ')[0], null))];
            }

            foreach ((int id, string[] labels) in _inDoubt.ToList())
            {
                bool[] there = [.. labels.Where(l => l[0] != '~').Select(l => found.TryGetValue(l, out HashSet<int>? ids) && ids.Contains(id))];
                bool recalled = there[0];
                if (id > _next - 40) // opening sealed records takes time, and older ones were looked at before
                {
                    CommitResult? answer = log.Recall("key", $"{id}", new byte[32]);
                    recalled = answer is { Outcome: CommitOutcome.Repeated } && BitConverter.ToInt32(answer.Response.Span) == id;
                }

                Assert.True(there.All(t => t == recalled), $"transaction {id} is there in part");
                Assert.True(recalled || !_acknowledged.Contains(id), $"transaction {id} was acknowledged and is gone");

                // Once decided it stays so.
                if (recalled)
                {
                    _acknowledged.Add(id);
                }
                else
                {
                    _inDoubt.Remove(id);
                }
            }

            Assert.All(found.SelectMany(f => f.Value), id => Assert.True(_inDoubt.ContainsKey(id), $"transaction {id} was said to be turned away"));
        }
    }
}

namespace Mesh.Dare.Tests;

/// <summary>Dropping dead private records when they exceed half of the file (Mesh account log, Erasing and compacting).</summary>
public class LogCompactionTests
{
    private static readonly StoreLabel Bookmarks = StoreLabel.Parse("MMM_Bookmark");
    private static readonly PrivateLabel Outbound = PrivateLabel.Parse("~Outbound");
    private static readonly PrivateLabel Gone = PrivateLabel.Parse("~Gone");

    [Fact]
    public async Task Dead_records_go_and_everything_else_stays()
    {
        var files = new SimulatedFiles();
        var time = new ManualTime();
        var store = new TestStore("MMM_Bookmark");
        LogOptions options = TestLog.Options(files, time: time) with { CompactionFloor = 0 };
        (AccountLog log, _) = await AccountLog.CreateAsync(TestLog.Path, options, TestLog.Append(store, "public"));
        for (int i = 0; i < 12; i++)
        {
            await log.CommitAsync(TestLog.Append(store, "entry " + i) with
            {
                Records =
                [
                    Record(Outbound, "superseded", $"value {i}"), Record(Outbound, "kept " + i, "x"),
                    Record(Outbound, "removed " + i, "x"), Record(Gone, "all " + i, "x") with { Expires = time.GetUtcNow() + TimeSpan.FromHours(2) },
                ],
                Request = new RequestRecord
                {
                    Key = "key",
                    Id = $"{i}",
                    PayloadHash = new byte[32],
                    Respond = _ => BitConverter.GetBytes(i),
                    Quota = "key",
                },
            });
            await log.CommitAsync(new LogTransaction { Records = [PrivateRecord.Removal(Outbound, "removed " + i)] });
            time.Advance(TimeSpan.FromHours(4)); // so that half of the requests expire
        }

        long before = log.Length;
        byte[] publicRoot = log.Status(Bookmarks)!.Root.ToArray();
        byte[] logId = LogScannerVectorTests.Scan(files.Octets(TestLog.Path)).Tip!.LogId.ToArray();
        await log.CompactAsync();
        Assert.True(log.Length < before / 2, $"{log.Length} of {before}");
        Check(log);
        await log.CommitAsync(new LogTransaction { Records = [Record(Outbound, "superseded", "value 12")] });
        await log.DisposeAsync();

        byte[] file = files.Octets(TestLog.Path);
        LogScan scan = LogScannerVectorTests.Scan(file);
        Assert.Equal(LogState.Sound, scan.State);
        Assert.NotEqual(logId, scan.Tip!.LogId.ToArray());
        files.Remove(TestLog.Path + ".side");
        await using AccountLog again = await AccountLog.OpenAsync(TestLog.Path, options);
        Check(again, "value 12");

        void Check(AccountLog opened, string latest = "value 11")
        {
            Assert.Equal(publicRoot, opened.Status(Bookmarks)!.Root.ToArray());
            Assert.Equal(store.Frames, opened.Read(Bookmarks, 0)!.Frames.Select(f => f.ToArray()));
            Assert.Equal(latest, System.Text.Encoding.UTF8.GetString(opened.Private(Outbound, "superseded")!));
            Assert.Equal(
                Enumerable.Range(0, 12).Select(i => "kept " + i).Append("superseded").Order(), opened.PrivateKeys(Outbound).Order());
            Assert.Empty(opened.PrivateKeys(Gone));
            for (int i = 0; i < 12; i++)
            {
                CommitResult? recalled = opened.Recall("key", $"{i}", new byte[32]);
                Assert.Equal(i < 7 ? null : CommitOutcome.Repeated, recalled?.Outcome);
                Assert.Equal(i, recalled is null ? i : BitConverter.ToInt32(recalled.Response.Span));
            }
        }
    }

    [Fact]
    public async Task It_happens_by_itself_when_the_log_is_idle_and_when_it_is_closed()
    {
        foreach (bool idle in (bool[])[true, false])
        {
            var files = new SimulatedFiles();
            var time = new ManualTime();
            LogOptions options = TestLog.Options(files, time: time) with { CompactionFloor = 5000, IdleDelay = TimeSpan.FromSeconds(2) };
            (AccountLog log, _) = await AccountLog.CreateAsync(TestLog.Path, options, TestLog.Append(new TestStore("MMM_Bookmark"), "a"));
            for (int i = 0; i < 20; i++)
            {
                long length = log.Length;
                await log.CommitAsync(new LogTransaction { Records = [Record(Outbound, "k", "v")] });
                Assert.True(log.Length > length);
            }

            for (int i = 0; idle && log.Length > 5000; i++)
            {
                Assert.True(i < 100_000, "the idle log was not compacted");
                time.Advance(TimeSpan.FromSeconds(2));
                await Task.Yield();
            }

            await log.DisposeAsync();
            Assert.True(files.Octets(TestLog.Path).Length < 5000);
            await using AccountLog again = await AccountLog.OpenAsync(TestLog.Path, options);
            Assert.Equal("v"u8.ToArray(), again.Private(Outbound, "k"));
        }
    }

    [Fact]
    public async Task A_log_with_little_that_is_dead_is_left_alone()
    {
        var files = new SimulatedFiles();
        LogOptions options = TestLog.Options(files) with { CompactionFloor = 0 };
        var store = new TestStore("MMM_Bookmark");
        (AccountLog log, _) = await AccountLog.CreateAsync(TestLog.Path, options, TestLog.Append(store, new string('x', 10_000)));
        await log.CommitAsync(new LogTransaction { Records = [Record(Outbound, "k", "1")] });
        await log.CommitAsync(new LogTransaction { Records = [Record(Outbound, "k", "2")] });
        byte[] before = files.Octets(TestLog.Path);
        await log.CompactAsync();
        Assert.Equal(before, files.Octets(TestLog.Path));
        await log.DisposeAsync();
    }

    [Fact]
    public async Task Reading_goes_on_while_the_log_is_rewritten()
    {
        var files = new SimulatedFiles();
        var store = new TestStore("MMM_Bookmark");
        LogOptions options = TestLog.Options(files) with { CompactionFloor = 0 };
        (AccountLog log, _) = await AccountLog.CreateAsync(TestLog.Path, options, TestLog.Append(store, [.. Enumerable.Range(0, 20).Select(i => $"{i}")]));
        using var done = new CancellationTokenSource();
        Task[] readers = [.. Enumerable.Range(0, 2).Select(_ => Task.Run(() =>
        {
            while (!done.IsCancellationRequested)
            {
                Assert.Equal(store.Frames.Take(21), log.Read(Bookmarks, 0, 21)!.Frames.Select(f => f.ToArray()));
                Assert.True(log.Private(Outbound, "k") is null or { Length: 2000 });
            }
        }))];
        for (int i = 0; i < 40; i++)
        {
            await log.CommitAsync(new LogTransaction { Records = [Record(Outbound, "k", new string('y', 2000))] });
            await log.CommitAsync(new LogTransaction { Records = [Record(Outbound, "k", new string('y', 2000))] });
            await log.CompactAsync();
        }

        await done.CancelAsync();
        await Task.WhenAll(readers);
        await log.DisposeAsync();
    }

    private static PrivateRecord Record(PrivateLabel label, string key, string content) =>
        new(label, key, System.Text.Encoding.UTF8.GetBytes(content));
}

namespace Mesh.Dare.Tests;

/// <summary>Writing (Mesh account log): one flush for many, nothing seen before it, poison after any failure, the mark.</summary>
public class LogWritingTests
{
    private static readonly StoreLabel Bookmarks = StoreLabel.Parse("MMM_Bookmark");
    private static readonly PrivateLabel Intents = PrivateLabel.Parse("~Intents");

    [Fact]
    public async Task Nothing_is_seen_or_told_before_it_is_flushed()
    {
        var files = new SimulatedFiles();
        var store = new TestStore("MMM_Bookmark");
        (AccountLog log, _) = await AccountLog.CreateAsync(TestLog.Path, TestLog.Options(files), TestLog.Append(store, "a"));
        await using (log)
        {
            using var hold = new Hold(files);
            long version = log.Version;
            Task<long> change = log.ChangedSinceAsync(version);
            LogTransaction transaction = TestLog.Append(store, "b") with
            {
                Records = [new PrivateRecord(Intents, "i", "x"u8.ToArray())],
                Request = Request("id"),
            };
            Task<CommitResult> commit = log.CommitAsync(transaction);
            await hold.Reached();

            // The octets are in the file, but nobody is told.
            Assert.True(files.Octets(TestLog.Path).Length > log.Length);
            Assert.Equal(2, log.Status(Bookmarks)!.Count);
            Assert.Equal(2, log.Read(Bookmarks, 0)!.Frames.Count);
            Assert.Null(log.FindLatest(Bookmarks, "K2"));
            Assert.Null(log.Recall("key", "id", new byte[32]));
            Assert.Null(log.Private(Intents, "i"));
            Assert.Equal(version, log.Version);
            Assert.False(change.IsCompleted);
            Assert.False(commit.IsCompleted);

            hold.Release();
            Assert.Equal(CommitOutcome.Committed, (await commit).Outcome);
            Assert.NotEqual(version, await change);
            Assert.Equal(3, log.Status(Bookmarks)!.Count);
            Assert.Equal(2, log.FindLatest(Bookmarks, "K2"));
            Assert.Equal("x"u8.ToArray(), log.Private(Intents, "i"));
        }
    }

    [Fact]
    public async Task A_refusal_that_rests_on_what_is_not_flushed_waits_for_the_flush()
    {
        var files = new SimulatedFiles();
        var store = new TestStore("MMM_Bookmark");
        (AccountLog log, _) = await AccountLog.CreateAsync(TestLog.Path, TestLog.Options(files), TestLog.Append(store, "a"));
        await using (log)
        {
            TestStore other = store.Fork();
            using var hold = new Hold(files);
            Task<CommitResult> first = log.CommitAsync(new LogTransaction { Records = [new PrivateRecord(Intents, "i", default)] });
            await hold.Reached();
            Task<CommitResult> wins = log.CommitAsync(TestLog.Append(store, "b"));
            Task<CommitResult> loses = log.CommitAsync(TestLog.Append(other, "c"));
            hold.Again();
            await hold.Reached();
            Assert.True(first.IsCompletedSuccessfully);
            Assert.False(loses.IsCompleted);
            hold.Release();
            Assert.Equal(CommitOutcome.Committed, (await wins).Outcome);
            Assert.Equal(CommitOutcome.Conflict, (await loses).Outcome);
        }
    }

    [Theory]
    [InlineData("write")]
    [InlineData("flush")]
    public async Task After_a_failure_nothing_more_is_written_or_flushed_through_the_handle(string kind)
    {
        var files = new SimulatedFiles();
        var store = new TestStore("MMM_Bookmark");
        (AccountLog log, _) = await AccountLog.CreateAsync(TestLog.Path, TestLog.Options(files), TestLog.Append(store, "a"));
        files.Before = o => o.Kind == kind ? throw new IOException("failed") : int.MaxValue;
        LogTransaction transaction = TestLog.Append(store, "b");
        Assert.Equal(DareError.OutcomeUnknown, (await Assert.ThrowsAsync<DareException>(() => log.CommitAsync(transaction))).Code);

        files.Before = null;
        int done = files.Journal.Count;
        Assert.Equal((false, true), (log.IsWritable, log.MustReopen));
        Assert.Equal(DareError.Unavailable, (await Assert.ThrowsAsync<DareException>(() => log.CommitAsync(transaction))).Code);
        Assert.Equal(DareError.Unavailable, (await Assert.ThrowsAsync<DareException>(() => log.CommitAsync(new LogTransaction { Blocks = true }))).Code);
        await log.CompactAsync();
        Assert.Equal(2, log.Read(Bookmarks, 0)!.Frames.Count); // what was flushed before can still be read
        await log.DisposeAsync();
        Assert.Equal(done, files.Journal.Count);

        await using AccountLog again = await AccountLog.OpenAsync(TestLog.Path, TestLog.Options(files));
        bool there = again.Status(Bookmarks)!.Count == 3;
        Assert.Equal(there ? CommitOutcome.Conflict : CommitOutcome.Committed, (await again.CommitAsync(transaction)).Outcome);
    }

    [Fact]
    public async Task A_failure_of_an_unforeseen_kind_poisons_as_well()
    {
        var files = new SimulatedFiles();
        var store = new TestStore("MMM_Bookmark");
        (AccountLog log, _) = await AccountLog.CreateAsync(TestLog.Path, TestLog.Options(files), TestLog.Append(store, "a"));
        files.Before = o => o.Kind == "write" ? throw new InvalidOperationException("no such kind") : int.MaxValue;
        DareException failure = await Assert.ThrowsAsync<DareException>(() => log.CommitAsync(TestLog.Append(store, "b")));
        Assert.Equal((DareError.OutcomeUnknown, true), (failure.Code, log.MustReopen));
        await log.DisposeAsync();
    }

    [Fact]
    public async Task All_who_share_a_failed_flush_are_told_that_it_is_not_known_and_those_behind_that_nothing_was_done()
    {
        var files = new SimulatedFiles();
        var store = new TestStore("MMM_Bookmark");
        (AccountLog log, _) = await AccountLog.CreateAsync(TestLog.Path, TestLog.Options(files), TestLog.Append(store, "a"));
        using var hold = new Hold(files) { Failure = new IOException("failed") };
        Task<CommitResult> first = log.CommitAsync(TestLog.Append(store, "b"));
        await hold.Reached();
        Task<CommitResult>[] behind = [log.CommitAsync(TestLog.Append(store, "c")), log.CommitAsync(TestLog.Append(store, "d"))];
        hold.Release();

        Assert.Equal(DareError.OutcomeUnknown, (await Assert.ThrowsAsync<DareException>(() => first)).Code);
        foreach (Task<CommitResult> task in behind)
        {
            Assert.Equal(DareError.Unavailable, (await Assert.ThrowsAsync<DareException>(() => task)).Code);
        }

        await log.DisposeAsync();
    }

    [Fact]
    public async Task A_short_write_is_continued()
    {
        var files = new SimulatedFiles();
        var store = new TestStore("MMM_Bookmark");
        files.Before = o => o.Kind == "write" ? Math.Max(1, o.Length / 3) : int.MaxValue;
        (AccountLog log, _) = await AccountLog.CreateAsync(TestLog.Path, TestLog.Options(files), TestLog.Append(store, "a"));
        await log.CommitAsync(TestLog.Append(store, "b"));
        await log.DisposeAsync();
        Assert.Equal(LogState.Sound, LogScannerVectorTests.Scan(files.Octets(TestLog.Path)).State);
    }

    [Fact]
    public async Task An_idle_log_is_marked_once_and_without_a_flush()
    {
        var files = new SimulatedFiles();
        var time = new ManualTime();
        var store = new TestStore("MMM_Bookmark");
        LogOptions options = TestLog.Options(files, time: time) with { IdleDelay = TimeSpan.FromSeconds(2) };
        (AccountLog log, _) = await AccountLog.CreateAsync(TestLog.Path, options);
        await log.CommitAsync(TestLog.Append(store, "a"));
        await log.CompactAsync(); // behind all that the commit still does
        long length = log.Length;
        long version = log.Version;
        int flushes = files.Journal.Count(o => o.Kind == "flush");

        time.Advance(TimeSpan.FromSeconds(1));
        await log.CompactAsync(); // behind whatever the clock set off
        Assert.Equal(length, log.Length);
        time.Advance(TimeSpan.FromSeconds(1));
        await log.CompactAsync();
        LogTip mark = LogScannerVectorTests.Scan(files.Octets(TestLog.Path)).Tip!;
        Assert.Equal((true, length, log.Length), (mark.IsMark, mark.DurableTo, mark.End));
        Assert.Equal((version, flushes), (log.Version, files.Journal.Count(o => o.Kind == "flush")));

        time.Advance(TimeSpan.FromHours(1));
        await log.DisposeAsync();
        Assert.Equal(mark.End, files.Octets(TestLog.Path).Length);
    }

    [Fact]
    public async Task A_cancelled_commit_is_given_up_only_while_it_waits()
    {
        var files = new SimulatedFiles();
        var store = new TestStore("MMM_Bookmark");
        (AccountLog log, _) = await AccountLog.CreateAsync(TestLog.Path, TestLog.Options(files), TestLog.Append(store, "a"));
        using var hold = new Hold(files);
        using var cancel = new CancellationTokenSource();
        Task<CommitResult> underWay = log.CommitAsync(TestLog.Append(store, "b"), cancel.Token);
        await hold.Reached();
        Task<CommitResult> waiting = log.CommitAsync(new LogTransaction { Blocks = true }, cancel.Token);
        await cancel.CancelAsync();
        hold.Release();
        Assert.Equal(CommitOutcome.Committed, (await underWay).Outcome);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.False(log.IsBlocked);
        await log.DisposeAsync();
    }

    [Fact]
    public async Task A_failing_response_refuses_the_transaction_and_harms_nobody_else()
    {
        var files = new SimulatedFiles();
        var store = new TestStore("MMM_Bookmark");
        (AccountLog log, _) = await AccountLog.CreateAsync(TestLog.Path, TestLog.Options(files), TestLog.Append(store, "a"));
        LogTransaction failing = new() { Blocks = true, Request = Request("id") with { Respond = _ => throw new FormatException("no response") } };
        await Assert.ThrowsAsync<FormatException>(() => log.CommitAsync(failing));
        Assert.Equal((false, true), (log.IsBlocked, log.IsWritable));
        Assert.Equal(CommitOutcome.Committed, (await log.CommitAsync(TestLog.Append(store, "b"))).Outcome);
        await log.DisposeAsync();
    }

    [Fact]
    public async Task A_closed_log_takes_no_commit()
    {
        var files = new SimulatedFiles();
        var store = new TestStore("MMM_Bookmark");
        (AccountLog log, _) = await AccountLog.CreateAsync(TestLog.Path, TestLog.Options(files), TestLog.Append(store, "a"));
        await log.DisposeAsync();
        await log.DisposeAsync();
        Assert.Equal(DareError.Unavailable, (await Assert.ThrowsAsync<DareException>(() => log.CommitAsync(TestLog.Append(store, "b")))).Code);
        Assert.Equal(DareError.Unavailable, Assert.Throws<DareException>(() => log.Read(Bookmarks, 0)).Code);
    }

    [Fact]
    public async Task Without_a_seal_private_records_are_refused_and_the_rest_goes_on()
    {
        var files = new SimulatedFiles();
        var store = new TestStore("MMM_Bookmark");
        LogOptions options = TestLog.Options(files) with { Seal = null };
        (AccountLog log, _) = await AccountLog.CreateAsync(TestLog.Path, options, TestLog.Append(store, "a"));
        DareException refusal = await Assert.ThrowsAsync<DareException>(() => log.CommitAsync(new LogTransaction { Blocks = true }));
        Assert.Equal(DareError.InvalidRequest, refusal.Code);
        Assert.Equal(CommitOutcome.Committed, (await log.CommitAsync(TestLog.Append(store, "b"))).Outcome);
        await log.DisposeAsync();
    }

    [Fact]
    public async Task A_transaction_beyond_the_limit_is_refused()
    {
        var files = new SimulatedFiles();
        (AccountLog log, _) = await AccountLog.CreateAsync(TestLog.Path, TestLog.Options(files), TestLog.Append(new TestStore("MMM_Bookmark"), "a"));
        UnverifiedEnvelope half = new(new DareHeader { DigestAlgorithm = "S512" }, new byte[LogLimits.Transaction / 2], DareTrailer.Empty);
        DareException refusal = await Assert.ThrowsAsync<DareException>(() => log.CommitAsync(
            new LogTransaction { Updates = [new StoreUpdate(Bookmarks, [StoreEntry.FromEnvelope(half), StoreEntry.FromEnvelope(half)])] }));
        Assert.Equal(DareError.LimitExceeded, refusal.Code);
        await log.DisposeAsync();
    }

    [Fact]
    public async Task A_first_transaction_that_rests_on_something_makes_no_log()
    {
        var files = new SimulatedFiles();
        StoreUpdate update = new TestStore("MMM_Bookmark").Update("a") with { ExpectedCount = 1 };
        Task<(AccountLog, CommitResult?)> made = AccountLog.CreateAsync(TestLog.Path, TestLog.Options(files), new LogTransaction { Updates = [update] });
        Assert.Equal(DareError.InvalidRequest, (await Assert.ThrowsAsync<DareException>(() => made)).Code);
        Assert.False(files.Exists(TestLog.Path));
    }

    [Theory]
    [InlineData("create", DareError.Unavailable)]
    [InlineData("write", DareError.Unavailable)]
    [InlineData("flush", DareError.Unavailable)]
    [InlineData("rename", DareError.OutcomeUnknown)]
    [InlineData("flush folder", DareError.OutcomeUnknown)]
    public async Task A_log_that_could_not_be_made_can_be_made_afterwards(string kind, DareError error)
    {
        var files = new SimulatedFiles { Before = o => o.Kind == kind ? throw new IOException("failed") : int.MaxValue };
        LogTransaction first = TestLog.Append(new TestStore("MMM_Bookmark"), "a");
        DareException failure = await Assert.ThrowsAsync<DareException>(() => AccountLog.CreateAsync(TestLog.Path, TestLog.Options(files), first));
        Assert.Equal(error, failure.Code);
        files.Before = null;
        if (files.Exists(TestLog.Path))
        {
            await using AccountLog there = await AccountLog.OpenAsync(TestLog.Path, TestLog.Options(files));
            Assert.Equal(2, there.Status(Bookmarks)!.Count);
        }
        else
        {
            (AccountLog log, _) = await AccountLog.CreateAsync(TestLog.Path, TestLog.Options(files), first);
            await log.DisposeAsync();
        }
    }

    private static RequestRecord Request(string id) => new()
    {
        Key = "key",
        Id = id,
        PayloadHash = new byte[32],
        Respond = _ => "r"u8.ToArray(),
        Quota = "key",
    };

    /// <summary>Stops every flush until it is let go.</summary>
    private sealed class Hold : IDisposable
    {
        private readonly SimulatedFiles _files;
        private readonly SemaphoreSlim _reached = new(0);
        private readonly SemaphoreSlim _go = new(0);

        public Hold(SimulatedFiles files)
        {
            _files = files;
            files.Before = operation =>
            {
                if (operation.Kind == "flush")
                {
                    _reached.Release();
                    _go.Wait();
                    if (Failure is { } failure)
                    {
                        throw failure;
                    }
                }

                return int.MaxValue;
            };
        }

        public IOException? Failure { get; init; }

        public async Task Reached() => Assert.True(await _reached.WaitAsync(TimeSpan.FromSeconds(30)));

        /// <summary>Lets this flush go and stops at the next.</summary>
        public void Again() => _go.Release();

        public void Release()
        {
            _files.Before = null;
            _go.Release(100);
        }

        public void Dispose()
        {
            Release();
            _reached.Dispose();
        }
    }
}

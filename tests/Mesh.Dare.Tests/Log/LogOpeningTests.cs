namespace Mesh.Dare.Tests;

/// <summary>Opening (Mesh account log) beyond what the vectors show: locks, settling, tails that cannot be set aside.</summary>
public class LogOpeningTests
{
    private static readonly StoreLabel Bookmarks = StoreLabel.Parse("MMM_Bookmark");

    [Fact]
    public async Task One_holder_at_a_time_opens_a_log()
    {
        var files = new SimulatedFiles();
        LogOptions options = TestLog.Options(files);
        (AccountLog log, _) = await AccountLog.CreateAsync(TestLog.Path, options);
        Assert.Equal(DareError.LogBusy, (await Assert.ThrowsAsync<DareException>(() => AccountLog.OpenAsync(TestLog.Path, options))).Code);
        Assert.Equal(DareError.LogBusy, (await Assert.ThrowsAsync<DareException>(() => AccountLog.CreateAsync(TestLog.Path, options))).Code);
        await log.DisposeAsync();
        await (await AccountLog.OpenAsync(TestLog.Path, options)).DisposeAsync();
        Assert.Equal(DareError.AlreadyExists, (await Assert.ThrowsAsync<DareException>(() => AccountLog.CreateAsync(TestLog.Path, options))).Code);
        await (await AccountLog.OpenAsync(TestLog.Path, options)).DisposeAsync();
    }

    [Fact]
    public async Task Who_finds_a_log_in_use_waits_for_it()
    {
        var files = new SimulatedFiles();
        var time = new ManualTime();
        LogOptions options = TestLog.Options(files, time: time) with { LockPatience = TimeSpan.FromSeconds(10) };
        (AccountLog log, _) = await AccountLog.CreateAsync(TestLog.Path, options);
        Task<AccountLog> waits = AccountLog.OpenAsync(TestLog.Path, options);
        time.Advance(TimeSpan.FromSeconds(5));
        await Task.Yield();
        Assert.False(waits.IsCompleted);
        await log.DisposeAsync();
        while (!waits.IsCompleted)
        {
            time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Yield();
        }

        AccountLog second = await waits;
        Task<AccountLog> givesUp = AccountLog.OpenAsync(TestLog.Path, options);
        while (!givesUp.IsCompleted)
        {
            time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Yield();
        }

        Assert.Equal(DareError.LogBusy, (await Assert.ThrowsAsync<DareException>(() => givesUp)).Code);
        await second.DisposeAsync();
    }

    [Fact]
    public async Task What_is_not_there_is_not_found_and_leaves_no_lock_behind()
    {
        var files = new SimulatedFiles();
        Assert.Equal(DareError.NotFound, (await Assert.ThrowsAsync<DareException>(() => AccountLog.OpenAsync(TestLog.Path, TestLog.Options(files)))).Code);
        Assert.Equal(DareError.NotFound, Assert.Throws<DareException>(() => AccountLog.OpenReader(TestLog.Path, TestLog.Options(files))).Code);
        Assert.Empty(files.Names("/accounts"));
    }

    [Fact]
    public async Task A_log_that_was_not_marked_is_written_again_from_the_last_DurableTo_and_flushed()
    {
        var files = new SimulatedFiles();
        files.Put(TestLog.Path, LogVectors.Log("log-three"));
        await using AccountLog log = await AccountLog.OpenAsync(TestLog.Path, TestLog.Options(files));
        Assert.Equal(
            [
                new SimulatedFiles.Operation("write", TestLog.Path, 2472, 6084 - 2472),
                new SimulatedFiles.Operation("flush", TestLog.Path),
                new SimulatedFiles.Operation("flush folder", "/accounts"),
            ],
            files.Journal);
    }

    [Fact]
    public async Task A_marked_log_is_opened_without_writing()
    {
        var files = new SimulatedFiles();
        files.Put(TestLog.Path, LogVectors.Log("log-marked"));
        await using (AccountLog log = await AccountLog.OpenAsync(TestLog.Path, TestLog.Options(files)))
        {
            Assert.Equal([new SimulatedFiles.Operation("flush folder", "/accounts")], files.Journal);
        }

        // The side file, which only a writer leaves that had a flushed name before it, makes that needless.
        files.Journal.Clear();
        await using AccountLog again = await AccountLog.OpenAsync(TestLog.Path, TestLog.Options(files));
        Assert.Empty(files.Journal);
    }

    [Fact]
    public async Task A_name_that_its_maker_did_not_flush_is_flushed_before_anything_is_acknowledged()
    {
        var random = new SeededRandom("names");
        for (int i = 0; i < 20; i++)
        {
            var files = new SimulatedFiles();
            var store = new TestStore("MMM_Bookmark");
            files.Before = o => o.Kind == "flush folder" ? throw new IOException("failed") : int.MaxValue;
            DareException unknown = await Assert.ThrowsAsync<DareException>(
                () => AccountLog.CreateAsync(TestLog.Path, TestLog.Options(files), TestLog.Append(store, "a")));
            Assert.Equal(DareError.OutcomeUnknown, unknown.Code);

            files = files.AfterKill();
            AccountLog log = await AccountLog.OpenAsync(TestLog.Path, TestLog.Options(files));
            Assert.Equal(CommitOutcome.Committed, (await log.CommitAsync(TestLog.Append(store, "b"))).Outcome);

            files = files.AfterPowerLoss(random);
            await using AccountLog after = await AccountLog.OpenAsync(TestLog.Path, TestLog.Options(files));
            Assert.Equal(3, after.Status(Bookmarks)!.Count);
        }
    }

    [Fact]
    public async Task A_log_whose_name_cannot_be_flushed_is_not_served()
    {
        var files = new SimulatedFiles();
        files.Put(TestLog.Path, LogVectors.Log("log-marked"));
        files.Before = o => o.Kind == "flush folder" ? throw new IOException("failed") : int.MaxValue;
        DareException failure = await Assert.ThrowsAsync<DareException>(() => AccountLog.OpenAsync(TestLog.Path, TestLog.Options(files)));
        Assert.Equal(DareError.Unavailable, failure.Code);
        files.Before = null;
        await using AccountLog log = await AccountLog.OpenAsync(TestLog.Path, TestLog.Options(files));
        Assert.True(log.IsWritable);
    }

    [Fact]
    public async Task What_a_failed_flush_left_in_the_cache_is_on_the_medium_once_the_log_is_opened()
    {
        var random = new SeededRandom("fsync");
        for (int i = 0; i < 20; i++)
        {
            var files = new SimulatedFiles();
            var store = new TestStore("MMM_Bookmark");
            (AccountLog log, _) = await AccountLog.CreateAsync(TestLog.Path, TestLog.Options(files), TestLog.Append(store, "a"));
            files.Before = o => o.Kind == "flush" ? throw new IOException("failed") : int.MaxValue;
            await Assert.ThrowsAsync<DareException>(() => log.CommitAsync(TestLog.Append(store, "b")));
            files.Before = null;
            await log.DisposeAsync();

            // It reads well, so it is served; then it must also survive.
            await using AccountLog again = await AccountLog.OpenAsync(TestLog.Path, TestLog.Options(files));
            Assert.Equal(3, again.Status(Bookmarks)!.Count);
            files = files.AfterPowerLoss(random);
            await using AccountLog after = await AccountLog.OpenAsync(TestLog.Path, TestLog.Options(files));
            Assert.Equal(3, after.Status(Bookmarks)!.Count);
        }
    }

    [Theory]
    [InlineData("create")]
    [InlineData("write")]
    [InlineData("flush")]
    [InlineData("flush folder")]
    public async Task A_tail_that_cannot_be_set_aside_is_not_cut(string kind)
    {
        var files = new SimulatedFiles();
        byte[] torn = LogVectors.File("torn-tail");
        files.Put(TestLog.Path, torn);
        files.Before = o => o.Kind == kind ? throw new IOException("no") : int.MaxValue;
        AccountLog log = await AccountLog.OpenAsync(TestLog.Path, TestLog.Options(files));
        Assert.Equal((LogState.Torn, false, null), (log.Report.State, log.IsWritable, log.Report.SetAside));
        Assert.Equal(DareError.Unavailable, (await Assert.ThrowsAsync<DareException>(() => log.CommitAsync(new LogTransaction { Blocks = true }))).Code);
        Assert.Equal(2, log.Status(Bookmarks)!.Count);
        await log.DisposeAsync();
        Assert.Equal(torn, files.Octets(TestLog.Path));

        files.Before = null;
        await using AccountLog again = await AccountLog.OpenAsync(TestLog.Path, TestLog.Options(files));
        Assert.True(again.IsWritable);
        Assert.Equal(torn[2472..], files.Octets(again.Report.SetAside!));
    }

    [Theory]
    [InlineData("cut", 1)]
    [InlineData("write", 2)] // the first is the copy set aside
    [InlineData("flush", 2)]
    public async Task A_repair_that_fails_serves_nothing_and_is_done_by_the_next_opening(string kind, int nth)
    {
        var files = new SimulatedFiles();
        files.Put(TestLog.Path, LogVectors.File("torn-tail"));
        int seen = 0;
        files.Before = o => o.Kind == kind && ++seen == nth ? throw new IOException("no") : int.MaxValue;
        DareException failure = await Assert.ThrowsAsync<DareException>(() => AccountLog.OpenAsync(TestLog.Path, TestLog.Options(files)));
        Assert.Equal(DareError.Unavailable, failure.Code);
        await using AccountLog log = await AccountLog.OpenAsync(TestLog.Path, TestLog.Options(files));
        Assert.True(log.IsWritable);
        Assert.Equal(2, log.Status(Bookmarks)!.Count);
    }

    [Fact]
    public async Task Tails_are_set_aside_under_new_names()
    {
        var files = new SimulatedFiles();
        HashSet<string> names = [];
        for (int i = 0; i < 3; i++)
        {
            files.Put(TestLog.Path, LogVectors.File("torn-tail"));
            await using AccountLog log = await AccountLog.OpenAsync(TestLog.Path, TestLog.Options(files));
            Assert.True(names.Add(log.Report.SetAside!));
        }
    }

    [Fact]
    public async Task A_log_that_was_being_made_is_cleared_away()
    {
        var files = new SimulatedFiles();
        files.Put(TestLog.Path, LogVectors.Log("log-marked"));
        files.Put(TestLog.Path + ".new", [1, 2, 3]);
        await using AccountLog log = await AccountLog.OpenAsync(TestLog.Path, TestLog.Options(files));
        Assert.False(files.Exists(TestLog.Path + ".new"));
    }

    [Fact]
    public async Task A_frame_whose_store_does_not_go_on_is_corruption_and_is_not_cut()
    {
        // A whole outer frame, digest and all, whose store frame states another root.
        byte[] log = LogVectors.Log("log-three");
        LogRecord[] records = LogVectors.Transaction(LogVectors.Inputs("continue-after-torn").GetProperty("transaction"));
        LogTip tip = LogScannerVectorTests.Scan(log).Tip!;
        byte[] frame = OuterFrame.Build(4, tip.LogId.Span, tip.Digest.Span, 6084, records, out _, out _);
        byte[] file = [.. log, .. frame, .. new byte[2000]];
        var files = new SimulatedFiles();
        files.Put(TestLog.Path, file);
        AccountLog opened = await AccountLog.OpenAsync(TestLog.Path, TestLog.Options(files));
        Assert.Equal((LogState.Corrupt, LogFault.Content, 6084L, false), (opened.Report.State, opened.Report.Fault, opened.Report.FirstBad, opened.IsWritable));
        Assert.Equal(DareError.LogCorrupt, (await Assert.ThrowsAsync<DareException>(() => opened.CommitAsync(new LogTransaction { Blocks = true }))).Code);
        await opened.DisposeAsync();
        Assert.Equal(file, files.Octets(TestLog.Path));
    }

    [Fact]
    public void Every_state_has_its_line_for_the_operator()
    {
        string[] lines =
        [
            new LogReport(LogState.Sound, 5, 5, LogFault.None, -1, -1, null).ToString(),
            new LogReport(LogState.Torn, 5, 9, LogFault.None, 5, -1, "x.torn-1").ToString(),
            new LogReport(LogState.Torn, 5, 9, LogFault.None, 5, -1, null).ToString(),
            new LogReport(LogState.Corrupt, 5, 9, LogFault.Durable, 5, 7, null).ToString(),
            new LogReport(LogState.Corrupt, 5, 9, LogFault.Lengths, 5, -1, null).ToString(),
            new LogReport(LogState.Corrupt, 5, 9, LogFault.Content, 5, -1, null).ToString(),
            new LogReport(LogState.Refused, 0, 9, LogFault.None, 0, -1, null).ToString(),
        ];
        Assert.Equal(lines.Length, lines.Distinct().Count());
        Assert.All(lines, l => Assert.DoesNotContain('\n', l));
    }
}

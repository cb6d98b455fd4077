using System.Security.Cryptography;
using System.Text.Json;

namespace Mesh.Dare.Tests;

/// <summary>The vectors of account-log.json through the log that production opens and writes.</summary>
public class AccountLogVectorTests
{
    private static readonly byte[] LogId = LogVectors.Inputs("log-three").Octets("log_id");

    public static TheoryData<string> States => LogVectors.States;

    public static TheoryData<string> Exports => [.. LogVectors.Ids.Where(i => i.StartsWith("export-", StringComparison.Ordinal))];

    public static TheoryData<string> Statuses => [.. LogVectors.Ids.Where(i => i.StartsWith("status-after-", StringComparison.Ordinal))];

    private static LogTransaction[] Three => [.. LogVectors.Inputs("log-three").GetProperty("transactions").EnumerateArray()
        .Select(t => TestLog.Transaction(LogVectors.Transaction(t)))];

    [Fact]
    public async Task An_empty_log_is_frame_zero()
    {
        var files = new SimulatedFiles();
        (AccountLog log, CommitResult? first) = await AccountLog.CreateAsync(TestLog.Path, TestLog.Options(files, new KnownRandom(LogId)));
        await log.DisposeAsync();
        Assert.Null(first);
        Assert.Equal(LogVectors.Log("log-empty"), files.Octets(TestLog.Path));
    }

    [Fact]
    public async Task Three_transactions_a_mark_and_a_fourth_are_written_as_published()
    {
        var files = new SimulatedFiles();
        LogOptions options = TestLog.Options(files, new KnownRandom(LogId));
        (AccountLog log, _) = await AccountLog.CreateAsync(TestLog.Path, options);
        foreach (LogTransaction transaction in Three)
        {
            Assert.Equal(CommitOutcome.Committed, (await log.CommitAsync(transaction)).Outcome);
        }

        Assert.Equal(LogVectors.Log("log-three"), files.Octets(TestLog.Path));
        await log.DisposeAsync();
        Assert.Equal(LogVectors.Log("log-marked"), files.Octets(TestLog.Path));

        await using AccountLog again = await AccountLog.OpenAsync(TestLog.Path, options);
        Assert.Equal(LogState.Sound, again.Report.State);
        await again.CommitAsync(TestLog.Transaction(LogVectors.Transaction(LogVectors.Inputs("log-marked-next").GetProperty("transaction"))));
        Assert.Equal(LogVectors.Log("log-marked-next"), files.Octets(TestLog.Path));
    }

    [Fact]
    public async Task Transactions_that_wait_together_share_a_flush()
    {
        var files = new SimulatedFiles();
        (AccountLog log, _) = await AccountLog.CreateAsync(TestLog.Path, TestLog.Options(files, new KnownRandom(LogId)));
        using var flushing = new SemaphoreSlim(0);
        using var go = new SemaphoreSlim(0);
        int flushes = 0;
        files.Before = operation =>
        {
            if (operation.Kind == "flush" && ++flushes == 1)
            {
                flushing.Release();
                go.Wait();
            }

            return int.MaxValue;
        };

        LogTransaction[] three = Three;
        Task<CommitResult> first = log.CommitAsync(three[0]);
        await flushing.WaitAsync();
        Task<CommitResult>[] rest = [log.CommitAsync(three[1]), log.CommitAsync(three[2])];
        go.Release();
        await Task.WhenAll([first, .. rest]);

        Assert.Equal(2, flushes);
        Assert.Equal(LogVectors.Log("log-group"), files.Octets(TestLog.Path));
        files.Before = null;
        await log.DisposeAsync();
    }

    [Theory]
    [MemberData(nameof(States))]
    public async Task A_damaged_log_is_opened_as_the_page_says(string id) => await Check(
        LogVectors.File(id),
        LogVectors.Expected(id),
        id != "stale-remains" ? Three
            : [.. Three[..2], TestLog.Transaction(LogVectors.Transaction(LogVectors.Inputs("continue-after-torn").GetProperty("transaction")))]);

    [Fact]
    public async Task A_log_cut_at_any_octet_is_repaired_and_goes_on()
    {
        byte[] log = LogVectors.Log("log-three");
        foreach (JsonElement range in LogVectors.Expected("cut-everywhere").GetProperty("classes").EnumerateArray())
        {
            (int from, int to) = (range.GetProperty("from").GetInt32(), range.GetProperty("to").GetInt32());
            for (int n = from; n <= to; n += Math.Min(to - n + 1, n == from ? 1 : 7))
            {
                await Check(log[..n], range, Three);
            }

            await Check(log[..to], range, Three);
        }
    }

    [Fact]
    public async Task After_a_torn_tail_the_next_transaction_takes_its_place()
    {
        var files = new SimulatedFiles();
        files.Put(TestLog.Path, LogVectors.File("torn-tail"));
        await using AccountLog log = await AccountLog.OpenAsync(TestLog.Path, TestLog.Options(files));
        JsonElement expected = LogVectors.Expected("continue-after-torn");
        await log.CommitAsync(TestLog.Transaction(LogVectors.Transaction(LogVectors.Inputs("continue-after-torn").GetProperty("transaction"))));
        Assert.Equal(LogVectors.Continued(), files.Octets(TestLog.Path));
        Assert.Equal(expected.Octets("sha256"), SHA256.HashData(files.Octets(TestLog.Path)));
        AssertStores(expected.GetProperty("stores"), log);
    }

    [Theory]
    [MemberData(nameof(Statuses))]
    public async Task After_each_transaction_the_stores_have_their_counts_and_roots(string id)
    {
        var files = new SimulatedFiles();
        (AccountLog log, _) = await AccountLog.CreateAsync(TestLog.Path, TestLog.Options(files));
        foreach (LogTransaction transaction in Three.Take(LogVectors.Inputs(id).GetProperty("transactions").GetInt32()))
        {
            await log.CommitAsync(transaction);
        }

        Assert.Equal(LogVectors.Expected(id).GetProperty("length").GetInt64(), log.Length);
        AssertStores(LogVectors.Expected(id).GetProperty("stores"), log);
        await log.DisposeAsync();
    }

    [Fact]
    public async Task The_index_of_a_log_is_rebuilt_from_its_frames()
    {
        var files = new SimulatedFiles();
        files.Put(TestLog.Path, LogVectors.Log("log-three"));
        LogOpener.Opened opened = LogOpener.ToRead(new LogPaths(TestLog.Path), TestLog.Options(files));
        foreach (JsonProperty expected in LogVectors.Expected("log-three-index").GetProperty("stores").EnumerateObject())
        {
            StoreIndex store = opened.View.Index.Find(expected.Name)!;
            Assert.Equal(expected.Value.GetProperty("count").GetInt64(), store.Count);
            Assert.Equal(expected.Value.Octets("root"), store.Root!.Value.ToArray());
            Assert.Equal(expected.Value.GetProperty("stream_length").GetInt64(), store.StreamLength);
            Assert.Equal(
                expected.Value.GetProperty("frames").EnumerateArray().Select(f => string.Join(',', f.EnumerateArray())),
                Enumerable.Range(0, (int)store.Count).Select(i => $"{i},{store[i].Outer},{store[i].Offset},{store.FrameLength(i)}"));
            Assert.Equal(
                expected.Value.GetProperty("keys").EnumerateObject().Select(k => (k.Name, k.Value.GetInt64())).Order(),
                store.Keys.Select(k => (k.Key, k.Value.Index)).Order());
        }

        await using AccountLog log = AccountLog.OpenReader(TestLog.Path, TestLog.Options(files));
        Assert.Equal(3, log.FindLatest(TestLog.Label("MMM_Bookmark"), "NBOO-KMAR-K002"));
        Assert.Null(log.FindLatest(TestLog.Label("MMM_Bookmark"), "ftp:example.com"));
    }

    [Theory]
    [MemberData(nameof(Exports))]
    public async Task A_store_is_exported_as_the_concatenation_of_its_frames(string id)
    {
        var files = new SimulatedFiles();
        files.Put(TestLog.Path, LogVectors.Log("log-three"));
        await using AccountLog log = AccountLog.OpenReader(TestLog.Path, TestLog.Options(files));
        using var stream = new MemoryStream();
        log.Export(TestLog.Label(LogVectors.Inputs(id).GetProperty("store").GetString()!), stream);

        JsonElement expected = LogVectors.Expected(id);
        Assert.Equal(expected.Octets("stream"), stream.ToArray());
        Assert.Equal(expected.Octets("sha256"), SHA256.HashData(stream.ToArray()));
        var reader = new FrameReader(new StreamOctets(stream));
        Assert.Equal(expected.GetProperty("positions").EnumerateArray().Select(p => p.GetInt64()), reader.Forward().Select(f => f.Start));
    }

    [Fact]
    public async Task Private_stores_ride_in_the_same_frame_and_are_not_shown()
    {
        LogRecord[] records = LogVectors.Transaction(LogVectors.Inputs("private-store").GetProperty("transaction"));
        JsonElement expected = LogVectors.Expected("private-store");
        byte[] log = LogVectors.Log("log-three");
        LogTip tip = LogScannerVectorTests.Scan(log).Tip!;
        StoreFacts[] facts = [.. records.Select(r => StoreFactsReader.Read(r.Frame))];
        BuiltFrame built = BuiltFrame.After(tip, 6084, new StagedTransaction(StagedTransaction.Empty.Result, records, facts));
        Assert.Equal(expected.Octets("frame"), built.Octets);

        var files = new SimulatedFiles();
        files.Put(TestLog.Path, [.. log, .. built.Octets]);
        await using AccountLog reader = AccountLog.OpenReader(TestLog.Path, TestLog.Options(files));
        Assert.Equal(expected.GetProperty("length").GetInt64(), reader.Length);
        JsonElement stores = expected.GetProperty("stores");
        AssertStores(stores, reader, publicOnly: true);
        StoreIndex requests = LogOpener.ToRead(new LogPaths(TestLog.Path), TestLog.Options(files)).View.Index.Find("~Requests")!;
        Assert.Equal(stores.GetProperty("~Requests").GetProperty("count").GetInt64(), requests.Count);
        Assert.Equal(stores.GetProperty("~Requests").Octets("root"), requests.Root!.Value.ToArray());
        Assert.False(StoreLabel.TryParse("~Requests", out _));
        Assert.Equal(["request-1"], reader.PrivateKeys(PrivateLabel.Requests));
    }

    private static async Task Check(byte[] file, JsonElement expected, LogTransaction[] written)
    {
        var files = new SimulatedFiles();
        files.Put(TestLog.Path, file);
        LogOptions options = TestLog.Options(files);
        string state = expected.GetProperty("state").GetString()!;
        int keep = expected.GetProperty("keep").GetInt32();
        if (state == "refused")
        {
            DareException refusal = await Assert.ThrowsAsync<DareException>(() => AccountLog.OpenAsync(TestLog.Path, options));
            Assert.Equal(DareError.LogRefused, refusal.Code);
            Assert.Equal(file, files.Octets(TestLog.Path));
            Assert.Empty(files.Journal);
            return;
        }

        AccountLog log = await AccountLog.OpenAsync(TestLog.Path, options);
        Assert.Equal(keep, log.Length);
        Assert.Equal(
            written.Take(expected.GetProperty("transactions").GetInt32()).SelectMany(t => t.Updates).GroupBy(u => u.Label.ToString())
                .ToDictionary(g => g.Key, g => (long)g.Sum(u => u.Entries.Count)).OrderBy(s => s.Key),
            log.Status().ToDictionary(s => s.Label.ToString(), s => s.Count).OrderBy(s => s.Key));

        if (state == "corrupt")
        {
            Assert.False(log.IsWritable);
            Assert.Equal(file, files.Octets(TestLog.Path));
            Assert.Empty(files.Journal);
            DareException refusal = await Assert.ThrowsAsync<DareException>(() => log.CommitAsync(Three[0]));
            Assert.Equal(DareError.LogCorrupt, refusal.Code);
        }
        else if (state == "torn")
        {
            Assert.Equal(file[..keep], files.Octets(TestLog.Path));
            Assert.Equal(file[keep..], files.Octets(log.Report.SetAside!));
            int from = expected.GetProperty("rewrite_from").GetInt32();
            List<SimulatedFiles.Operation> journal = files.Journal;
            int aside = journal.FindIndex(o => o.Kind == "flush" && o.Path == log.Report.SetAside);
            int cut = journal.FindIndex(o => o.Kind == "cut" && o.Path == TestLog.Path && o.Offset == keep);
            int rewrite = journal.FindIndex(o => o == new SimulatedFiles.Operation("write", TestLog.Path, from, keep - from));
            int flush = journal.FindIndex(o => o == new SimulatedFiles.Operation("flush", TestLog.Path));
            Assert.True(aside >= 0 && aside < cut && cut < rewrite && rewrite < flush, "set aside, cut, write again, flush");
        }

        await log.DisposeAsync();
    }

    private static void AssertStores(JsonElement expected, AccountLog log, bool publicOnly = false) => Assert.Equal(
        expected.EnumerateObject().Where(s => !publicOnly || !s.Value.GetProperty("private").GetBoolean())
            .Select(s => $"{s.Name}:{s.Value.GetProperty("count").GetInt64()}:{s.Value.GetProperty("root").GetString()}"),
        log.Status().Select(s => $"{s.Label}:{s.Count}:{Convert.ToHexStringLower(s.Root.Span)}"));
}

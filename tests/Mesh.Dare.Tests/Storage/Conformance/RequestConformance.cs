namespace Mesh.Dare.Tests;

/// <summary>A request has one effect and one response, across restarts, and is never evicted.</summary>
public abstract class RequestConformance : StorageConformance
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_request_has_one_effect_and_one_response_also_across_a_restart(bool killed)
    {
        await using StorageHarness harness = Start();
        var store = new TestStore("MMM_Bookmark");
        await harness.Storage.CreateAsync(Alice, TestLog.Append(store, "a"));
        LogTransaction transaction = TestLog.Append(store, "b") with { Request = Request("id", "payload", "first answer") };
        CommitResult first = await harness.Storage.AppendAsync(Alice, transaction);
        Assert.Equal((CommitOutcome.Committed, "first answer"), (first.Outcome, Text(first)));

        await Repeats();
        await harness.RestartAsync(killed);
        await Repeats();
        harness.Time.Advance(TimeSpan.FromHours(23));
        await Repeats();
        harness.Time.Advance(TimeSpan.FromHours(1));
        Assert.Null(await harness.Storage.RecallAsync(Alice, "key", "id", Hash("payload")));
        Assert.Equal(CommitOutcome.Conflict, (await harness.Storage.AppendAsync(Alice, transaction)).Outcome);

        async Task Repeats()
        {
            CommitResult again = await harness.Storage.AppendAsync(Alice, transaction with { Request = Request("id", "payload", "another answer") });
            Assert.Equal((CommitOutcome.Repeated, "first answer"), (again.Outcome, Text(again)));
            CommitResult recalled = (await harness.Storage.RecallAsync(Alice, "key", "id", Hash("payload")))!;
            Assert.Equal((CommitOutcome.Repeated, "first answer"), (recalled.Outcome, Text(recalled)));

            LogTransaction reused = transaction with { Request = Request("id", "other payload", "answer") };
            Assert.Equal(CommitOutcome.RequestReused, (await harness.Storage.AppendAsync(Alice, reused)).Outcome);
            Assert.Equal(CommitOutcome.RequestReused, (await harness.Storage.RecallAsync(Alice, "key", "id", Hash("other payload")))!.Outcome);
            Assert.Null(await harness.Storage.RecallAsync(Alice, "other key", "id", Hash("payload")));
            Assert.Equal(3, (await harness.Storage.StatusAsync(Alice)).Stores.Single().Count);
        }
    }

    [Fact]
    public async Task The_same_request_sent_many_times_at_once_has_one_effect()
    {
        await using StorageHarness harness = Start();
        var store = new TestStore("MMM_Bookmark");
        await harness.Storage.CreateAsync(Alice, TestLog.Append(store, "a"));
        int answers = 0;
        CommitResult[] results = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => harness.Storage.AppendAsync(
            Alice,
            new LogTransaction
            {
                Updates = [new StoreUpdate(Bookmarks, [StoreEntry.FromEnvelope(TestStore.Envelope("b", "b"))])],
                Request = Request("id", "payload", "") with
                {
                    Respond = r => System.Text.Encoding.UTF8.GetBytes($"{r.Stores.Single().Count} {Interlocked.Increment(ref answers)}"),
                },
            }))));

        Assert.Single(results, r => r.Outcome == CommitOutcome.Committed);
        Assert.Equal(19, results.Count(r => r.Outcome == CommitOutcome.Repeated));
        Assert.Equal("3 1", Assert.Single(results.Select(Text).Distinct()));
        Assert.Equal(3, (await harness.Storage.StatusAsync(Alice)).Stores.Single().Count);
    }

    [Fact]
    public async Task Too_many_remembered_requests_are_turned_away_and_never_evicted()
    {
        await using StorageHarness harness = Start();
        var store = new TestStore("MMM_Bookmark");
        await harness.Storage.CreateAsync(Alice, TestLog.Append(store, "a"));
        async Task<CommitOutcome> Send(string id, string quota) => (await harness.Storage.AppendAsync(
            Alice,
            new LogTransaction
            {
                Records = [new PrivateRecord(Pending, id, "x"u8.ToArray())],
                Request = Request(id, "p", "r") with { Quota = quota, QuotaLimit = 3 },
            })).Outcome;

        Assert.Equal(CommitOutcome.Committed, await Send("1", "device"));
        Assert.Equal(CommitOutcome.Committed, await Send("2", "device"));
        harness.Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(CommitOutcome.Committed, await Send("3", "device"));
        Assert.Equal(CommitOutcome.OverQuota, await Send("4", "device"));
        Assert.Equal(CommitOutcome.Committed, await Send("4", "another device"));
        Assert.Equal(CommitOutcome.Repeated, await Send("1", "device"));
        await harness.RestartAsync(killed: true);
        Assert.Equal(CommitOutcome.OverQuota, await Send("5", "device"));
        harness.Time.Advance(TimeSpan.FromHours(23));
        Assert.Equal(CommitOutcome.Committed, await Send("5", "device"));
    }
}

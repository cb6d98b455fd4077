using System.Collections.Concurrent;

namespace Mesh.Dare.Tests;

/// <summary>
/// What every implementation of <see cref="IAccountStorage"/> must do (Mesh account log, Conformance): atomicity at every octet of a
/// multi-store transaction, preconditions under concurrent writers, idempotency across restart, reading while writing, range reads,
/// watching, a full disk, a failed flush, a second process.
/// </summary>
public abstract class AccountStorageConformance
{
    private static readonly AccountName Alice = AccountName.Parse("MAPR-OFIL-EUDF-OFAL-ICEA-ACCO-UNTA");
    private static readonly AccountName Bob = AccountName.Parse("MBPR-OFIL-EUDF-OFBO-BAAA-ACCO-UNTA");
    private static readonly StoreLabel Bookmarks = StoreLabel.Parse("MMM_Bookmark");
    private static readonly StoreLabel Inbound = StoreLabel.Parse("MMM_Inbound");
    private static readonly PrivateLabel Pending = PrivateLabel.Parse("~Pending");

    protected abstract StorageHarness Start();

    [Fact]
    public async Task A_new_account_has_what_its_first_transaction_says()
    {
        await using StorageHarness harness = Start();
        var store = new TestStore("MMM_Bookmark");
        CommitResult result = await harness.Storage.CreateAsync(Alice, TestLog.Append(store, "a", "b"));

        Assert.Equal(CommitOutcome.Committed, result.Outcome);
        AccountStatus status = await harness.Storage.StatusAsync(Alice);
        Assert.Equal(TestLog.Describe(result.Stores), TestLog.Describe(status.Stores));
        Assert.Equal((3L, false), (status.Stores.Single().Count, status.IsBlocked));
        Assert.Equal(store.Root, status.Stores.Single().Root.ToArray());
        Assert.Equal(store.Origin.ToArray(), status.Stores.Single().Origin.ToArray());
        Assert.Equal(Frames(store), Frames(await harness.Storage.ReadAsync(Alice, Bookmarks, 0)));
    }

    [Fact]
    public async Task An_account_is_made_once()
    {
        await using StorageHarness harness = Start();
        await harness.Storage.CreateAsync(Alice, TestLog.Append(new TestStore("MMM_Bookmark"), "a"));
        await Refused(DareError.AlreadyExists, () => harness.Storage.CreateAsync(Alice, TestLog.Append(new TestStore("MMM_Task"), "a")));
        await harness.RestartAsync(killed: false);
        await Refused(DareError.AlreadyExists, () => harness.Storage.CreateAsync(Alice, TestLog.Append(new TestStore("MMM_Task"), "a")));
        Assert.Equal("MMM_Bookmark", (await harness.Storage.StatusAsync(Alice)).Stores.Single().Label.ToString());
    }

    [Fact]
    public async Task Of_accounts_made_at_once_under_one_name_one_is_made()
    {
        await using StorageHarness harness = Start();
        Task<CommitResult>[] attempts = [.. Enumerable.Range(0, 8).Select(i =>
            Task.Run(() => harness.Storage.CreateAsync(Alice, TestLog.Append(new TestStore("MMM_Store" + i), "a"))))];
        await Task.WhenAll(attempts.Select(a => a.ContinueWith(_ => { }, TaskScheduler.Default)));
        Assert.Equal(1, attempts.Count(a => a.IsCompletedSuccessfully));
        Assert.All(attempts.Where(a => a.IsFaulted).Select(a => (DareException)a.Exception!.InnerException!), e => Assert.Equal(DareError.AlreadyExists, e.Code));
        Assert.Single((await harness.Storage.StatusAsync(Alice)).Stores);
    }

    [Fact]
    public async Task What_is_not_there_is_said_to_be_not_there()
    {
        await using StorageHarness harness = Start();
        await Refused(DareError.NotFound, () => harness.Storage.StatusAsync(Alice));
        await Refused(DareError.NotFound, () => harness.Storage.ReadAsync(Alice, Bookmarks, 0));
        await Refused(DareError.NotFound, () => harness.Storage.AppendAsync(Alice, TestLog.Append(new TestStore("MMM_Bookmark"), "a")));
        await Refused(DareError.NotFound, () => harness.Storage.RecallAsync(Alice, "key", "id", new byte[32]));
        await Refused(DareError.NotFound, () => harness.Storage.DeleteAsync(Alice));

        await harness.Storage.CreateAsync(Alice, TestLog.Append(new TestStore("MMM_Bookmark"), "a"));
        Assert.Null(await harness.Storage.ReadAsync(Alice, Inbound, 0));
        Assert.Null(await harness.Storage.FindLatestAsync(Alice, Inbound, "K1"));
        Assert.Null(await harness.Storage.FindLatestAsync(Alice, Bookmarks, "none"));
        Assert.Null(await harness.Storage.ReadPrivateAsync(Alice, Pending, "none"));
        Assert.Empty(await harness.Storage.PrivateKeysAsync(Alice, Pending));
        Assert.Null(await harness.Storage.RecallAsync(Alice, "key", "id", new byte[32]));
    }

    [Fact]
    public async Task A_transaction_over_many_stores_is_there_wholly_or_not_at_all_at_every_octet()
    {
        await using StorageHarness harness = Start();
        var bookmarks = new TestStore("MMM_Bookmark");
        var tasks = new TestStore("MMM_Task");
        var devices = new TestStore("MMM_Device");
        await harness.Storage.CreateAsync(Alice, new LogTransaction { Updates = [bookmarks.Update("a"), tasks.Update("a")] });
        string before = TestLog.Describe((await harness.Storage.StatusAsync(Alice)).Stores);
        var transaction = new LogTransaction
        {
            Updates = [bookmarks.Update("b", "c"), devices.Update("first"), tasks.Update("b")],
            Records = [new PrivateRecord(Pending, "p", "pending"u8.ToArray())],
            Request = Request("id", "payload", "response"),
        };

        string after = "";
        (int old, int @new) = (0, 0);
        IAsyncEnumerable<IAccountStorage> states = harness.StatesOfInterruptedAsync(async () =>
        {
            Assert.Equal(CommitOutcome.Committed, (await harness.Storage.AppendAsync(Alice, transaction)).Outcome);
            after = TestLog.Describe((await harness.Storage.StatusAsync(Alice)).Stores);
        });
        await foreach (IAccountStorage found in states)
        {
            string stores = TestLog.Describe((await found.StatusAsync(Alice)).Stores);
            bool isNew = stores == after;
            Assert.True(isNew || stores == before, stores);
            Assert.Equal(isNew, await found.ReadPrivateAsync(Alice, Pending, "p") is not null);
            Assert.Equal(isNew, await found.RecallAsync(Alice, "key", "id", Hash("payload")) is not null);
            CommitResult again = await found.AppendAsync(Alice, transaction);
            Assert.Equal(isNew ? CommitOutcome.Repeated : CommitOutcome.Committed, again.Outcome);
            Assert.Equal("response"u8.ToArray(), again.Response.ToArray());
            Assert.Equal(after, TestLog.Describe((await found.StatusAsync(Alice)).Stores));
            old += isNew ? 0 : 1;
            @new += isNew ? 1 : 0;
        }

        Assert.True(old > 0 && @new > 0, $"{old} {@new}");
    }

    [Fact]
    public async Task A_transaction_that_rests_on_another_state_changes_nothing()
    {
        await using StorageHarness harness = Start();
        var store = new TestStore("MMM_Bookmark");
        await harness.Storage.CreateAsync(Alice, TestLog.Append(store, "a"));
        TestStore behind = store.Fork();
        await harness.Storage.AppendAsync(Alice, TestLog.Append(store, "b"));
        StoreUpdate late = behind.Update("other");

        foreach (StoreUpdate update in new[]
        {
            late, late with { ExpectedRoot = null }, late with { ExpectedCount = null },
            late with { ExpectedCount = 3 }, // right count, root of another state
        })
        {
            CommitResult result = await harness.Storage.AppendAsync(
                Alice, new LogTransaction { Updates = [new TestStore("MMM_Task").Update("x"), update], Request = Request("id", "p", "r") });
            Assert.Equal(CommitOutcome.Conflict, result.Outcome);
            Assert.Equal((Bookmarks, 3L), (result.Stores.Single().Label, result.Stores.Single().Count));
            Assert.Equal(store.Root, result.Stores.Single().Root.ToArray());
        }

        Assert.Equal(["MMM_Bookmark"], (await harness.Storage.StatusAsync(Alice)).Stores.Select(s => s.Label.ToString()));
        Assert.Null(await harness.Storage.RecallAsync(Alice, "key", "id", Hash("p")));
    }

    [Fact]
    public async Task A_transaction_that_was_decided_by_a_store_as_it_was_changes_nothing()
    {
        await using StorageHarness harness = Start();
        var rights = new TestStore("MMM_Access");
        var store = new TestStore("MMM_Bookmark");
        await harness.Storage.CreateAsync(Alice, TestLog.Append(rights, "a"));
        LogTransaction decided = TestLog.Append(store, "x") with { Conditions = [new StoreCondition(StoreLabel.Parse("MMM_Access"), 2)] };
        CommitResult[] results = await Task.WhenAll(
            harness.Storage.AppendAsync(Alice, TestLog.Append(rights, "removal")),
            harness.Storage.AppendAsync(Alice, decided with { Request = Request("id", "p", "r") }));

        // Whatever comes first, what was decided before the removal is not carried out after it.
        Assert.Equal(CommitOutcome.Outdated, (await harness.Storage.AppendAsync(Alice, decided)).Outcome);
        Assert.Equal(CommitOutcome.Committed, results[0].Outcome);
        Assert.Equal(results[1].Outcome == CommitOutcome.Committed, await harness.Storage.RecallAsync(Alice, "key", "id", Hash("p")) is not null);
        Assert.Equal(results[1].Outcome == CommitOutcome.Committed, await harness.Storage.ReadAsync(Alice, Bookmarks, 0) is not null);
        CommitResult anew = await harness.Storage.AppendAsync(
            Alice, TestLog.Append(new TestStore("MMM_Task"), "y") with { Conditions = [new StoreCondition(StoreLabel.Parse("MMM_Access"), 3)] });
        Assert.Equal(CommitOutcome.Committed, anew.Outcome);
    }

    [Fact]
    public async Task Concurrent_writers_lose_no_update()
    {
        await using StorageHarness harness = Start();
        var first = new TestStore("MMM_Bookmark");
        await harness.Storage.CreateAsync(Alice, TestLog.Append(first, "start"));
        const int writers = 6;
        const int each = 15;
        int conflicts = 0;
        await Task.WhenAll(Enumerable.Range(0, writers).Select(w => Task.Run(async () =>
        {
            for (int i = 0; i < each;)
            {
                StoreRange range = (await harness.Storage.ReadAsync(Alice, Bookmarks, 0))!;
                var update = new StoreUpdate(Bookmarks, [StoreEntry.FromEnvelope(TestStore.Envelope($"{w}/{i}", $"{w}/{i}"))])
                {
                    ExpectedCount = range.Status.Count,
                    ExpectedRoot = range.Status.Root,
                };
                CommitResult result = await harness.Storage.AppendAsync(Alice, new LogTransaction { Updates = [update] });
                if (result.Outcome == CommitOutcome.Committed)
                {
                    Assert.Equal(range.Status.Count + 1, result.Stores.Single().Count);
                    i++;
                }
                else
                {
                    Assert.Equal(CommitOutcome.Conflict, result.Outcome);
                    Interlocked.Increment(ref conflicts);
                }
            }
        })));

        StoreRange all = (await harness.Storage.ReadAsync(Alice, Bookmarks, 0))!;
        Assert.Equal(2 + (writers * each), all.Frames.Count);
        (StoreReader reader, IReadOnlyList<StoreFrame> frames) = StoreReader.ReadAll(all.Frames.SelectMany(f => f.ToArray()).ToArray());
        Assert.Equal(all.Status.Root.ToArray(), reader.Checkpoint.Root.ToArray());
        Assert.Equal(
            Enumerable.Range(0, writers).SelectMany(w => Enumerable.Range(0, each).Select(i => $"{w}/{i}")).Order(),
            frames.Skip(2).Select(f => System.Text.Encoding.UTF8.GetString(f.Envelope.Body.Span)).Order());
        Assert.True(conflicts > 0, "the writers never met");
    }

    [Fact]
    public async Task Envelopes_take_the_next_place_whatever_it_is()
    {
        await using StorageHarness harness = Start();
        UnverifiedEnvelope zero = StoreHead.Create(new SeededRandom("spool"), StoreHead.SpoolContentType, "MMM_Inbound").ToEnvelope();
        await harness.Storage.CreateAsync(Alice, new LogTransaction { Updates = [new StoreUpdate(Inbound, [StoreEntry.FromEnvelope(zero)])] });
        await Task.WhenAll(Enumerable.Range(0, 40).Select(i => Task.Run(() => harness.Storage.AppendAsync(
            Alice, new LogTransaction { Updates = [new StoreUpdate(Inbound, [StoreEntry.FromEnvelope(TestStore.Envelope("m" + i, "m" + i))])] }))));

        StoreRange all = (await harness.Storage.ReadAsync(Alice, Inbound, 0))!;
        (StoreReader reader, _) = StoreReader.ReadAll(all.Frames.SelectMany(f => f.ToArray()).ToArray());
        Assert.Equal((41L, Convert.ToHexString(all.Status.Root.Span)), (reader.Count, Convert.ToHexString(reader.Checkpoint.Root.Span)));
        long latest = (await harness.Storage.FindLatestAsync(Alice, Inbound, "m7"))!.Value;
        Assert.Equal("m7"u8.ToArray(), StoreFrame.Parse(all.Frames[(int)latest]).Envelope.Body.ToArray());
    }

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

    [Fact]
    public async Task Readers_see_only_whole_transactions_while_others_write()
    {
        await using StorageHarness harness = Start();
        var left = new TestStore("MMM_Bookmark");
        var right = new TestStore("MMM_Task");
        await harness.Storage.CreateAsync(Alice, new LogTransaction { Updates = [left.Update("0"), right.Update("0")] });
        using var done = new CancellationTokenSource();
        long reads = 0;
        Task[] readers = [.. Enumerable.Range(0, 3).Select(_ => Task.Run(async () =>
        {
            long known = 0;
            while (!done.IsCancellationRequested)
            {
                StoreStatus[] stores = [.. (await harness.Storage.StatusAsync(Alice)).Stores];
                Assert.Equal(stores[0].Count, stores[1].Count);
                Assert.True(stores[0].Count >= known);
                known = stores[0].Count;
                StoreRange range = (await harness.Storage.ReadAsync(Alice, Bookmarks, known - 1))!;
                Assert.Equal(known - 1, StoreFrame.Parse(range.Frames[0]).Index);
                Assert.Equal(range.Status.Root.ToArray(), StoreFrame.Parse(range.Frames[^1]).ApexDigest.ToArray());
                Interlocked.Increment(ref reads);
            }
        }))];

        for (int i = 1; i <= 150; i++)
        {
            var transaction = new LogTransaction { Updates = [left.Update($"{i}"), right.Update($"{i}")] };
            Assert.Equal(CommitOutcome.Committed, (await harness.Storage.AppendAsync(Alice, transaction)).Outcome);
        }

        await done.CancelAsync();
        await Task.WhenAll(readers);
        Assert.True(reads > 0);
    }

    [Fact]
    public async Task Ranges_keep_to_their_limits_and_give_at_least_one_frame()
    {
        await using StorageHarness harness = Start();
        var store = new TestStore("MMM_Bookmark");
        await harness.Storage.CreateAsync(Alice, TestLog.Append(store, [.. Enumerable.Range(0, 30).Select(i => new string('x', 10 * i))]));
        for (int from = 0; from <= 32; from++)
        {
            foreach (int frames in (int[])[0, 1, 3, 1000])
            {
                foreach (long octets in (long[])[0, 1, store.Frames[5].Length, 1500, long.MaxValue])
                {
                    StoreRange range = (await harness.Storage.ReadAsync(Alice, Bookmarks, from, frames, octets))!;
                    int expected = 0;
                    for (long sum = 0; expected < frames && from + expected < store.Count; expected++)
                    {
                        sum += store.Frames[from + expected].Length;
                        if (sum > octets && expected > 0)
                        {
                            break;
                        }
                    }

                    Assert.Equal((from, 31L), (range.From, range.Status.Count));
                    Assert.Equal(store.Frames.Skip(from).Take(expected).Select(Convert.ToHexString), Frames(range));
                }
            }
        }
    }

    [Fact]
    public async Task A_watch_reports_what_is_there_and_every_change_until_it_is_cancelled()
    {
        await using StorageHarness harness = Start();
        var store = new TestStore("MMM_Bookmark");
        await harness.Storage.CreateAsync(Alice, TestLog.Append(store, "a"));
        using var stop = new CancellationTokenSource();
        var seen = new ConcurrentQueue<long>();
        using var first = new SemaphoreSlim(0);
        Task[] watchers = [.. Enumerable.Range(0, 3).Select(_ => Task.Run(async () =>
        {
            try
            {
                await foreach (AccountStatus status in harness.Storage.WatchAsync(Alice, stop.Token))
                {
                    seen.Enqueue(status.Stores.Single().Count);
                    first.Release();
                }
            }
            catch (OperationCanceledException)
            {
            }
        }))];
        for (int i = 0; i < 3; i++)
        {
            Assert.True(await first.WaitAsync(TimeSpan.FromSeconds(30)));
        }

        for (int i = 0; i < 10; i++)
        {
            await harness.Storage.AppendAsync(Alice, TestLog.Append(store, "b" + i));
        }

        while (seen.Count(c => c == store.Count) < 3)
        {
            Assert.True(await first.WaitAsync(TimeSpan.FromSeconds(30)), "a watcher missed the last change");
        }

        await stop.CancelAsync();
        await Task.WhenAll(watchers);
        Assert.Equal(3, seen.Count(c => c == 2));
    }

    [Fact]
    public async Task A_full_disk_loses_nothing_that_was_acknowledged()
    {
        await using StorageHarness harness = Start();
        var store = new TestStore("MMM_Bookmark");
        await harness.Storage.CreateAsync(Alice, TestLog.Append(store, "a"));
        LogTransaction transaction = TestLog.Append(store, "b") with { Request = Request("id", "p", "r") };
        harness.SetFull(true);
        DareException failure = await Assert.ThrowsAsync<DareException>(() => harness.Storage.AppendAsync(Alice, transaction));
        Assert.Equal(DareError.OutcomeUnknown, failure.Code);
        await Refused(DareError.Unavailable, () => harness.Storage.CreateAsync(Bob, TestLog.Append(new TestStore("MMM_Bookmark"), "a")));

        // For as long as it is full, what is there is served, and nothing is taken.
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(2, (await harness.Storage.ReadAsync(Alice, Bookmarks, 0))!.Frames.Count);
            await Refused(DareError.Unavailable, () => harness.Storage.AppendAsync(Alice, transaction));
        }

        harness.SetFull(false);
        await Repaired(harness, transaction, store);
        await harness.Storage.CreateAsync(Bob, TestLog.Append(new TestStore("MMM_Bookmark"), "a"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_failed_flush_acknowledges_nothing_and_the_repeated_request_has_one_effect(bool restart)
    {
        await using StorageHarness harness = Start();
        var store = new TestStore("MMM_Bookmark");
        await harness.Storage.CreateAsync(Alice, TestLog.Append(store, "a"));
        LogTransaction transaction = TestLog.Append(store, "b") with { Request = Request("id", "p", "r") };
        harness.FailNextFlush();
        DareException failure = await Assert.ThrowsAsync<DareException>(() => harness.Storage.AppendAsync(Alice, transaction));
        Assert.Equal(DareError.OutcomeUnknown, failure.Code);
        if (restart)
        {
            await harness.RestartAsync(killed: true);
        }

        await Repaired(harness, transaction, store);
    }

    [Fact]
    public async Task A_second_process_does_not_write_into_the_first_ones_account()
    {
        await using StorageHarness harness = Start();
        var store = new TestStore("MMM_Bookmark");
        await harness.Storage.CreateAsync(Alice, TestLog.Append(store, "a"));
        await using IAccountStorage second = harness.SecondProcess();
        LogTransaction transaction = TestLog.Append(store, "b") with { Request = Request("id", "p", "r") };

        // It may serve the account as well, or say that it cannot; what it may not is to do half of it.
        CommitResult? other = null;
        try
        {
            other = await second.AppendAsync(Alice, transaction);
        }
        catch (DareException e)
        {
            Assert.Equal(DareError.LogBusy, e.Code);
        }

        CommitResult result = await harness.Storage.AppendAsync(Alice, transaction);
        Assert.Equal(other is null ? CommitOutcome.Committed : CommitOutcome.Repeated, result.Outcome);
        await harness.Storage.DisposeAsync();
        Assert.Equal(CommitOutcome.Repeated, (await second.AppendAsync(Alice, transaction)).Outcome);
        Assert.Equal(Frames(store), Frames(await second.ReadAsync(Alice, Bookmarks, 0)));
    }

    [Fact]
    public async Task Private_records_are_the_hosts_alone()
    {
        await using StorageHarness harness = Start();
        var store = new TestStore("MMM_Bookmark");
        await harness.Storage.CreateAsync(Alice, TestLog.Append(store, "a") with { Records = [Record("one", "1"), Record("two", "2")] });
        await harness.Storage.AppendAsync(Alice, new LogTransaction
        {
            Records = [Record("two", "2b"), Record("short", "3") with { Expires = harness.Time.GetUtcNow() + TimeSpan.FromMinutes(5) }],
        });

        Assert.Equal(["MMM_Bookmark"], (await harness.Storage.StatusAsync(Alice)).Stores.Select(s => s.Label.ToString()));
        Assert.Equal("2b", await Content("two"));
        Assert.Equal(["one", "short", "two"], (await harness.Storage.PrivateKeysAsync(Alice, Pending)).Order());
        harness.Time.Advance(TimeSpan.FromMinutes(5));
        await harness.Storage.AppendAsync(Alice, new LogTransaction { Records = [PrivateRecord.Removal(Pending, "one")] });
        await harness.RestartAsync(killed: true);
        Assert.Equal(["two"], await harness.Storage.PrivateKeysAsync(Alice, Pending));
        Assert.Null(await harness.Storage.ReadPrivateAsync(Alice, Pending, "one"));
        Assert.Null(await harness.Storage.ReadPrivateAsync(Alice, Pending, "short"));

        // Nothing that a peer can say names such a store.
        Assert.False(StoreLabel.TryParse("~Pending", out _));
        Assert.Throws<DareException>(() => StoreLabel.Parse("~Requests"));
        Assert.Throws<DareException>(() => PrivateLabel.Parse("MMM_Bookmark"));

        async Task<string?> Content(string key) =>
            await harness.Storage.ReadPrivateAsync(Alice, Pending, key) is { } octets ? System.Text.Encoding.UTF8.GetString(octets) : null;
    }

    [Fact]
    public async Task A_blocked_account_is_read_but_not_written_until_that_ends()
    {
        await using StorageHarness harness = Start();
        var store = new TestStore("MMM_Bookmark");
        await harness.Storage.CreateAsync(Alice, TestLog.Append(store, "a"));
        var unbind = new LogTransaction { Blocks = true, Request = Request("unbind", "p", "gone") };
        Assert.Equal(CommitOutcome.Committed, (await harness.Storage.AppendAsync(Alice, unbind)).Outcome);
        await harness.RestartAsync(killed: false);

        Assert.True((await harness.Storage.StatusAsync(Alice)).IsBlocked);
        LogTransaction append = TestLog.Append(store, "b");
        Assert.Equal(CommitOutcome.Blocked, (await harness.Storage.AppendAsync(Alice, append)).Outcome);
        Assert.Equal((CommitOutcome.Repeated, "gone"), ((await harness.Storage.AppendAsync(Alice, unbind)).Outcome, Text(await harness.Storage.AppendAsync(Alice, unbind))));
        Assert.Equal(2, (await harness.Storage.ReadAsync(Alice, Bookmarks, 0))!.Frames.Count);
        Assert.Equal(CommitOutcome.Committed, (await harness.Storage.AppendAsync(Alice, new LogTransaction { Blocks = false })).Outcome);
        Assert.False((await harness.Storage.StatusAsync(Alice)).IsBlocked);
        Assert.Equal(CommitOutcome.Committed, (await harness.Storage.AppendAsync(Alice, append)).Outcome);
    }

    [Fact]
    public async Task An_account_is_erased_when_it_is_blocked_and_its_requests_are_forgotten()
    {
        await using StorageHarness harness = Start();
        await harness.Storage.CreateAsync(Alice, TestLog.Append(new TestStore("MMM_Bookmark"), "a"));
        await harness.Storage.CreateAsync(Bob, TestLog.Append(new TestStore("MMM_Bookmark"), "a"));
        await Refused(DareError.InvalidRequest, () => harness.Storage.DeleteAsync(Alice));
        await harness.Storage.AppendAsync(Alice, new LogTransaction { Blocks = true, Request = Request("unbind", "p", "gone") });
        Assert.False(await harness.Storage.DeleteAsync(Alice));
        harness.Time.Advance(RequestRecord.Retention);
        Assert.True(await harness.Storage.DeleteAsync(Alice));

        await Refused(DareError.NotFound, () => harness.Storage.StatusAsync(Alice));
        Assert.Equal([Bob], await List(harness.Storage));
        await harness.RestartAsync(killed: true);
        Assert.Equal([Bob], await List(harness.Storage));
        await harness.Storage.CreateAsync(Alice, TestLog.Append(new TestStore("MMM_Task"), "a"));
        Assert.Equal("MMM_Task", (await harness.Storage.StatusAsync(Alice)).Stores.Single().Label.ToString());
    }

    [Fact]
    public async Task Frames_that_do_not_continue_their_store_are_refused_and_change_nothing()
    {
        await using StorageHarness harness = Start();
        var store = new TestStore("MMM_Bookmark");
        await harness.Storage.CreateAsync(Alice, TestLog.Append(store, "a", "b"));
        string before = TestLog.Describe((await harness.Storage.StatusAsync(Alice)).Stores);
        TestStore ahead = store.Fork();
        byte[] next = ahead.Next("c");
        byte[] afterNext = ahead.Next("d");
        byte[] otherRoot = [.. next];
        int apex = otherRoot.AsSpan().IndexOf("ApexDigest\":\""u8) + 13;
        otherRoot[apex] = (byte)(otherRoot[apex] == 'A' ? 'B' : 'A');
        byte[] otherBody = WithBody(next, (byte)'x');
        byte[] zeroBody = WithBody(next, 0);
        var stranger = new TestStore("MMM_Bookmark", "stranger");
        stranger.Update("a", "b", "c");

        foreach ((byte[] frame, DareError error) in new[]
        {
            (afterNext, DareError.WrongPlace), (store.Frames[1], DareError.WrongPlace), (stranger.Frames[3], DareError.TreeMismatch),
            (otherRoot, DareError.TreeMismatch), (otherBody, DareError.DigestMismatch), (zeroBody, DareError.DigestMismatch), (next[..^1], DareError.Malformed), ([], DareError.Malformed),
        })
        {
            await Refused(error, () => harness.Storage.AppendAsync(
                Alice, new LogTransaction { Updates = [new TestStore("MMM_Task").Update("x"), new StoreUpdate(Bookmarks, [StoreEntry.FromFrame(frame)])] }));
        }

        await Refused(DareError.TreeMismatch, () => harness.Storage.AppendAsync(
            Alice, new LogTransaction { Updates = [new StoreUpdate(Bookmarks, [StoreEntry.FromFrame(next)]) { ResultingRoot = new byte[32] }] }));
        await Refused(DareError.WrongPlace, () => harness.Storage.AppendAsync(
            Alice, new LogTransaction { Updates = [new StoreUpdate(StoreLabel.Parse("MMM_Task"), [StoreEntry.FromFrame(stranger.Frames[0])])] }));
        await Refused(DareError.InvalidRequest, () => harness.Storage.AppendAsync(Alice, new LogTransaction()));
        await Refused(DareError.InvalidRequest, () => harness.Storage.AppendAsync(Alice, new LogTransaction { Updates = [new StoreUpdate(Bookmarks, [])] }));
        Assert.Equal(before, TestLog.Describe((await harness.Storage.StatusAsync(Alice)).Stores));
        Assert.Equal(CommitOutcome.Committed, (await harness.Storage.AppendAsync(
            Alice, new LogTransaction { Updates = [new StoreUpdate(Bookmarks, [StoreEntry.FromFrame(next), StoreEntry.FromFrame(afterNext)])] })).Outcome);
    }

    [Fact]
    public async Task All_accounts_are_listed()
    {
        await using StorageHarness harness = Start();
        Assert.Empty(await List(harness.Storage));
        await harness.Storage.CreateAsync(Alice, TestLog.Append(new TestStore("MMM_Bookmark"), "a"));
        await harness.Storage.CreateAsync(Bob, TestLog.Append(new TestStore("MMM_Bookmark"), "a"));
        await harness.Storage.AppendAsync(Bob, new LogTransaction { Blocks = true });
        Assert.Equal([Alice, Bob], (await List(harness.Storage)).OrderBy(a => a.ToString()));
    }

    [Fact]
    public async Task Many_accounts_are_written_at_once()
    {
        await using StorageHarness harness = Start();
        AccountName[] accounts = [.. Enumerable.Range(0, 40).Select(i => Name(i))];
        await Task.WhenAll(accounts.Select(a => Task.Run(async () =>
        {
            var store = new TestStore("MMM_Bookmark");
            await harness.Storage.CreateAsync(a, TestLog.Append(store, a.ToString()));
            for (int i = 0; i < 5; i++)
            {
                await harness.Storage.AppendAsync(a, TestLog.Append(store, $"{i}"));
            }
        })));

        Assert.Equal(accounts.Order(Comparer<AccountName>.Create((x, y) => string.CompareOrdinal(x.ToString(), y.ToString()))),
            (await List(harness.Storage)).OrderBy(a => a.ToString(), StringComparer.Ordinal));
        foreach (AccountName account in accounts)
        {
            StoreRange range = (await harness.Storage.ReadAsync(account, Bookmarks, 1))!;
            Assert.Equal(6, range.Frames.Count);
            Assert.Equal(account.ToString(), System.Text.Encoding.UTF8.GetString(StoreFrame.Parse(range.Frames[0]).Envelope.Body.Span));
        }
    }

    [Fact]
    public async Task After_closing_everything_says_that_it_is_closed()
    {
        await using StorageHarness harness = Start();
        await harness.Storage.CreateAsync(Alice, TestLog.Append(new TestStore("MMM_Bookmark"), "a"));
        await harness.Storage.DisposeAsync();
        await Refused(DareError.Unavailable, () => harness.Storage.StatusAsync(Alice));
        await Refused(DareError.Unavailable, () => harness.Storage.AppendAsync(Alice, new LogTransaction { Blocks = true }));
    }

    internal static AccountName Name(int number) => AccountName.Parse(
        Mesh.Encoding.ContentDigest.Compute(System.Text.Encoding.UTF8.GetBytes($"account {number}"), "text/plain").ToString());

    private static byte[] WithBody(byte[] frame, byte value)
    {
        byte[] changed = [.. frame];
        changed[(int)Frame.Parse(frame).Layout.BodyStart] = value;
        return changed;
    }

    private static async Task Repaired(StorageHarness harness, LogTransaction transaction, TestStore store)
    {
        CommitResult again = await harness.Storage.AppendAsync(Alice, transaction);
        Assert.Contains(again.Outcome, (CommitOutcome[])[CommitOutcome.Committed, CommitOutcome.Repeated]);
        Assert.Equal("r", Text(again));
        Assert.Equal(Frames(store), Frames(await harness.Storage.ReadAsync(Alice, Bookmarks, 0)));
        await harness.RestartAsync(killed: true);
        Assert.Equal(Frames(store), Frames(await harness.Storage.ReadAsync(Alice, Bookmarks, 0)));
        Assert.Equal(CommitOutcome.Repeated, (await harness.Storage.AppendAsync(Alice, transaction)).Outcome);
        Assert.Equal(CommitOutcome.Committed, (await harness.Storage.AppendAsync(Alice, TestLog.Append(store, "c"))).Outcome);
    }

    private static async Task<List<AccountName>> List(IAccountStorage storage)
    {
        List<AccountName> accounts = [];
        await foreach (AccountName account in storage.ListAsync())
        {
            accounts.Add(account);
        }

        return accounts;
    }

    private static async Task Refused<T>(DareError error, Func<Task<T>> action) =>
        Assert.Equal(error, (await Assert.ThrowsAsync<DareException>(action)).Code);

    private static RequestRecord Request(string id, string payload, string response) => new()
    {
        Key = "key",
        Id = id,
        PayloadHash = Hash(payload),
        Respond = _ => System.Text.Encoding.UTF8.GetBytes(response),
        Quota = "key",
    };

    private static PrivateRecord Record(string key, string content) => new(Pending, key, System.Text.Encoding.UTF8.GetBytes(content));

    private static byte[] Hash(string payload) => System.Security.Cryptography.SHA512.HashData(System.Text.Encoding.UTF8.GetBytes(payload));

    private static string Text(CommitResult result) => System.Text.Encoding.UTF8.GetString(result.Response.Span);

    private static IEnumerable<string> Frames(StoreRange? range) => range!.Frames.Select(f => Convert.ToHexString(f.Span));

    private static IEnumerable<string> Frames(TestStore store) => store.Frames.Select(Convert.ToHexString);
}

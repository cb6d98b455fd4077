namespace Mesh.Dare.Tests;

/// <summary>What account logs in a directory do beyond the conformance suite.</summary>
public class LogStorageTests
{
    private static readonly StoreLabel Bookmarks = StoreLabel.Parse("MMM_Bookmark");
    private static readonly AccountName Alice = StorageConformance.Name(1);
    private static readonly AccountName Bob = StorageConformance.Name(2);

    [Fact]
    public async Task No_more_logs_stay_open_than_may_and_none_is_lost()
    {
        await using var harness = new LogStorageHarness(maximumOpen: 8);
        TestStore[] stores = [.. Enumerable.Range(0, 60).Select(_ => new TestStore("MMM_Bookmark"))];
        for (int i = 0; i < stores.Length; i++)
        {
            await harness.Storage.CreateAsync(StorageConformance.Name(i), TestLog.Append(stores[i], "a"));
            Assert.True(harness.Logs.OpenCount <= 8, $"{harness.Logs.OpenCount} open");
        }

        for (int round = 0; round < 3; round++)
        {
            await Task.WhenAll(stores.Select((s, i) => Task.Run(() => harness.Storage.AppendAsync(StorageConformance.Name(i), TestLog.Append(s, "b")))));
        }

        Assert.True(harness.Logs.OpenCount <= 8, $"{harness.Logs.OpenCount} open");
        for (int i = 0; i < stores.Length; i++)
        {
            AccountStatus status = await harness.Storage.StatusAsync(StorageConformance.Name(i));
            Assert.Equal(stores[i].Root, status.Stores.Single().Root.ToArray());
        }
    }

    [Fact]
    public async Task The_log_used_longest_ago_is_closed_first()
    {
        await using var harness = new LogStorageHarness(maximumOpen: 2);
        for (int i = 0; i < 2; i++)
        {
            await harness.Storage.CreateAsync(StorageConformance.Name(i), TestLog.Append(new TestStore("MMM_Bookmark"), "a"));
            harness.Time.Advance(TimeSpan.FromSeconds(1));
        }

        await harness.Storage.StatusAsync(StorageConformance.Name(0));
        harness.Time.Advance(TimeSpan.FromSeconds(1));
        await harness.Storage.CreateAsync(StorageConformance.Name(2), TestLog.Append(new TestStore("MMM_Bookmark"), "a"));
        Assert.Equal([false, true, false], Enumerable.Range(0, 3).Select(i =>
            harness.Files.TryLock($"/accounts/{StorageConformance.Name(i)}.log.lock") is { } held && Released(held)));
    }

    [Fact]
    public async Task An_account_whose_medium_hangs_does_not_stop_the_others()
    {
        await using var harness = new LogStorageHarness();
        var alice = new TestStore("MMM_Bookmark");
        var bob = new TestStore("MMM_Bookmark");
        await harness.Storage.CreateAsync(Alice, TestLog.Append(alice, "a"));
        await harness.Storage.CreateAsync(Bob, TestLog.Append(bob, "a"));
        using var go = new SemaphoreSlim(0);
        using var hangs = new SemaphoreSlim(0);
        harness.Files.Before = operation =>
        {
            if (operation.Kind == "flush" && operation.Path.Contains(Alice.ToString(), StringComparison.Ordinal))
            {
                hangs.Release();
                go.Wait();
            }

            return int.MaxValue;
        };
        Task<CommitResult> hanging = harness.Storage.AppendAsync(Alice, TestLog.Append(alice, "b"));
        await hangs.WaitAsync();
        for (int i = 0; i < 5; i++)
        {
            Assert.Equal(CommitOutcome.Committed, (await harness.Storage.AppendAsync(Bob, TestLog.Append(bob, $"{i}"))).Outcome);
        }

        // Of the account itself, what is flushed can be read meanwhile.
        Assert.Equal(2, (await harness.Storage.ReadAsync(Alice, Bookmarks, 0))!.Frames.Count);
        Assert.False(hanging.IsCompleted);
        go.Release(100);
        Assert.Equal(CommitOutcome.Committed, (await hanging).Outcome);
    }

    [Fact]
    public async Task Watching_keeps_no_log_open_and_misses_nothing_when_it_is_closed_and_opened_again()
    {
        await using var harness = new LogStorageHarness(maximumOpen: 1);
        var alice = new TestStore("MMM_Bookmark");
        await harness.Storage.CreateAsync(Alice, TestLog.Append(alice, "a"));
        using var stop = new CancellationTokenSource();
        IAsyncEnumerator<AccountStatus> watch = harness.Storage.WatchAsync(Alice, stop.Token).GetAsyncEnumerator(stop.Token);
        Assert.True(await watch.MoveNextAsync());
        ValueTask<bool> next = watch.MoveNextAsync();
        for (int i = 2; i < 6; i++)
        {
            await harness.Storage.CreateAsync(StorageConformance.Name(i), TestLog.Append(new TestStore("MMM_Bookmark"), "a"));
        }

        Assert.Equal(1, harness.Logs.OpenCount);
        await harness.Storage.AppendAsync(Alice, TestLog.Append(alice, "b"));
        Assert.True(await next);
        while (watch.Current.Stores.Single().Count < 3)
        {
            Assert.True(await watch.MoveNextAsync());
        }

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await watch.MoveNextAsync());
        await watch.DisposeAsync();
    }

    [Fact]
    public async Task A_watch_ends_with_the_account_and_with_the_storage()
    {
        await using var harness = new LogStorageHarness();
        await harness.Storage.CreateAsync(Alice, TestLog.Append(new TestStore("MMM_Bookmark"), "a"));
        await harness.Storage.CreateAsync(Bob, TestLog.Append(new TestStore("MMM_Bookmark"), "a"));
        Task<DareError> alice = Ended(Alice);
        Task<DareError> bob = Ended(Bob);
        await harness.Storage.AppendAsync(Alice, new LogTransaction { Blocks = true });
        Assert.True(await harness.Storage.DeleteAsync(Alice));
        Assert.Equal(DareError.NotFound, await alice);
        await harness.Storage.DisposeAsync();
        Assert.Equal(DareError.Unavailable, await bob);

        async Task<DareError> Ended(AccountName account)
        {
            try
            {
                await foreach (AccountStatus status in harness.Storage.WatchAsync(account))
                {
                    Assert.NotEmpty(status.Stores);
                }
            }
            catch (DareException e)
            {
                return e.Code;
            }

            throw new InvalidOperationException("the watch ended without a word");
        }
    }

    [Fact]
    public async Task A_corrupt_account_is_read_as_far_as_it_goes_and_harms_no_other()
    {
        await using var harness = new LogStorageHarness();
        var alice = new TestStore("MMM_Bookmark");
        var bob = new TestStore("MMM_Bookmark");
        await harness.Storage.CreateAsync(Alice, TestLog.Append(alice, "a"));
        await harness.Storage.AppendAsync(Alice, TestLog.Append(alice, "b"));
        await harness.Storage.CreateAsync(Bob, TestLog.Append(bob, "a"));
        await harness.RestartAsync(killed: false);
        string path = $"/accounts/{Alice}.log";
        byte[] octets = harness.Files.Octets(path);
        octets[octets.AsSpan().IndexOf(alice.Frames[2]) + 100] ^= 1;
        harness.Files.Put(path, octets);
        harness.Files.Remove(path + ".side");

        Assert.Equal(2, (await harness.Storage.StatusAsync(Alice)).Stores.Single().Count);
        Assert.Equal(2, (await harness.Storage.ReadAsync(Alice, Bookmarks, 0))!.Frames.Count);
        DareException refusal = await Assert.ThrowsAsync<DareException>(() => harness.Storage.AppendAsync(Alice, TestLog.Append(alice, "c")));
        Assert.Equal(DareError.LogCorrupt, refusal.Code);
        Assert.Equal(CommitOutcome.Committed, (await harness.Storage.AppendAsync(Bob, TestLog.Append(bob, "b"))).Outcome);
        Assert.Equal(octets, harness.Files.Octets(path));
    }

    [Fact]
    public async Task Damage_found_while_serving_is_judged_by_opening_the_log_again()
    {
        await using var harness = new LogStorageHarness();
        var alice = new TestStore("MMM_Bookmark");
        await harness.Storage.CreateAsync(Alice, TestLog.Append(alice, "a"));
        await harness.Storage.AppendAsync(Alice, TestLog.Append(alice, "b"));
        await harness.Storage.AppendAsync(Alice, TestLog.Append(alice, "c"));
        await harness.RestartAsync(killed: false);
        string path = $"/accounts/{Alice}.log";
        byte[] octets = harness.Files.Octets(path);
        octets[octets.AsSpan().IndexOf(alice.Frames[2]) + 100] ^= 1;
        harness.Files.Put(path, octets);

        Assert.Equal(4, (await harness.Storage.StatusAsync(Alice)).Stores.Single().Count); // the side file says so
        Assert.Equal(DareError.LogCorrupt, (await Assert.ThrowsAsync<DareException>(() => harness.Storage.ReadAsync(Alice, Bookmarks, 2, 1))).Code);
        Assert.Equal(2, (await harness.Storage.StatusAsync(Alice)).Stores.Single().Count);
        Assert.Equal(DareError.LogCorrupt, (await Assert.ThrowsAsync<DareException>(() => harness.Storage.AppendAsync(Alice, TestLog.Append(alice, "d")))).Code);
        Assert.Equal(octets, harness.Files.Octets(path));
    }

    [Theory]
    [InlineData(false, DareError.InvalidRequest)]
    [InlineData(true, DareError.LogBusy)]
    public async Task An_account_that_another_process_took_between_looking_and_erasing_is_not_erased(bool keeps, DareError error)
    {
        await using var harness = new LogStorageHarness();
        await harness.Storage.CreateAsync(Alice, TestLog.Append(new TestStore("MMM_Bookmark"), "a"));
        await harness.Storage.AppendAsync(Alice, new LogTransaction { Blocks = true });
        IDisposable? held = null;
        harness.Files.Released = path =>
        {
            harness.Files.Released = null;
            Unblock(harness, Path.ChangeExtension(path, null));
            held = keeps ? harness.Files.TryLock(path) : null;
        };
        Assert.Equal(error, (await Assert.ThrowsAsync<DareException>(() => harness.Storage.DeleteAsync(Alice))).Code);
        held?.Dispose();
        Assert.False((await harness.Storage.StatusAsync(Alice)).IsBlocked);
    }

    [Fact]
    public void A_service_without_a_seal_is_not_started()
    {
        var options = new LogStorageOptions { Log = TestLog.Options(new SimulatedFiles()) with { Seal = null } };
        Assert.Equal(DareError.InvalidRequest, Assert.Throws<DareException>(() => new LogStorage("/accounts", options)).Code);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_read_to_its_end_is_no_list_of_accounts()
    {
        await using var harness = new LogStorageHarness();
        await harness.Storage.CreateAsync(Alice, TestLog.Append(new TestStore("MMM_Bookmark"), "a"));
        await harness.Storage.CreateAsync(Bob, TestLog.Append(new TestStore("MMM_Bookmark"), "a"));
        int names = 0;
        harness.Files.Before = o => o.Kind == "list" && ++names == 2 ? throw new IOException("the medium failed") : int.MaxValue;
        DareException failure = await Assert.ThrowsAsync<DareException>(async () =>
        {
            await foreach (AccountName account in harness.Storage.ListAsync())
            {
                Assert.Fail($"{account} is told of before the rest was read");
            }
        });
        Assert.Equal(DareError.Unavailable, failure.Code);
    }

    [Fact]
    public async Task Files_that_are_no_accounts_are_not_listed()
    {
        await using var harness = new LogStorageHarness();
        await harness.Storage.CreateAsync(Alice, TestLog.Append(new TestStore("MMM_Bookmark"), "a"));
        harness.Files.Put("/accounts/readme.log", [1]);
        harness.Files.Put($"/accounts/{Bob}.log.side", [1]);
        harness.Files.Put($"/accounts/{Bob}.log.new", [1]);
        harness.Files.Put($"/accounts/{Bob.ToString().ToLowerInvariant()}.log", [1]);
        List<AccountName> found = [];
        await foreach (AccountName account in harness.Storage.ListAsync())
        {
            found.Add(account);
        }

        Assert.Equal([Alice], found);
    }

    private static void Unblock(LogStorageHarness harness, string path)
    {
        AccountLog log = AccountLog.OpenAsync(path, TestLog.Options(harness.Files, time: harness.Time)).GetAwaiter().GetResult();
        log.CommitAsync(new LogTransaction { Blocks = false }).GetAwaiter().GetResult();
        log.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }

    private static bool Released(IDisposable held)
    {
        held.Dispose();
        return true;
    }
}

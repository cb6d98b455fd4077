namespace Mesh.Dare.Tests;

/// <summary>A transaction is there wholly or not at all, and what was acknowledged stays: at every octet, on a full disk, after a failed flush, beside a second
/// process.</summary>
public abstract class AtomicityConformance : StorageConformance
{
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
}

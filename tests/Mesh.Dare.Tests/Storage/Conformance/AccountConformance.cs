namespace Mesh.Dare.Tests;

/// <summary>Accounts as a whole: made once, listed, blocked, erased.</summary>
public abstract class AccountConformance : StorageConformance
{
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

    private static async Task<List<AccountName>> List(IAccountStorage storage)
    {
        List<AccountName> accounts = [];
        await foreach (AccountName account in storage.ListAsync())
        {
            accounts.Add(account);
        }

        return accounts;
    }
}

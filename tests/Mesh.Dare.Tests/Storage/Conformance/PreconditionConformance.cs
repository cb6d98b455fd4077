namespace Mesh.Dare.Tests;

/// <summary>What a transaction rests on is checked in the moment in which it commits, under concurrent writers too.</summary>
public abstract class PreconditionConformance : StorageConformance
{
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
        int toRead = writers;
        var allHaveRead = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await Task.WhenAll(Enumerable.Range(0, writers).Select(w => Task.Run(async () =>
        {
            for (int i = 0; i < each;)
            {
                StoreRange range = (await harness.Storage.ReadAsync(Alice, Bookmarks, 0))!;
                if (Interlocked.Decrement(ref toRead) == 0)
                {
                    allHaveRead.SetResult();
                }

                await allHaveRead.Task;
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
        Assert.True(conflicts >= writers - 1, "of those who began with the same state, one alone may succeed");
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

    private static byte[] WithBody(byte[] frame, byte value)
    {
        byte[] changed = [.. frame];
        changed[(int)Frame.Parse(frame).Layout.BodyStart] = value;
        return changed;
    }
}

using System.Collections.Concurrent;

namespace Mesh.Dare.Tests;

/// <summary>Reading while others write, in ranges, and by watching.</summary>
public abstract class ReadingConformance : StorageConformance
{
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
}

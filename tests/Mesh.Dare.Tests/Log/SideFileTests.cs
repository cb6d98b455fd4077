namespace Mesh.Dare.Tests;

/// <summary>The side file (Mesh account log, Opening): a cache that saves time and is believed in nothing.</summary>
public class SideFileTests
{
    private const string Side = TestLog.Path + ".side";
    private static readonly StoreLabel Bookmarks = StoreLabel.Parse("MMM_Bookmark");
    private static readonly StoreLabel Tasks = StoreLabel.Parse("MMM_Task");

    [Fact]
    public async Task With_it_a_log_opens_to_the_same_as_without()
    {
        (SimulatedFiles files, TestStore bookmarks, TestStore tasks) = await Made();
        await using (AccountLog with = await AccountLog.OpenAsync(TestLog.Path, TestLog.Options(files)))
        {
            Check(with, bookmarks, tasks);
        }

        files.Remove(Side);
        await using (AccountLog without = await AccountLog.OpenAsync(TestLog.Path, TestLog.Options(files)))
        {
            Check(without, bookmarks, tasks);
            await without.CommitAsync(TestLog.Append(bookmarks, "more"));
        }

        await using AccountLog again = await AccountLog.OpenAsync(TestLog.Path, TestLog.Options(files));
        Check(again, bookmarks, tasks);
    }

    [Fact]
    public async Task It_is_used()
    {
        (SimulatedFiles files, _, _) = await Made();
        LogIndex? index = Load(files);
        Assert.NotNull(index);
        Assert.Equal(files.Octets(TestLog.Path).Length, index.Tip!.End);
        Assert.False(index.Find("MMM_Bookmark")!.IsVerified(0));
    }

    [Fact]
    public async Task One_that_stands_for_an_earlier_position_is_continued()
    {
        (SimulatedFiles files, TestStore bookmarks, TestStore tasks) = await Made();
        byte[] earlier = files.Octets(Side);
        await using (AccountLog log = await AccountLog.OpenAsync(TestLog.Path, TestLog.Options(files)))
        {
            await log.CommitAsync(TestLog.Append(bookmarks, "later"));
        }

        files.Put(Side, earlier);
        await using AccountLog again = await AccountLog.OpenAsync(TestLog.Path, TestLog.Options(files));
        Check(again, bookmarks, tasks);
    }

    [Fact]
    public async Task One_of_another_log_or_of_a_rewritten_one_is_not_used()
    {
        (SimulatedFiles files, _, _) = await Made();
        (SimulatedFiles other, _, _) = await Made("other");
        files.Put(Side, other.Octets(Side));
        Assert.Null(Load(files));
    }

    [Fact]
    public async Task One_that_says_what_the_log_does_not_show_is_not_used()
    {
        (SimulatedFiles files, _, _) = await Made();
        int refused = 0;
        byte[] side = files.Octets(Side);
        for (int at = 0; at < side.Length - 32; at++)
        {
            byte[] changed = [.. side];
            changed[at] ^= 1;
            Assert.Null(Decode(files, changed)); // its own tag
            Reseal(changed);
            if (Decode(files, changed) is { } index)
            {
                // What is not looked at when opening is looked at when reading.
                Assert.Equal(Load(files)!.Tip!.End, index.Tip!.End);
                continue;
            }

            refused++;
        }

        Assert.True(refused > side.Length / 3, $"{refused} of {side.Length}");
    }

    [Fact]
    public async Task Frames_that_it_places_wrongly_are_not_served()
    {
        (SimulatedFiles files, TestStore bookmarks, TestStore tasks) = await Made();
        byte[] side = files.Octets(Side);
        int served = 0;
        int refused = 0;
        for (int at = 0; at < side.Length - 32; at++)
        {
            byte[] changed = [.. side];
            changed[at] ^= 2;
            Reseal(changed);
            if (Decode(files, changed) is null)
            {
                continue;
            }

            files.Put(Side, changed);
            await using AccountLog log = AccountLog.OpenReader(TestLog.Path, TestLog.Options(files));
            foreach (TestStore store in (TestStore[])[bookmarks, tasks])
            {
                for (int i = 0; i < store.Count; i++)
                {
                    try
                    {
                        Assert.Equal(store.Frames[i], log.Read(StoreLabel.Parse(store.Label), i, 1)!.Frames[0].ToArray());
                        served++;
                    }
                    catch (DareException e) when (e.Code == DareError.LogCorrupt)
                    {
                        refused++;
                        Assert.True(log.MustReopen);
                        Assert.False(files.Exists(Side));
                    }
                }
            }
        }

        Assert.True(served > 0 && refused > 0, $"{served} {refused}");
    }

    [Fact]
    public async Task Damage_before_its_position_is_found_when_it_is_read_and_judged_at_the_next_opening()
    {
        (SimulatedFiles files, TestStore bookmarks, _) = await Made();
        byte[] octets = files.Octets(TestLog.Path);
        int at = octets.AsSpan().IndexOf(bookmarks.Frames[1]) + 200;
        octets[at] ^= 1;
        files.Put(TestLog.Path, octets);

        AccountLog log = await AccountLog.OpenAsync(TestLog.Path, TestLog.Options(files));
        Assert.Equal(LogState.Sound, log.Report.State);
        Assert.Equal(DareError.LogCorrupt, Assert.Throws<DareException>(() => log.Read(Bookmarks, 1)).Code);
        Assert.True(log.MustReopen);
        Assert.Equal(DareError.LogCorrupt, (await Assert.ThrowsAsync<DareException>(() => log.CommitAsync(TestLog.Append(bookmarks, "x")))).Code);
        await log.DisposeAsync();
        Assert.Equal(octets, files.Octets(TestLog.Path));

        await using AccountLog again = await AccountLog.OpenAsync(TestLog.Path, TestLog.Options(files));
        Assert.Equal((LogState.Corrupt, LogFault.Durable), (again.Report.State, again.Report.Fault));
    }

    [Fact]
    public async Task It_is_written_every_so_many_octets()
    {
        var files = new SimulatedFiles();
        var store = new TestStore("MMM_Bookmark");
        LogOptions options = TestLog.Options(files) with { SideFileStep = 3000 };
        (AccountLog log, _) = await AccountLog.CreateAsync(TestLog.Path, options, TestLog.Append(store, "a"));
        for (int i = 0; i < 10; i++)
        {
            await log.CommitAsync(TestLog.Append(store, new string('x', 500)));
        }

        await log.CompactAsync();
        files = files.AfterKill();
        LogIndex index = Load(files)!;
        Assert.InRange(index.Tip!.End, 3000, files.Octets(TestLog.Path).Length);
        Assert.True(files.Octets(TestLog.Path).Length - index.Tip.End < 3000 + 2000);
    }

    [Theory]
    [InlineData("create")]
    [InlineData("write")]
    [InlineData("rename")]
    public async Task Failing_to_write_it_costs_nothing(string kind)
    {
        (SimulatedFiles files, TestStore bookmarks, TestStore tasks) = await Made();
        files.Remove(Side);
        AccountLog log = await AccountLog.OpenAsync(TestLog.Path, TestLog.Options(files));
        await log.CommitAsync(TestLog.Append(bookmarks, "x"));
        files.Before = o => o.Path.StartsWith(Side, StringComparison.Ordinal) && o.Kind == kind ? throw new IOException("no") : int.MaxValue;
        await log.DisposeAsync();
        files.Before = null;
        await using AccountLog again = await AccountLog.OpenAsync(TestLog.Path, TestLog.Options(files));
        Check(again, bookmarks, tasks);
    }

    internal static async Task<(SimulatedFiles Files, TestStore Bookmarks, TestStore Tasks)> Made(string seed = "")
    {
        var files = new SimulatedFiles();
        var bookmarks = new TestStore("MMM_Bookmark", seed);
        var tasks = new TestStore("MMM_Task", seed);
        LogOptions options = TestLog.Options(files, new SeededRandom("side" + seed));
        (AccountLog log, _) = await AccountLog.CreateAsync(TestLog.Path, options, TestLog.Append(bookmarks, "first", "second"));
        await log.CommitAsync(new LogTransaction
        {
            Updates = [tasks.Update("one"), bookmarks.Update("third")],
            Records = [new PrivateRecord(PrivateLabel.Parse("~Intents"), "k", "v"u8.ToArray()) { Group = "g", Expires = DateTimeOffset.UnixEpoch.AddYears(90) }],
        });
        await log.CommitAsync(TestLog.Append(tasks, "two"));
        await log.DisposeAsync();
        return (files, bookmarks, tasks);
    }

    private static LogIndex? Load(SimulatedFiles files) => Decode(files, files.Octets(Side));

    private static LogIndex? Decode(SimulatedFiles files, byte[] side)
    {
        byte[] log = files.Octets(TestLog.Path);
        var source = new MemoryOctets(log);
        var scanner = new LogScanner(source, log.Length);
        return SideFile.Decode(side, TestLog.Seal(), scanner, source, scanner.Zero()!);
    }

    private static void Reseal(byte[] side) => TestLog.Seal().Authenticate(side.AsSpan(..^32)).CopyTo(side.AsSpan(^32..));

    private static void Check(AccountLog log, TestStore bookmarks, TestStore tasks)
    {
        Assert.Equal(LogState.Sound, log.Report.State);
        Assert.Equal(bookmarks.Root, log.Status(Bookmarks)!.Root.ToArray());
        Assert.Equal(tasks.Root, log.Status(Tasks)!.Root.ToArray());
        Assert.Equal(bookmarks.Frames, log.Read(Bookmarks, 0)!.Frames.Select(f => f.ToArray()));
        Assert.Equal(tasks.Frames, log.Read(Tasks, 0)!.Frames.Select(f => f.ToArray()));
        Assert.Equal(bookmarks.Count - 1, log.FindLatest(Bookmarks, "K" + (bookmarks.Count - 1)));
        Assert.Equal("v"u8.ToArray(), log.Private(PrivateLabel.Parse("~Intents"), "k"));
    }
}

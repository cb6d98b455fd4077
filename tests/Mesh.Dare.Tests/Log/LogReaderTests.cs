namespace Mesh.Dare.Tests;

/// <summary>Reading beside a writer in another process: what verifies is read, nothing is changed.</summary>
public class LogReaderTests
{
    private static readonly StoreLabel Bookmarks = StoreLabel.Parse("MMM_Bookmark");

    [Fact]
    public async Task A_reader_takes_up_what_the_writer_appends()
    {
        var files = new SimulatedFiles();
        var store = new TestStore("MMM_Bookmark");
        (AccountLog log, _) = await AccountLog.CreateAsync(TestLog.Path, TestLog.Options(files), TestLog.Append(store, "a"));
        await using AccountLog reader = AccountLog.OpenReader(TestLog.Path, TestLog.Options(files));
        for (int i = 0; i < 5; i++)
        {
            long version = reader.Version;
            Assert.False(reader.Refresh());
            Assert.Equal(version, reader.Version);
            await log.CommitAsync(TestLog.Append(store, "b" + i));
            Assert.True(reader.Refresh());
            Assert.NotEqual(version, reader.Version);
            Assert.Equal(store.Root, reader.Status(Bookmarks)!.Root.ToArray());
            Assert.Equal(store.Frames, reader.Read(Bookmarks, 0)!.Frames.Select(f => f.ToArray()));
        }

        Assert.False(reader.IsWritable);
        Assert.Equal(DareError.Unavailable, (await Assert.ThrowsAsync<DareException>(() => reader.CommitAsync(TestLog.Append(store, "x")))).Code);
        await log.DisposeAsync();
    }

    [Fact]
    public async Task Damage_behind_the_side_file_is_found_by_who_verifies_from_the_start()
    {
        var files = new SimulatedFiles();
        var store = new TestStore("MMM_Bookmark");
        (AccountLog log, _) = await AccountLog.CreateAsync(TestLog.Path, TestLog.Options(files), TestLog.Append(store, "a"));
        for (int i = 0; i < 5; i++)
        {
            await log.CommitAsync(TestLog.Append(store, "b" + i));
        }

        await log.DisposeAsync();
        byte[] octets = files.Octets(TestLog.Path);
        octets[octets.Length / 2] ^= 1;
        files.Put(TestLog.Path, octets);
        await using AccountLog quick = AccountLog.OpenReader(TestLog.Path, TestLog.Options(files));
        Assert.Equal(LogState.Sound, quick.Report.State);
        await using AccountLog whole = AccountLog.OpenReader(TestLog.Path, TestLog.Options(files), fromStart: true);
        Assert.Equal(LogState.Corrupt, whole.Report.State);
    }

    [Fact]
    public void A_reader_leaves_what_is_not_whole_yet_and_changes_nothing()
    {
        byte[] three = LogVectors.Log("log-three");
        for (int n = 217; n <= three.Length; n += 13)
        {
            var files = new SimulatedFiles();
            files.Put(TestLog.Path, three[..n]);
            AccountLog reader = AccountLog.OpenReader(TestLog.Path, TestLog.Options(files));
            Assert.Equal(n < 1316 ? 217 : n < 2472 ? 1316 : n < 6084 ? 2472 : 6084, reader.Length);
            files.Put(TestLog.Path, three);
            Assert.Equal(n < three.Length, reader.Refresh());
            Assert.Equal(4, reader.Status(Bookmarks)!.Count);
            Assert.Empty(files.Journal);
        }
    }

    [Fact]
    public async Task A_reader_follows_a_log_that_was_cut_below_what_it_saw()
    {
        var files = new SimulatedFiles();
        byte[] three = LogVectors.Log("log-three");
        files.Put(TestLog.Path, three); // the last frame is not flushed, and a crash will take it
        await using AccountLog reader = AccountLog.OpenReader(TestLog.Path, TestLog.Options(files));
        Assert.Equal(4, reader.Status(Bookmarks)!.Count);

        files.Put(TestLog.Path, three[..2472]);
        Assert.True(reader.Refresh());
        Assert.Equal(2, reader.Status(Bookmarks)!.Count);
        files.Put(TestLog.Path, LogVectors.Continued());
        Assert.True(reader.Refresh());
        Assert.Equal(3, reader.Status(StoreLabel.Parse("MMM_Credential"))!.Count);
        Assert.Equal(2, reader.Status(Bookmarks)!.Count);
    }

    [Fact]
    public async Task A_reader_follows_a_log_that_was_rewritten()
    {
        var files = new SimulatedFiles();
        var store = new TestStore("MMM_Bookmark");
        LogOptions options = TestLog.Options(files) with { CompactionFloor = 0 };
        (AccountLog log, _) = await AccountLog.CreateAsync(TestLog.Path, options, TestLog.Append(store, "a"));
        await using AccountLog reader = AccountLog.OpenReader(TestLog.Path, options);
        var intents = PrivateLabel.Parse("~Intents");
        for (int i = 0; i < 20; i++)
        {
            await log.CommitAsync(new LogTransaction { Records = [new PrivateRecord(intents, "k", new byte[300])] });
            reader.Refresh();
        }

        long before = log.Length;
        await log.CompactAsync();
        Assert.True(log.Length < before);
        await log.CommitAsync(TestLog.Append(store, "b"));
        Assert.True(reader.Refresh());
        Assert.Equal(log.Length, reader.Length);
        Assert.Equal(store.Frames, reader.Read(Bookmarks, 0)!.Frames.Select(f => f.ToArray()));
        Assert.Equal(new byte[300], reader.Private(intents, "k"));
        await log.DisposeAsync();
    }

    [Fact]
    public async Task A_reader_that_waits_is_woken_by_another_process()
    {
        var files = new SimulatedFiles();
        var time = new ManualTime();
        var store = new TestStore("MMM_Bookmark");
        (AccountLog log, _) = await AccountLog.CreateAsync(TestLog.Path, TestLog.Options(files), TestLog.Append(store, "a"));
        await using AccountLog reader = AccountLog.OpenReader(TestLog.Path, TestLog.Options(files, time: time));
        Task<long> change = reader.ChangedSinceAsync(reader.Version);
        for (int i = 0; i < 5; i++)
        {
            time.Advance(LogOptions.DefaultPollInterval);
            await Task.Yield();
        }

        Assert.False(change.IsCompleted);
        await log.CommitAsync(TestLog.Append(store, "b"));
        while (!change.IsCompleted)
        {
            time.Advance(LogOptions.DefaultPollInterval);
            await Task.Yield();
        }

        Assert.Equal(reader.Version, await change);
        Assert.Equal(3, reader.Status(Bookmarks)!.Count);
        await log.DisposeAsync();
    }

    [Fact]
    public async Task A_log_that_is_gone_is_not_found()
    {
        var files = new SimulatedFiles();
        files.Put(TestLog.Path, LogVectors.Log("log-three"));
        await using AccountLog reader = AccountLog.OpenReader(TestLog.Path, TestLog.Options(files));
        files.Remove(TestLog.Path);
        Assert.Equal(DareError.NotFound, Assert.Throws<DareException>(() => reader.Refresh()).Code);
    }
}

using System.Diagnostics;
using Microsoft.Win32.SafeHandles;

namespace Mesh.Dare.Tests;

/// <summary>The file system of this machine, as storage uses it.</summary>
public class DurableFilesTests
{
    private static readonly DurableFiles Files = DurableFiles.Instance;

    [Fact]
    public void What_is_written_is_read_and_flushed()
    {
        using var folder = new TempFolder();
        using (IDurableFile file = Files.Create(folder.File("a")))
        {
            Assert.Equal(5, file.Write(0, "hello"u8));
            Assert.Equal(5, file.Write(10, "world"u8));
            file.Flush();
            file.Cut(12);
            file.Flush();
            Assert.Equal(12, file.Length);
        }

        using IDurableFile read = Files.OpenToRead(folder.File("a"))!;
        byte[] octets = new byte[20];
        Assert.Equal(12, read.Read(0, octets));
        Assert.Equal("hello\0\0\0\0\0wo"u8.ToArray(), octets[..12]);
        Assert.Equal(0, read.Read(12, octets));
        Assert.Throws<IOException>(() => Files.Create(folder.File("a")));
        Assert.Null(Files.OpenToRead(folder.File("b")));
        Assert.Null(Files.OpenToWrite(folder.File("no/such/folder")));
    }

    [Fact]
    public void Names_are_given_replaced_listed_and_removed()
    {
        using var folder = new TempFolder();
        string inner = folder.File("x/y");
        Assert.Empty(Files.Names(inner));
        Files.CreateFolder(inner);
        Files.Create(Path.Combine(inner, "new")).Dispose();
        Files.Create(Path.Combine(inner, "old")).Dispose();
        Files.Rename(Path.Combine(inner, "new"), Path.Combine(inner, "old"));
        Files.FlushFolder(inner);
        Assert.Equal(["old"], Files.Names(inner));
        Assert.True(Files.Exists(Path.Combine(inner, "old")));
        Files.Remove(Path.Combine(inner, "old"));
        Files.Remove(Path.Combine(inner, "old"));
        Assert.False(Files.Exists(Path.Combine(inner, "old")));
    }

    [Fact]
    public void Only_the_owner_may_read_what_is_created()
    {
        if (OperatingSystem.IsWindows())
        {
            return; // access there follows the folder's list, which the profile of the user protects
        }

        using var folder = new TempFolder();
        Files.CreateFolder(folder.File("deep/er"));
        Files.Create(folder.File("deep/er/file")).Dispose();
        Files.TryLock(folder.File("deep/er/lock"))!.Dispose();
        Assert.Equal((UnixFileMode)0b111_000_000, File.GetUnixFileMode(folder.File("deep/er")));
        Assert.Equal((UnixFileMode)0b110_000_000, File.GetUnixFileMode(folder.File("deep/er/file")));
        Assert.Equal((UnixFileMode)0b110_000_000, File.GetUnixFileMode(folder.File("deep/er/lock")));
    }

    [Fact]
    public void A_lock_is_held_once_and_ends_with_its_disposal()
    {
        using var folder = new TempFolder();
        IDisposable held = Files.TryLock(folder.File("lock"))!;
        Assert.Null(Files.TryLock(folder.File("lock")));
        using (IDisposable other = Files.TryLock(folder.File("other"))!)
        {
            Assert.NotNull(other);
        }

        held.Dispose();
        using IDisposable again = Files.TryLock(folder.File("lock"))!;
        Assert.NotNull(again);
    }

    [Fact]
    public void A_lock_keeps_out_other_processes()
    {
        if (!OperatingSystem.IsLinux() || !File.Exists("/usr/bin/flock"))
        {
            return; // the test needs a program that is not .NET to ask for the lock
        }

        using var folder = new TempFolder();
        int Try()
        {
            using Process process = Process.Start("/usr/bin/flock", ["-n", folder.File("lock"), "/bin/true"])!;
            process.WaitForExit();
            return process.ExitCode;
        }

        using (Files.TryLock(folder.File("lock")))
        {
            Assert.Equal(1, Try());
        }

        Assert.Equal(0, Try());
    }

    [Fact]
    public void A_lock_that_cannot_be_made_is_an_error_and_not_a_lock_in_use()
    {
        using var folder = new TempFolder();
        Assert.ThrowsAny<IOException>(() => Files.TryLock(folder.File("no/such/folder")));
        Assert.ThrowsAny<Exception>(() => Files.TryLock(folder.Path));
    }

    [Fact]
    public void A_full_medium_is_reported()
    {
        if (OperatingSystem.IsLinux())
        {
            using IDurableFile full = Files.OpenToWrite("/dev/full")!;
            Assert.ThrowsAny<IOException>(() => full.Write(0, "x"u8));
        }
    }

    [Fact]
    public async Task An_account_log_lives_on_a_real_disk()
    {
        using var folder = new TempFolder();
        string path = folder.File("account.log");
        var store = new TestStore("MMM_Bookmark");
        LogOptions options = TestLog.Options(Files) with { LockPatience = TimeSpan.FromMilliseconds(20) };
        (AccountLog log, _) = await AccountLog.CreateAsync(path, options, TestLog.Append(store, "a"));
        await using AccountLog reader = AccountLog.OpenReader(path, options);
        await Task.WhenAll(Enumerable.Range(0, 50).Select(i => log.CommitAsync(TestLog.Append(store, "b" + i))));
        Assert.True(reader.Refresh());
        Assert.Equal(store.Root, reader.Status(TestLog.Label("MMM_Bookmark"))!.Root.ToArray());
        Assert.Equal(DareError.LogBusy, (await Assert.ThrowsAsync<DareException>(() => AccountLog.OpenAsync(path, options))).Code);
        await log.DisposeAsync();
        Assert.Equal(["account.log", "account.log.lock", "account.log.side"], Files.Names(folder.Path).Order());

        // A torn tail on the real disk.
        using (IDurableFile file = Files.OpenToWrite(path)!)
        {
            file.Write(file.Length, "the start of a frame that was never finished"u8);
        }

        await using AccountLog again = await AccountLog.OpenAsync(path, options);
        Assert.Equal((LogState.Torn, true), (again.Report.State, again.IsWritable));
        Assert.Equal("the start of a frame that was never finished", await File.ReadAllTextAsync(again.Report.SetAside!));
        Assert.Equal(store.Frames, again.Read(TestLog.Label("MMM_Bookmark"), 0)!.Frames.Select(f => f.ToArray()));
    }
}

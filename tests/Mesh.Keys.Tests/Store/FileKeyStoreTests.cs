using System.Diagnostics;
using Mesh.Cryptography;

namespace Mesh.Keys.Tests.Store;

[System.Diagnostics.CodeAnalysis.SuppressMessage("Interoperability", "CA1416", Justification = "The store refuses Windows.")]
public sealed class FileKeyStoreTests : KeyStoreContractTests, IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly string _root;
    private FileKeyStore? _store;

    public FileKeyStoreTests() => _root = _folder.File("keys");

    protected override IKeyStore Store => _store ??= new FileKeyStore(_root);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_file_format_does_not_change()
    {
        Save("Id-1", 0xAA, 0xBB, 0xCC);
        Assert.Equal(
            "4d4553484b455931" + "0004" + "49442d31" + "00000003" + "aabbcc"
            + "152fc1e01936d1cc25f55b913292d60832f1f29b7c7ef8731cf9412e3e4f7d39",
            Convert.ToHexStringLower(File.ReadAllBytes(FilePath("ID-1"))));
    }

    [Fact]
    public void The_stored_form_of_a_private_key_does_not_change()
    {
        using PrivateKey key = PrivateKey.FromOctets(KeyAlgorithm.X448, PrivateKeyForm.Residue, [2, .. new byte[55]]);
        Store.Save(key);
        Assert.Equal("016f01" + "02" + new string('0', 110), Convert.ToHexStringLower(Load(key.Kid)));
    }

    [Fact]
    [Requirement("DEV-23")]
    public void Directory_and_files_are_for_the_owner_only()
    {
        Save("A", 1);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(_root));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(FilePath("A")));
    }

    [Theory]
    [InlineData(UnixFileMode.GroupRead)]
    [InlineData(UnixFileMode.GroupWrite)]
    [InlineData(UnixFileMode.OtherRead)]
    [InlineData(UnixFileMode.OtherExecute)]
    [Requirement("DEV-23")]
    public void What_others_can_use_is_refused(UnixFileMode extra)
    {
        Save("A", 1);
        File.SetUnixFileMode(FilePath("A"), File.GetUnixFileMode(FilePath("A")) | extra);
        KeyException error = Assert.Throws<KeyException>(() => Store.Load("A"));
        Assert.Equal(KeyError.StorePermissions, error.Code);
        Assert.Contains("chmod 600", error.Message, StringComparison.Ordinal);
        File.SetUnixFileMode(FilePath("A"), UnixFileMode.UserRead);
        Assert.Equal([1], Load("A"));

        File.SetUnixFileMode(_root, File.GetUnixFileMode(_root) | extra);
        Assert.All<Action>(
            [() => Save("A", 2), () => Store.Load("A"), () => Store.Erase("A"), () => Store.List(), () => new FileKeyStore(_root).List()],
            act => Assert.Equal(KeyError.StorePermissions, Assert.Throws<KeyException>(act).Code));
    }

    [Fact]
    public void Every_changed_octet_of_a_file_is_found()
    {
        Save("A", 1, 2, 3);
        byte[] saved = File.ReadAllBytes(FilePath("A"));
        for (int i = 0; i < saved.Length; i++)
        {
            byte[] changed = [.. saved];
            changed[i] ^= 0x10;
            File.WriteAllBytes(FilePath("A"), changed);
            Assert.Equal(KeyError.StoreDamaged, Assert.Throws<KeyException>(() => Store.Load("A")).Code);
            File.WriteAllBytes(FilePath("A"), saved[..i]);
            Assert.Equal(KeyError.StoreDamaged, Assert.Throws<KeyException>(() => Store.Load("A")).Code);
        }

        File.WriteAllBytes(FilePath("A"), [.. saved, 0]);
        Assert.Throws<KeyException>(() => Store.Load("A"));
        File.WriteAllBytes(FilePath("A"), saved);
        Assert.Equal([1, 2, 3], Load("A"));
    }

    [Fact]
    public void A_file_of_another_format_is_not_read_as_one_of_this()
    {
        Save("A", 1, 2, 3);
        byte[] later = File.ReadAllBytes(FilePath("A"));
        later["MESHKEY".Length] = (byte)'2';
        System.Security.Cryptography.SHA256.HashData(later.AsSpan(..^32), later.AsSpan(^32..));
        File.WriteAllBytes(FilePath("A"), later);
        Assert.Equal(KeyError.StoreDamaged, Assert.Throws<KeyException>(() => Store.Load("A")).Code);
    }

    [Fact]
    public void A_file_that_was_moved_to_another_name_is_found()
    {
        Save("A", 1);
        Save("B", 2);
        File.Copy(FilePath("A"), FilePath("B"), overwrite: true);
        Assert.Equal(KeyError.StoreDamaged, Assert.Throws<KeyException>(() => Store.Load("B")).Code);
    }

    [Theory]
    [InlineData(1L << 25)]
    [InlineData(1L << 40)]
    public void A_file_that_is_too_long_is_not_read_into_memory(long length)
    {
        Save("A", 1);
        using (FileStream file = File.OpenWrite(FilePath("A")))
        {
            file.SetLength(length);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(KeyError.StoreDamaged, Assert.Throws<KeyException>(() => Store.Load("A")).Code);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void Files_of_others_are_not_listed()
    {
        Save("A", 1);
        File.WriteAllText(Path.Combine(_root, "notes.txt"), "");
        File.WriteAllText(Path.Combine(_root, "lower.key"), "");
        File.WriteAllText(Path.Combine(_root, "A B.key"), "");
        Assert.Equal(["A"], Store.List());
    }

    [Fact]
    public void A_directory_in_place_of_a_file_is_an_error_of_this_library()
    {
        _ = Store;
        Directory.CreateDirectory(FilePath("A"));
        Assert.Equal(KeyError.StoreFailed, Assert.Throws<KeyException>(() => Store.Load("A")).Code);
        Assert.Equal(KeyError.StoreFailed, Assert.Throws<KeyException>(() => Save("A", 1)).Code);
        Directory.Delete(_root, recursive: true);
        Assert.Equal(KeyError.StoreFailed, Assert.Throws<KeyException>(() => Save("A", 1)).Code);
    }

    [Fact]
    public void A_crash_between_write_and_move_leaves_the_old_secret_and_the_next_opening_removes_the_rest()
    {
        Save("A", 1);
        var crashing = new FileKeyStore(_root, new FaultyFiles { BeforeReplace = () => throw new SimulatedCrash() });
        using var secret = new SecretBytes([2]);
        Assert.Throws<SimulatedCrash>(() => crashing.Save("A", secret));
        Assert.True(File.Exists(Path.Combine(_root, ".saving")));

        var reopened = new FileKeyStore(_root);
        Assert.Equal([1], Load("A"));
        Assert.Equal(["A"], reopened.List());
        Assert.False(File.Exists(Path.Combine(_root, ".saving")));
    }

    [Fact]
    public async Task Writers_take_turns_and_readers_see_the_old_secret_until_the_move()
    {
        Save("A", 1);
        var files = new FaultyFiles();
        Task? other = null;
        files.BeforeReplace = () =>
        {
            other = Task.Run(() => Save("A", 3));
            Assert.Equal([1], Load("A"));
            Assert.False(other.Wait(TimeSpan.FromMilliseconds(50)));
        };
        using var secret = new SecretBytes([2]);
        new FileKeyStore(_root, files).Save("A", secret);
        await other!;
        Assert.Equal([3], Load("A"));
    }

    [Fact]
    public void A_failed_flush_of_the_file_keeps_the_old_secret_and_is_reported()
    {
        Save("A", 1);
        var failing = new FileKeyStore(_root, new FaultyFiles { FailFlush = true });
        using var secret = new SecretBytes([2]);
        Assert.Equal(KeyError.StoreFailed, Assert.Throws<KeyException>(() => failing.Save("A", secret)).Code);
        Assert.Equal([1], Load("A"));
        Assert.False(File.Exists(Path.Combine(_root, ".saving")));
    }

    [Fact]
    public void A_failed_flush_of_the_directory_is_reported_as_unknown()
    {
        Save("A", 1);
        var failing = new FileKeyStore(_root, new FaultyFiles { FailFlushDirectory = true });
        using var secret = new SecretBytes([2]);
        Assert.Equal(KeyError.StoreNotDurable, Assert.Throws<KeyException>(() => failing.Save("A", secret)).Code);
        Assert.Equal(KeyError.StoreNotDurable, Assert.Throws<KeyException>(() => failing.Erase("A")).Code);
        Assert.Equal(
            KeyError.StoreNotDurable,
            Assert.Throws<KeyException>(() => new FileKeyStore(_folder.File("new"), new FaultyFiles { FailFlushDirectory = true })).Code);
    }

    [Fact]
    public void Each_change_flushes_the_file_before_it_is_moved_and_the_directory_after()
    {
        var files = new FaultyFiles();
        var store = new FileKeyStore(_root, files);
        using var secret = new SecretBytes([2]);
        store.Save("A", secret);
        store.Erase("A");
        Assert.Equal(["directory", "lock", "delete", "create", "flush", "replace", "directory", "lock", "delete", "directory"], files.Calls);
    }

    [Fact]
    public async Task Processes_that_save_at_the_same_time_never_mix_their_secrets()
    {
        const int Count = 60;
        _ = Store;
        Process[] others = [StartSaver(1, Count), StartSaver(2, Count)];
        while (others.Any(p => !p.HasExited))
        {
            using SecretBytes? secret = Store.Load("SHARED");
            Assert.Single((secret?.Reveal().ToArray() ?? [0]).Distinct());
            await Task.Yield();
        }

        foreach (Process other in others)
        {
            await other.WaitForExitAsync();
            Assert.Equal((0, ""), (other.ExitCode, await other.StandardError.ReadToEndAsync()));
            other.Dispose();
        }

        byte[] last = Load("SHARED");
        Assert.Equal(500, last.Length);
        Assert.InRange(Assert.Single(last.Distinct()), 1, 2);
        Assert.Equal(["SHARED"], Store.List());
        Assert.False(File.Exists(Path.Combine(_root, ".saving")));
    }

    private string FilePath(string name) => Path.Combine(_root, name + ".key");

    private Process StartSaver(byte fill, int count)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!)
        {
            ArgumentList = { "exec", typeof(FileKeyStoreTests).Assembly.Location, "save", _root, $"{fill}", $"{count}" },
            RedirectStandardError = true,
        };
        return Process.Start(start)!;
    }
}

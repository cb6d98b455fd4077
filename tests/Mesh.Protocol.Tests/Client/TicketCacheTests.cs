using Mesh.Cryptography;

namespace Mesh.Protocol.Tests;

[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class TicketCacheTests : IDisposable
{
    private static readonly SessionKey Key = SessionKey.Of(ChannelWorld.Domain, "MSER", ChannelCredentials.Anonymous(new byte[57]));
    private static readonly SessionKey Other = SessionKey.Of(ServiceDomain.Parse("other.example"), "MSER", ChannelCredentials.Anonymous(new byte[57]));

    private readonly ManualClock _clock = new(1_767_225_600);
    private readonly TempFolder _folder = new();
    private readonly ChannelSession _session;

    public TicketCacheTests() => _session = Session(1);

    private string StoredFile => _folder.File(Path.Combine("mesh", Key.Name));

    public void Dispose()
    {
        _session.Dispose();
        _folder.Dispose();
    }

    public static TheoryData<bool> Both => [true, false];

    [Theory]
    [MemberData(nameof(Both))]
    public void A_session_is_found_until_it_expires_replaced_and_removed(bool file)
    {
        ITicketCache cache = Cache(file);
        Assert.Null(cache.Find(Key));
        cache.Store(Key, _session);
        AssertSame(_session, cache.Find(Key));
        Assert.Null(cache.Find(Other));
        using ChannelSession newer = Session(2);
        cache.Store(Key, newer);
        AssertSame(newer, cache.Find(Key));
        cache.Remove(Key);
        cache.Remove(Key);
        Assert.Null(cache.Find(Key));

        cache.Store(Key, _session);
        _clock.AdvanceSeconds(1799);
        AssertSame(_session, cache.Find(Key));
        _clock.AdvanceSeconds(1);
        Assert.Null(cache.Find(Key));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void What_is_found_is_a_copy(bool file)
    {
        ITicketCache cache = Cache(file);
        cache.Store(Key, _session);
        cache.Find(Key)!.Dispose();
        AssertSame(_session, cache.Find(Key));
        Assert.Equal(64, _session.Secret.Reveal().Length);
    }

    [Fact]
    [Requirement("PLT-01")]
    public void Files_and_folder_are_the_owners_alone_and_nothing_else_is_left()
    {
        FileTicketCache cache = FileTicketCache.In(_folder.Path, _clock)!;
        cache.Store(Key, _session);
        cache.Store(Key, _session);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(StoredFile));
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(_folder.File("mesh")));
        Assert.Equal(StoredFile, Assert.Single(Directory.GetFiles(_folder.File("mesh"))));
    }

    [Fact]
    public void A_file_has_this_form() => Assert.Equal(
        "01" + string.Concat(Enumerable.Repeat("01", 64)) + string.Concat(Enumerable.Repeat("02", 64)) + "FFFFFFFFFFFFFFFB"
            + "000000006955C003" + "00000003" + "030303",
        Convert.ToHexString(SessionOctets.Write(_session)));

    [Fact]
    [Requirement("PLT-01")]
    public void A_file_or_directory_that_others_may_read_is_not_used()
    {
        FileTicketCache cache = FileTicketCache.In(_folder.Path, _clock)!;
        cache.Store(Key, _session);
        File.SetUnixFileMode(StoredFile, File.GetUnixFileMode(StoredFile) | UnixFileMode.GroupRead);
        Assert.Null(cache.Find(Key));

        File.SetUnixFileMode(_folder.Path, File.GetUnixFileMode(_folder.Path) | UnixFileMode.OtherExecute);
        Assert.Null(FileTicketCache.In(_folder.Path, _clock));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("relative")]
    [InlineData("/nonexistent/run")]
    public void Without_a_run_time_directory_nothing_is_kept(string? directory) =>
        Assert.Null(FileTicketCache.In(directory, _clock));

    [Fact]
    public void A_damaged_file_is_forgotten()
    {
        FileTicketCache cache = FileTicketCache.In(_folder.Path, _clock)!;
        foreach (byte[] octets in new byte[][] { [], [1], new byte[5000], SessionOctets.Write(_session)[..^1] })
        {
            cache.Store(Key, _session);
            File.WriteAllBytes(StoredFile, octets);
            Assert.Null(cache.Find(Key));
            Assert.False(File.Exists(StoredFile));
        }

        new Mutations("sessions").Run([SessionOctets.Write(_session)], 10_000, octets => SessionFuzz.Run(octets));
    }

    [Fact]
    public void A_machine_that_does_not_let_us_write_costs_a_handshake_and_no_more()
    {
        FileTicketCache cache = FileTicketCache.In(_folder.Path, _clock)!;
        Directory.Delete(_folder.File("mesh"));
        cache.Store(Key, _session);
        Assert.Null(cache.Find(Key));
        cache.Remove(Key);
        Directory.CreateDirectory(StoredFile);
        cache.Store(Key, _session);
        Assert.Null(cache.Find(Key));
        cache.Remove(Key);
    }

    [Fact]
    public void Keys_tell_domains_services_and_credentials_apart()
    {
        SessionKey[] keys =
        [
            Key, Other,
            SessionKey.Of(ChannelWorld.Domain, "MSER2", ChannelCredentials.Anonymous(new byte[57])),
            SessionKey.Of(ChannelWorld.Domain, "MSER", ChannelCredentials.Device(new byte[57], new byte[1])),
            SessionKey.Of(ChannelWorld.Domain, "MSER", ChannelCredentials.Account(new byte[57], "a@b", new byte[1])),
            SessionKey.Of(ChannelWorld.Domain, "MSER", ChannelCredentials.Account(new byte[57], "c@b", new byte[1])),
        ];
        Assert.Equal(keys.Length, keys.Distinct().Count());
        Assert.All(keys, k => Assert.Matches("^[0-9a-f]{40}$", k.Name));
        Assert.Equal(Key, SessionKey.Of(ChannelWorld.Domain, "MSER", ChannelCredentials.Anonymous(new byte[57])));
    }

    private ITicketCache Cache(bool file) => file ? FileTicketCache.In(_folder.Path, _clock)! : new MemoryTicketCache(_clock);

    private ChannelSession Session(byte value) => new(
        ChannelSecret.FromOctets([.. Enumerable.Repeat(value, 64)]), [3, 3, 3], [.. Enumerable.Repeat((byte)2, 64)], clockOffset: -5,
        expiry: ChannelTime.Now(_clock) - 5 + 1800);

    private void AssertSame(ChannelSession expected, ChannelSession? found)
    {
        using (found)
        {
            Assert.NotNull(found);
            Assert.Equal(expected.Secret.Reveal().ToArray(), found.Secret.Reveal().ToArray());
            Assert.Equal(expected.Ticket.ToArray(), found.Ticket.ToArray());
            Assert.Equal(expected.Binding.ToArray(), found.Binding.ToArray());
            Assert.Equal(expected.ClockOffset, found.ClockOffset);
            Assert.True(found.IsCurrent(_clock));
        }
    }
}

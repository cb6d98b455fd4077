using Mesh.Cryptography;

namespace Mesh.Protocol.Tests;

public class TicketKeysTests
{
    private readonly ManualClock _clock = new(1_000_000);

    [Fact]
    public void A_ticket_opens_until_its_expiry_under_this_key_and_the_one_before()
    {
        using var keys = new TicketKeys(new SeededRandom("tickets"), _clock);
        _clock.AdvanceSeconds(1799);
        byte[] ticket = Issue(keys);
        _clock.AdvanceSeconds(1);
        byte[] younger = Issue(keys);
        Assert.NotEqual(ticket[..4], younger[..4]);
        _clock.AdvanceSeconds(1798);
        keys.Open(ticket).Dispose();
        _clock.AdvanceSeconds(1);
        Assert.Throws<ProtocolException>(() => keys.Open(ticket));
        keys.Open(younger).Dispose();
    }

    [Fact]
    public void A_key_is_gone_after_an_hour_though_nobody_calls()
    {
        byte[][] draws = [.. Enumerable.Range(1, 4).Select(i => Enumerable.Repeat((byte)i, 32).ToArray())];
        var random = new KnownRandom(draws);
        using var keys = new TicketKeys(random, _clock);
        byte[] ticket = Issue(keys, life: 100_000);
        _clock.AdvanceSeconds(1800);
        keys.Open(ticket).Dispose();
        _clock.AdvanceSeconds(1800.1);
        Assert.Equal(0, random.Remaining);
        Assert.Throws<ProtocolException>(() => keys.Open(ticket));
    }

    [Fact]
    public void A_timer_that_fires_early_keeps_no_key_for_a_turn_more()
    {
        var random = new KnownRandom(new byte[32], new byte[32], new byte[32]);
        using var keys = new TicketKeys(random, new EarlyClock(_clock));
        _clock.AdvanceSeconds(1799.999);
        Assert.Equal(2, random.Remaining);
        _clock.AdvanceSeconds(1);
        Assert.Equal(1, random.Remaining);
    }

    [Fact]
    public void A_long_sleep_erases_both_keys()
    {
        using var keys = new TicketKeys(new SeededRandom("sleep"), new SleepyClock(_clock));
        byte[] ticket = Issue(keys, life: 1_000_000);
        _clock.AdvanceSeconds(100_000);
        Assert.Throws<ProtocolException>(() => keys.Open(ticket));
        Issue(keys);
    }

    [Theory]
    [InlineData(CredentialKind.Anonymous, 120)]
    [InlineData(CredentialKind.Device, 120)]
    [InlineData(CredentialKind.Account, 120)]
    [InlineData(CredentialKind.ConnectedDevice, 1800)]
    [InlineData(CredentialKind.Service, 1800)]
    public void Tickets_of_each_kind_live_as_long_as_they_may(CredentialKind kind, int seconds) =>
        Assert.Equal(seconds, TicketContent.Lifetime(kind));

    [Fact]
    [Requirement("NET-02")]
    public void Tickets_of_another_process_and_damaged_ones_are_refused()
    {
        using var keys = new TicketKeys(new SeededRandom("one"), _clock);
        using var other = new TicketKeys(new SeededRandom("two"), _clock);
        byte[] ticket = Issue(keys);
        Assert.Throws<ProtocolException>(() => other.Open(ticket));
        for (int at = 0; at < ticket.Length; at++)
        {
            byte[] changed = [.. ticket];
            changed[at] ^= 0x10;
            Assert.Equal(ProtocolError.Refused, Assert.Throws<ProtocolException>(() => keys.Open(changed)).Code);
        }

        foreach (byte[] wrong in new byte[][] { [], ticket[..4], ticket[..51], ticket[..^1], [.. ticket, 0], new byte[2000] })
        {
            Assert.Equal(ProtocolError.Refused, Assert.Throws<ProtocolException>(() => keys.Open(wrong)).Code);
        }

        keys.Open(ticket).Dispose();
    }

    [Fact]
    public void The_secret_is_erased_with_the_content()
    {
        using var keys = new TicketKeys(new SeededRandom("erase"), _clock);
        TicketContent content = keys.Open(Issue(keys));
        content.Dispose();
        Assert.Throws<ObjectDisposedException>(() => content.Secret.Reveal().Length);
        Assert.Equal("ChannelSecret", content.Secret.ToString());
    }

    private byte[] Issue(TicketKeys keys, int life = 1800)
    {
        ulong now = ChannelTime.Now(_clock);
        using var content = new TicketContent(
            ChannelSecret.FromOctets(new byte[64]), new byte[64], now, now + (ulong)life, CredentialKind.ConnectedDevice,
            new TicketNames("MKEY", "MPRO", TicketNames.Digest([]), "MADM", "MSER"));
        return keys.Issue(content);
    }

    /// <summary>A machine that slept: its timers never fired.</summary>
    private sealed class SleepyClock(ManualClock clock) : TimeProvider
    {
        public override long TimestampFrequency => clock.TimestampFrequency;

        public override DateTimeOffset GetUtcNow() => clock.GetUtcNow();

        public override long GetTimestamp() => clock.GetTimestamp();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            System.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }
}

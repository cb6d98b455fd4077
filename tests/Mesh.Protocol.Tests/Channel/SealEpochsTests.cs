namespace Mesh.Protocol.Tests;

public class SealEpochsTests
{
    private readonly ManualClock _clock = new(1_000);

    [Fact]
    [Requirement("NET-10")]
    public void An_epoch_gives_out_2_to_the_20_seals_and_then_429_until_the_next()
    {
        using var seals = new SealEpochs(new SeededRandom("cap"), _clock, firstEpoch: 0, firstNumber: SealEpochs.SealsPerEpoch - 2);
        seals.Seal(State(1), "example.com");
        byte[] last = seals.Seal(State(2), "example.com");
        var e = Assert.Throws<ProtocolException>(() => seals.Seal(State(3), "example.com"));
        Assert.Equal(429, e.HttpStatus);
        using (OpenedSeal opened = seals.Open(last))
        {
            Assert.Equal((ulong)SealEpochs.SealsPerEpoch - 1, opened.Number);
            opened.Spend();
        }

        Assert.Throws<ProtocolException>(() => seals.Open(last));
        _clock.AdvanceSeconds(60);
        seals.Open(seals.Seal(State(4), "example.com")).Dispose();
        Assert.Throws<ProtocolException>(() => seals.Open(last));
    }

    [Fact]
    public void A_seal_lives_through_its_epoch_and_the_next_by_the_monotonic_clock()
    {
        using var seals = new SealEpochs(new SeededRandom("life"), _clock);
        _clock.AdvanceSeconds(59.5);
        byte[] seal = seals.Seal(State(1), "example.com");
        _clock.AdvanceSeconds(60);
        seals.Open(seal).Dispose();
        _clock.AdvanceSeconds(0.5);
        Assert.Throws<ProtocolException>(() => seals.Open(seal));
    }

    [Fact]
    public void Keys_go_at_their_time_though_nobody_calls()
    {
        var random = new KnownRandom(new byte[32], new byte[32], new byte[32], new byte[32]);
        using var seals = new SealEpochs(random, _clock);
        Assert.Equal(3, random.Remaining);
        _clock.AdvanceSeconds(61);
        _clock.AdvanceSeconds(60);
        Assert.Equal(1, random.Remaining);
    }

    [Fact]
    public void A_timer_that_fires_early_keeps_no_key_for_a_turn_more()
    {
        var random = new KnownRandom(new byte[32], new byte[32], new byte[32]);
        using var seals = new SealEpochs(random, new EarlyClock(_clock));
        _clock.AdvanceSeconds(59.999);
        Assert.Equal(2, random.Remaining);
        _clock.AdvanceSeconds(1);
        Assert.Equal(1, random.Remaining);
    }

    [Fact]
    public void A_number_spent_in_one_epoch_is_not_spent_in_another()
    {
        using var seals = new SealEpochs(new SeededRandom("two"), _clock);
        byte[] first = seals.Seal(State(1), "example.com");
        using (OpenedSeal opened = seals.Open(first))
        {
            opened.Spend();
            Assert.Throws<ProtocolException>(opened.Spend);
        }

        _clock.AdvanceSeconds(60);
        byte[] second = seals.Seal(State(1), "example.com");
        using OpenedSeal other = seals.Open(second);
        Assert.Equal(0UL, other.Number);
        other.Spend();
        Assert.Throws<ProtocolException>(() => seals.Open(first));
    }

    [Fact]
    [Requirement("NET-13")]
    public void With_a_stuck_random_source_seals_of_other_content_have_other_keys()
    {
        using var seals = new SealEpochs(new StuckRandom(), _clock);
        byte[][] made = [.. Enumerable.Range(0, 200).Select(i => seals.Seal(State((byte)(i / 2)), "example.com"))];
        Assert.Equal(200, made.Select(s => Convert.ToHexString(s.AsSpan(4, 32))).Distinct().Count());
    }

    [Fact]
    public void Nothing_opens_after_disposal_and_timers_stop()
    {
        var seals = new SealEpochs(new SeededRandom("gone"), _clock);
        byte[] seal = seals.Seal(State(1), "example.com");
        seals.Dispose();
        Assert.Throws<ObjectDisposedException>(() => seals.Open(seal));
        _clock.AdvanceSeconds(600);
    }

    private static byte[] State(byte value) => [.. Enumerable.Repeat(value, SealContent.StateOctets)];
}

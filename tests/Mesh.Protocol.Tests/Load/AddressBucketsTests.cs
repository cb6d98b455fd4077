using System.Net;

namespace Mesh.Protocol.Tests;

public class AddressBucketsTests
{
    private readonly ManualClock _clock = new(1_000_000);

    [Fact]
    [Requirement("AVL-03")]
    public void A_prefix_spends_its_burst_and_then_its_rate()
    {
        AddressBuckets buckets = Buckets(new HandshakeLimits { Burst = 5, PerSecond = 2 });
        IPAddress peer = IPAddress.Parse("192.0.2.7");
        Assert.Equal(5, Taken(buckets, peer, 20));
        _clock.AdvanceSeconds(1);
        Assert.Equal(2, Taken(buckets, peer, 20));
        _clock.AdvanceSeconds(3600);
        Assert.Equal(5, Taken(buckets, peer, 20));
    }

    [Fact]
    public void Refusals_do_not_put_off_the_next_token()
    {
        AddressBuckets buckets = Buckets(new HandshakeLimits { Burst = 1, PerSecond = 1 });
        IPAddress peer = IPAddress.Parse("192.0.2.7");
        Assert.Equal(1, Taken(buckets, peer, 1));
        int taken = 0;
        for (int i = 0; i < 100; i++)
        {
            _clock.AdvanceSeconds(0.1);
            taken += Taken(buckets, peer, 3);
        }

        Assert.Equal(10, taken);
    }

    [Theory]
    [InlineData("2001:db8:1:200::1", "2001:db8:1:2ff:ffff::9", true)]
    [InlineData("2001:db8:1:200::1", "2001:db8:1:300::1", false)]
    [InlineData("192.0.2.7", "192.0.2.8", false)]
    [InlineData("192.0.2.7", "::ffff:192.0.2.7", true)]
    public void Addresses_of_one_customer_share_a_bucket(string one, string other, bool shared)
    {
        AddressBuckets buckets = Buckets(new HandshakeLimits { Burst = 3, PerSecond = 0.01 });
        Assert.Equal(3, Taken(buckets, IPAddress.Parse(one), 9));
        Assert.Equal(shared ? 0 : 3, Taken(buckets, IPAddress.Parse(other), 9));
    }

    [Fact]
    public void The_key_decides_who_shares_a_bucket_with_whom()
    {
        int FirstRefused(string key)
        {
            var buckets = new AddressBuckets(new HandshakeLimits { Burst = 1 }, new SeededRandom(key), _clock);
            return Enumerable.Range(0, 10_000).First(i => !buckets.TryTake(new IPAddress([10, 0, (byte)(i / 256), (byte)(i % 256)])));
        }

        Assert.NotEqual(FirstRefused("one"), FirstRefused("other"));
    }

    [Fact]
    public void Loopback_is_exempt_only_where_asked()
    {
        var exempt = new HandshakeLimits { Burst = 2, ExemptLoopback = true };
        Assert.Equal(50, Taken(Buckets(exempt), IPAddress.Loopback, 50));
        Assert.Equal(50, Taken(Buckets(exempt), IPAddress.Parse("::ffff:127.0.0.1"), 50));
        Assert.Equal(2, Taken(Buckets(exempt), IPAddress.Parse("192.0.2.1"), 50));
        Assert.Equal(2, Taken(Buckets(new HandshakeLimits { Burst = 2 }), IPAddress.IPv6Loopback, 50));
    }

    [Fact]
    public async Task Many_threads_take_no_more_than_there_is()
    {
        AddressBuckets buckets = Buckets(new HandshakeLimits { Burst = 1000, PerSecond = 0.01 });
        int[] taken = await Task.WhenAll(Enumerable.Range(0, 8)
            .Select(_ => Task.Run(() => Taken(buckets, IPAddress.Parse("192.0.2.1"), 500))));
        Assert.Equal(1000, taken.Sum());
    }

    [Fact]
    public void Limits_out_of_range_are_refused()
    {
        foreach (HandshakeLimits limits in new HandshakeLimits[]
            { new() { Burst = 0 }, new() { PerSecond = double.NaN }, new() { Workers = 0 }, new() { Queue = -1 } })
        {
            var e = Assert.Throws<ProtocolException>(() => Buckets(limits));
            Assert.Equal(ProtocolError.Configuration, e.Code);
        }
    }

    private static int Taken(AddressBuckets buckets, IPAddress peer, int tries) =>
        Enumerable.Range(0, tries).Count(_ => buckets.TryTake(peer));

    private AddressBuckets Buckets(HandshakeLimits limits) => new(limits, new SeededRandom("buckets"), _clock);
}

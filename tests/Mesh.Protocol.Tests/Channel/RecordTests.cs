using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using Mesh.Cryptography;

namespace Mesh.Protocol.Tests;

public class RecordTests
{
    private static readonly byte[] Ticket = new byte[414];

    [Fact]
    [Requirement("NET-19")]
    public void Lengths_come_in_few_sizes() => Prop.ForAll(
        Gen.Choose(4, 20_000_000).ToArbitrary(),
        length =>
        {
            int padded = Padding.Record(length);
            Assert.InRange(padded, length, Math.Max(length + 255, length + (length / 8)));
            Assert.True(padded % 256 == 0 && padded >= 256);
            if (length > 4096)
            {
                int exponent = BitOperations.Log2((uint)padded);
                Assert.Equal(0, padded % (1 << (exponent - BitOperations.Log2((uint)exponent) - 1)));
            }

            Assert.Equal(padded, Padding.Record(padded));
        }).QuickCheckThrowOnFailure();

    [Fact]
    [Requirement("NET-19")]
    public void Records_of_one_size_class_have_one_length()
    {
        using ChannelSecret secret = ChannelSecret.FromOctets(new byte[64]);
        int[] lengths = [.. new[] { 0, 1, 100, 252 }.Select(n => Seal(secret, new byte[n], new SeededRandom("size")).Octets.Length)];
        Assert.Single(lengths.Distinct());
        Assert.NotEqual(lengths[0], Seal(secret, new byte[253], new SeededRandom("size")).Octets.Length);
    }

    [Fact]
    public void Records_of_any_length_open_to_what_was_sealed()
    {
        var random = new SeededRandom("roundtrip");
        using ChannelSecret secret = ChannelSecret.FromOctets(random.Bytes(64));
        foreach (int length in new[] { 0, 1, 251, 252, 253, 4092, 4093, 65_531, 65_532, 65_533, 131_068, 131_069, 200_000 })
        {
            byte[] json = random.Bytes(length);
            RequestRecord record = Seal(secret, json, random);
            byte[] payload = RequestRecord.OpenPayload(secret, RequestHead.Read(record.Octets.Span), record.Octets.Span);
            Assert.Equal(json, RecordPayload.ReadRequest(payload).ToArray());

            byte[] response = ResponseRecord.Seal(secret, record.Rid, record.Octets.Span, json, random.Bytes(17), random);
            (ReadOnlyMemory<byte> back, ReadOnlyMemory<byte> ticket) =
                ResponseRecord.Open(secret, record.Rid, record.Octets.Span, response);
            Assert.Equal(json, back.ToArray());
            Assert.Equal(17, ticket.Length);
        }
    }

    [Fact]
    [Requirement("NET-13")]
    public void With_a_stuck_random_source_every_other_payload_has_another_key()
    {
        using ChannelSecret secret = ChannelSecret.FromOctets(new byte[64]);
        var stuck = new StuckRandom();
        RequestRecord[] records = [.. Enumerable.Range(0, 300).Select(i => Seal(secret, [(byte)(i % 256), (byte)(i / 256)], stuck))];
        Assert.Equal(300, records.Select(r => Convert.ToHexString(r.Rid)).Distinct().Count());
        byte[][] answers = [.. Enumerable.Range(0, 300).Select(i =>
            ResponseRecord.Seal(secret, records[0].Rid, records[0].Octets.Span, [(byte)(i % 256), (byte)(i / 256)], [], stuck))];
        Assert.Equal(300, answers.Select(a => Convert.ToHexString(a.AsSpan(1, 32))).Distinct().Count());

        // Two clones of one machine that say the same at the same time send the same octets, which gives nothing away.
        Assert.Equal(records[0].Octets.ToArray(), Seal(secret, [0, 0], stuck).Octets.ToArray());
    }

    [Fact]
    [Requirement("NET-13")]
    public void The_same_answer_twice_is_never_under_one_key()
    {
        var random = new SeededRandom("fresh");
        using ChannelSecret secret = ChannelSecret.FromOctets(new byte[64]);
        RequestRecord record = Seal(secret, [1], random);
        string[] sids = [.. Enumerable.Range(0, 100).Select(_ => Convert.ToHexString(
            ResponseRecord.Seal(secret, record.Rid, record.Octets.Span, [1], [], random).AsSpan(1, 32)))];
        Assert.Equal(100, sids.Distinct().Count());
    }

    [Theory]
    [InlineData(0UL, 300UL, true)]
    [InlineData(0UL, 301UL, false)]
    [InlineData(1000UL, 700UL, true)]
    [InlineData(1000UL, 699UL, false)]
    [InlineData(5UL, ulong.MaxValue, false)]
    [InlineData(ulong.MaxValue, 0UL, false)]
    public void The_window_has_two_sides_and_no_overflow(ulong now, ulong time, bool inside) =>
        Assert.Equal(inside, ChannelTime.InWindow(now, time));

    [Fact]
    [Requirement("NET-11")]
    public void A_declared_length_allocates_nothing()
    {
        byte[] body = [Wire.RequestType, 0x7F, 0xFF, 0xFF, 0xFF, .. new byte[2000]];
        Run();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
        {
            Run();
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);

        void Run() => Assert.Throws<ProtocolException>(() => RequestHead.Read(body));
    }

    private static RequestRecord Seal(ChannelSecret secret, byte[] json, IRandomSource random) =>
        RequestRecord.Seal(secret, Ticket, json, 1_000_000, random);
}

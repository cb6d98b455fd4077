using System.Net;
using Mesh.Cryptography;

namespace Mesh.Protocol.Tests;

/// <summary>Measures the memory of the whole process, so nothing else may run meanwhile.</summary>
[CollectionDefinition(nameof(ChannelMemoryTests), DisableParallelization = true)]
[Collection(nameof(ChannelMemoryTests))]
public sealed class ChannelMemoryTests : IDisposable
{
    private readonly ChannelWorld _world = new("memory");

    public void Dispose() => _world.Dispose();

    [Fact]
    [Requirement("NET-10")]
    public void Many_first_messages_leave_nothing_behind()
    {
        using ClampedScalar448 key = ClampedScalar448.Random(_world.Random);
        byte[] post1 = HandshakeOctets.Post1(Prologue.Write("example.com"), X448.PublicKey(key).AsSpan(0, 56));
        for (int i = 0; i < 50; i++)
        {
            _world.Host.AnswerPost1(post1);
        }

        long before = GC.GetTotalMemory(forceFullCollection: true);
        for (int i = 0; i < 600; i++)
        {
            _world.Host.AnswerPost1(post1);
        }

        // One kept reply for each would be about a megabyte.
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, -100_000_000, 500_000);
    }

    [Fact]
    [Requirement("NET-10", "AVL-03")]
    public void A_flood_from_many_addresses_takes_no_further_memory()
    {
        var buckets = new AddressBuckets(new HandshakeLimits(), _world.Random, _world.Clock);
        Span<byte> address = stackalloc byte[16];
        buckets.TryTake(IPAddress.IPv6Any);
        long before = GC.GetTotalMemory(forceFullCollection: true);
        for (int i = 0; i < 100_000; i++)
        {
            _world.Random.Fill(address);
            buckets.TryTake(new IPAddress(address));
        }

        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, -100_000_000, 2_000_000);
    }
}

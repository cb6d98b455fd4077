using System.Buffers.Binary;
using System.Net;
using System.Security.Cryptography;
using Mesh.Cryptography;

namespace Mesh.Protocol;

/// <summary>
/// Token buckets per address prefix in a fixed table of 2^16, indexed by a keyed hash (Mesh channel, section 5): 512 KiB whatever
/// comes in. Prefixes that fall on one bucket share it; the key is random, so nobody can choose whom to share with. Safe for
/// concurrent use, without locks.
/// </summary>
public sealed class AddressBuckets
{
    private const int Size = 1 << 16;

    // A bucket is one 64-bit word: milliseconds since the start (39 bits, 17 years) and thousandths of tokens (24 bits).
    private const int TokenBits = 24;
    private const long TokenMask = (1L << TokenBits) - 1;
    private const int Token = 1000;

    private readonly long[] _buckets = new long[Size];
    private readonly byte[] _key = new byte[32];
    private readonly TimeProvider _clock;
    private readonly long _start;
    private readonly long _full;
    private readonly double _perMillisecond;
    private readonly bool _exemptLoopback;

    /// <summary>A table of full buckets.</summary>
    public AddressBuckets(HandshakeLimits limits, IRandomSource random, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(limits);
        ArgumentNullException.ThrowIfNull(random);
        ArgumentNullException.ThrowIfNull(clock);
        limits.Check();
        random.Fill(_key);
        _clock = clock;
        _start = clock.GetTimestamp();
        _full = (long)limits.Burst * Token;
        _perMillisecond = limits.PerSecond * Token / 1000;
        _exemptLoopback = limits.ExemptLoopback;
        Array.Fill(_buckets, _full);
    }

    /// <summary>Takes one token of the bucket of <paramref name="address"/>; false where it has none.</summary>
    public bool TryTake(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (_exemptLoopback && IPAddress.IsLoopback(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address))
        {
            return true;
        }

        ref long bucket = ref _buckets[Index(address)];
        long now = (long)_clock.GetElapsedTime(_start).TotalMilliseconds;
        while (true)
        {
            long seen = Volatile.Read(ref bucket);
            long last = seen >> TokenBits;
            long tokens = (long)Math.Min(_full, (seen & TokenMask) + Math.Max(0, now - last) * _perMillisecond);
            if (tokens < Token)
            {
                return false;
            }

            long next = (Math.Max(last, now) << TokenBits) | (tokens - Token);
            if (Interlocked.CompareExchange(ref bucket, next, seen) == seen)
            {
                return true;
            }
        }
    }

    private int Index(IPAddress address)
    {
        Span<byte> prefix = stackalloc byte[AddressPrefix.MaximumOctets];
        int length = AddressPrefix.Write(address, prefix);
        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_key, prefix[..length], mac);
        return BinaryPrimitives.ReadUInt16BigEndian(mac);
    }
}

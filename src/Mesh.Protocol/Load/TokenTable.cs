using System.Buffers.Binary;
using System.Security.Cryptography;
using Mesh.Cryptography;

namespace Mesh.Protocol;

/// <summary>
/// Token buckets in a fixed table of 2^16, indexed by a keyed hash (Mesh channel, section 5): 512 KiB whatever comes in. Keys that fall
/// on one bucket share it; the hash key is random, so nobody can choose whom to share with. Safe for concurrent use, without locks.
/// </summary>
public sealed class TokenTable
{
    private const int Size = 1 << 16;

    // A bucket is one 64-bit word: milliseconds since the start (39 bits, 17 years) and thousandths of tokens (24 bits).
    private const int TokenBits = 24;
    private const long TokenMask = (1L << TokenBits) - 1;
    private const int Token = 1000;

    /// <summary>Tokens of a full bucket at most.</summary>
    public const int LargestBurst = 10_000;

    private readonly long[] _buckets = new long[Size];
    private readonly byte[] _key = new byte[32];
    private readonly TimeProvider _clock;
    private readonly long _start;
    private readonly long _full;
    private readonly double _perMillisecond;

    /// <summary>A table of full buckets.</summary>
    /// <param name="burst">Tokens of a full bucket, 1 to <see cref="LargestBurst"/>.</param>
    /// <param name="perSecond">Tokens that come back per second.</param>
    /// <param name="random">Gives the hash key.</param>
    /// <param name="clock">Measures time.</param>
    public TokenTable(int burst, double perSecond, IRandomSource random, TimeProvider clock)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(burst);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(burst, LargestBurst);
        ArgumentOutOfRangeException.ThrowIfNegative(perSecond);
        ArgumentNullException.ThrowIfNull(random);
        ArgumentNullException.ThrowIfNull(clock);
        random.Fill(_key);
        _clock = clock;
        _start = clock.GetTimestamp();
        _full = (long)burst * Token;
        _perMillisecond = perSecond * Token / 1000;
        Array.Fill(_buckets, _full);
    }

    /// <summary>Takes one token of the bucket of <paramref name="key"/>; false where it has none.</summary>
    public bool TryTake(ReadOnlySpan<byte> key)
    {
        ref long bucket = ref _buckets[Index(key)];
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

    private int Index(ReadOnlySpan<byte> key)
    {
        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_key, key, mac);
        return BinaryPrimitives.ReadUInt16BigEndian(mac);
    }
}

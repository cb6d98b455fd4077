using System.Buffers.Binary;
using System.Security.Cryptography;
using Mesh.Cryptography;

namespace Mesh.Protocol;

/// <summary>
/// The host's keys for seals (Mesh channel, sections 1 and 6): one per process and 60 seconds, in memory only, the one before still
/// accepted; at most 2^20 seals in an epoch, each with a number and one bit that says whether it is spent. Memory is 128 KiB for
/// each of two epochs, whatever comes in. Safe for concurrent use.
/// </summary>
public sealed class SealEpochs : IDisposable
{
    /// <summary>Life of an epoch as the giver of seals.</summary>
    public const int EpochSeconds = 60;

    /// <summary>Seals in one epoch; a further M1 is answered with 429.</summary>
    public const int SealsPerEpoch = 1 << 20;

    private static readonly byte[] Label = Wire.Ascii("Mesh/3 seal");

    private readonly IRandomSource _random;
    private readonly TimeProvider _clock;
    private readonly Lock _lock = new();
    private readonly long _start;
    private readonly uint _firstEpoch;
    private readonly ITimer _timer;
    private Epoch _current;
    private Epoch? _previous;
    private bool _disposed;

    /// <summary>Begins an epoch with a fresh key.</summary>
    public SealEpochs(IRandomSource random, TimeProvider clock)
        : this(random, clock, 0, 0)
    {
    }

    internal SealEpochs(IRandomSource random, TimeProvider clock, uint firstEpoch, uint firstNumber)
    {
        ArgumentNullException.ThrowIfNull(clock);
        _random = random;
        _clock = clock;
        _start = clock.GetTimestamp();
        _firstEpoch = firstEpoch;
        _current = new Epoch(firstEpoch, random, firstNumber);
        TimeSpan turn = TimeSpan.FromSeconds(EpochSeconds);
        _timer = clock.CreateTimer(_ => TurnWhenIdle(), null, turn + ChannelTime.TimerSlack, turn);
    }

    /// <summary>Seals the responder's state after M2.</summary>
    /// <exception cref="ProtocolException">TooMany: the epoch has given out all its numbers.</exception>
    internal byte[] Seal(ReadOnlySpan<byte> state, string domain)
    {
        lock (_lock)
        {
            Turn();
            uint number = _current.NextNumber();
            using var content = new SealContent(number, state, domain);
            byte[] octets = content.Write();
            try
            {
                Span<byte> id = stackalloc byte[SaltedBox.IdOctets];
                BinaryPrimitives.WriteUInt32BigEndian(id, _current.Number);
                return SaltedBox.Seal(_current.Key.Reveal(), id, Label, octets, _random);
            }
            finally
            {
                CryptographicOperations.ZeroMemory(octets);
            }
        }
    }

    /// <summary>Opens a seal of this process, of this epoch or the one before, that is not spent.</summary>
    /// <exception cref="ProtocolException">Refused, in every other case.</exception>
    internal OpenedSeal Open(ReadOnlySpan<byte> seal)
    {
        if (seal.Length is < SaltedBox.Overhead or > ProtocolLimits.Seal)
        {
            throw NotAccepted();
        }

        lock (_lock)
        {
            Turn();
            uint number = BinaryPrimitives.ReadUInt32BigEndian(seal);
            Epoch epoch = _current.Number == number ? _current
                : _previous?.Number == number ? _previous
                : throw NotAccepted();
            byte[] octets = SaltedBox.Open(epoch.Key.Reveal(), Label, seal) ?? throw NotAccepted();
            try
            {
                SealContent content = SealContent.Read(octets);
                if (epoch.IsSpent(content.Number))
                {
                    content.Dispose();
                    throw NotAccepted();
                }

                return new OpenedSeal(content, epoch);
            }
            finally
            {
                CryptographicOperations.ZeroMemory(octets);
            }
        }
    }

    /// <summary>Erases the keys; nothing opens afterwards.</summary>
    public void Dispose()
    {
        _timer.Dispose();
        lock (_lock)
        {
            _disposed = true;
            _current.Key.Dispose();
            _previous?.Key.Dispose();
        }
    }

    /// <summary>Old keys must go at their time even when nobody calls.</summary>
    private void TurnWhenIdle()
    {
        lock (_lock)
        {
            if (!_disposed)
            {
                Turn();
            }
        }
    }

    /// <summary>Moves on by as many epochs as have passed; the clock is the monotonic one, so that setting the time changes nothing.</summary>
    private void Turn()
    {
        long passed = (long)_clock.GetElapsedTime(_start).TotalSeconds / EpochSeconds;
        uint now = unchecked(_firstEpoch + (uint)passed);
        if (now == _current.Number)
        {
            return;
        }

        _previous?.Key.Dispose();
        _previous = null;
        if (unchecked(_current.Number + 1) == now)
        {
            _previous = _current;
        }
        else
        {
            _current.Key.Dispose();
        }

        _current = new Epoch(now, _random, 0);
    }

    private static ProtocolException NotAccepted() => ProtocolException.Refused("the seal is not one that this host accepts");

    /// <summary>An epoch: its key, the next number and the bits of the numbers that are spent.</summary>
    internal sealed class Epoch(uint number, IRandomSource random, uint firstNumber)
    {
        private readonly int[] _spent = new int[SealsPerEpoch / 32];
        private uint _next = firstNumber;

        public uint Number { get; } = number;

        public SecretBytes Key { get; } = SecretBytes.Random(random, 32);

        public uint NextNumber() => _next < SealsPerEpoch
            ? _next++
            : throw new ProtocolException(ProtocolError.TooMany, "too many handshakes in this minute; come again in the next");

        public bool IsSpent(ulong number) =>
            number >= SealsPerEpoch || (Volatile.Read(ref _spent[number / 32]) & Bit(number)) != 0;

        /// <summary>Sets the bit; false where another caller had set it already.</summary>
        public bool Spend(ulong number) => (Interlocked.Or(ref _spent[number / 32], Bit(number)) & Bit(number)) == 0;

        private static int Bit(ulong number) => unchecked(1 << (int)(number % 32));
    }
}

using System.Security.Cryptography;
using Mesh.Cryptography;

namespace Mesh.Protocol;

/// <summary>
/// The keys of a process for tickets (Mesh channel, section 3): TK is 32 octets, key id = SHA-512("Mesh/3 ticket key" ‖ TK)[0..3];
/// a new one every 30 minutes, erased at 60, in memory only. Safe for concurrent use.
/// </summary>
public sealed class TicketKeys : IDisposable
{
    private const int TurnSeconds = 30 * 60;
    private const int KeyOctets = 32;

    private static readonly byte[] Label = Wire.Ascii("Mesh/3 ticket");
    private static readonly byte[] IdLabel = Wire.Ascii("Mesh/3 ticket key");

    private readonly IRandomSource _random;
    private readonly TimeProvider _clock;
    private readonly Lock _lock = new();
    private readonly ITimer _timer;
    private Key _current;
    private Key? _previous;
    private bool _disposed;

    /// <summary>Begins with a fresh key.</summary>
    public TicketKeys(IRandomSource random, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(clock);
        _random = random;
        _clock = clock;
        _current = new Key(random, clock.GetTimestamp());
        TimeSpan turn = TimeSpan.FromSeconds(TurnSeconds);
        _timer = clock.CreateTimer(_ => TurnWhenIdle(), null, turn + ChannelTime.TimerSlack, turn);
    }

    /// <summary>A ticket with this content.</summary>
    internal byte[] Issue(TicketContent content)
    {
        byte[] octets = content.Write();
        try
        {
            lock (_lock)
            {
                Turn();
                return SaltedBox.Seal(_current.Octets.Reveal(), _current.Id, Label, octets, _random);
            }
        }
        finally
        {
            CryptographicOperations.ZeroMemory(octets);
        }
    }

    /// <summary>The content of a ticket of this process that has not expired. The caller disposes it.</summary>
    /// <exception cref="ProtocolException">Refused.</exception>
    internal TicketContent Open(ReadOnlySpan<byte> ticket)
    {
        byte[]? octets = null;
        if (ticket.Length is >= SaltedBox.Overhead and <= ProtocolLimits.Ticket)
        {
            lock (_lock)
            {
                Turn();
                Key? key = _current.Is(ticket) ? _current : _previous?.Is(ticket) == true ? _previous : null;
                octets = key is null ? null : SaltedBox.Open(key.Octets.Reveal(), Label, ticket);
            }
        }

        if (octets is null)
        {
            throw ProtocolException.Refused("the ticket is not one that this host accepts");
        }

        try
        {
            TicketContent content = TicketContent.Read(octets);
            if (ChannelTime.Now(_clock) < content.Expiry)
            {
                return content;
            }

            content.Dispose();
            throw ProtocolException.Refused("the ticket has expired");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(octets);
        }
    }

    /// <summary>Erases the keys; no ticket opens afterwards.</summary>
    public void Dispose()
    {
        _timer.Dispose();
        lock (_lock)
        {
            _disposed = true;
            _current.Octets.Dispose();
            _previous?.Octets.Dispose();
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

    private void Turn()
    {
        long turns = (long)_clock.GetElapsedTime(_current.Since).TotalSeconds / TurnSeconds;
        if (turns == 0)
        {
            return;
        }

        _previous?.Octets.Dispose();
        _previous = null;
        if (turns == 1)
        {
            _previous = _current;
        }
        else
        {
            _current.Octets.Dispose();
        }

        _current = new Key(_random, _current.Since + turns * TurnSeconds * _clock.TimestampFrequency);
    }

    private sealed class Key
    {
        public Key(IRandomSource random, long since)
        {
            Octets = SecretBytes.Random(random, KeyOctets);
            Since = since;
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA512);
            hash.AppendData(IdLabel);
            hash.AppendData(Octets.Reveal());
            Id = hash.GetHashAndReset()[..SaltedBox.IdOctets];
        }

        public SecretBytes Octets { get; }

        public byte[] Id { get; }

        public long Since { get; }

        public bool Is(ReadOnlySpan<byte> box) => box.StartsWith(Id);
    }
}

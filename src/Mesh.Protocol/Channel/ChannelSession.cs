using Mesh.Cryptography;

namespace Mesh.Protocol;

/// <summary>
/// What a client keeps of a handshake: RS, the ticket, the channel binding and the service's clock (Mesh channel, sections 2 and 3).
/// Every request and response has a key of its own, so a session has no counters and may be used by several programs at once.
/// </summary>
public sealed class ChannelSession : IDisposable
{
    private readonly ChannelSecret _secret;
    private readonly byte[] _ticket;
    private readonly byte[] _binding;
    private readonly long _clockOffset;
    private readonly ulong _expiry;

    internal ChannelSession(ChannelSecret secret, byte[] ticket, byte[] binding, long clockOffset, ulong expiry)
    {
        _secret = secret;
        _ticket = ticket;
        _binding = binding;
        _clockOffset = clockOffset;
        _expiry = expiry;
    }

    /// <summary>hb, 64 octets: what proofs in requests are bound to (Mesh protocol, P-11).</summary>
    public ReadOnlyMemory<byte> Binding => _binding;

    internal ChannelSecret Secret => _secret;

    internal ReadOnlyMemory<byte> Ticket => _ticket;

    /// <summary>Service's clock minus ours, seconds.</summary>
    internal long ClockOffset => _clockOffset;

    /// <summary>The service's time at which the ticket ends, at the earliest.</summary>
    internal ulong Expiry => _expiry;

    /// <summary>Whether the ticket should still be accepted; the service has the last word.</summary>
    public bool IsCurrent(TimeProvider clock) => ServiceTime(clock) < _expiry;

    /// <summary>Seals a request.</summary>
    public RequestRecord Seal(ReadOnlySpan<byte> json, IRandomSource random, TimeProvider clock) =>
        RequestRecord.Seal(_secret, _ticket, json, ServiceTime(clock), random);

    /// <summary>Opens the answer to a request that this session sealed.</summary>
    /// <exception cref="ProtocolException">ResponseNotAuthentic: there is no answer; repeat with the same ID.</exception>
    public ReadOnlyMemory<byte> Open(RequestRecord request, ReadOnlySpan<byte> octets)
    {
        ArgumentNullException.ThrowIfNull(request);
        return ResponseRecord.Open(_secret, request.Rid, request.Octets.Span, octets).Json;
    }

    /// <summary>A second, independently erased copy.</summary>
    public ChannelSession Clone() => new(_secret.Clone(), _ticket, _binding, _clockOffset, _expiry);

    /// <summary>Erases RS.</summary>
    public void Dispose() => _secret.Dispose();

    private ulong ServiceTime(TimeProvider clock) => (ulong)Math.Max(0, (long)ChannelTime.Now(clock) + _clockOffset);
}

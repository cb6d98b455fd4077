using System.Text;
using Mesh.Cryptography;

namespace Mesh.Protocol;

/// <summary>
/// What a client writes down durably before it sends a state change (Mesh channel, section 4): ID and octets of the request, and for
/// credential kind A the throw-away key. After a crash the same octets are sent again, or, when the service may have forgotten the ID,
/// the client synchronises and compares.
/// </summary>
/// <remarks>
/// 01 ‖ created(8) ‖ LP(ID) ‖ LP(transaction) ‖ LP(request octets) ‖ LP(throw-away key, 56 octets, or nothing). Secret where it holds a key.
/// </remarks>
public sealed class RequestIntent : IDisposable
{
    private const byte Version = 0x01;

    /// <summary>An intent to send <paramref name="request"/>, created now.</summary>
    /// <param name="request">A request that changes state.</param>
    /// <param name="throwAwayKey">Kind A: the key's 56 octets before clamping, copied; null otherwise.</param>
    /// <param name="clock">This machine's clock.</param>
    public RequestIntent(PreparedRequest request, SecretBytes? throwAwayKey, TimeProvider clock)
        : this(request, throwAwayKey?.Clone(), ChannelTime.Now(clock))
    {
    }

    private RequestIntent(PreparedRequest request, SecretBytes? throwAwayKey, ulong created)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (throwAwayKey is { Length: not AgreementScalar448.Size })
        {
            throw new ArgumentException("a throw-away key has 56 octets", nameof(throwAwayKey));
        }

        Request = request;
        ThrowAwayKey = throwAwayKey;
        CreatedSeconds = created;
    }

    /// <summary>The request, to be sent in exactly these octets.</summary>
    public PreparedRequest Request { get; }

    /// <summary>Kind A: the key to authenticate with, as <see cref="ClientIdentity.Anonymous(SecretBytes)"/> takes it; null otherwise.</summary>
    public SecretBytes? ThrowAwayKey { get; }

    /// <summary>When it was written down.</summary>
    public DateTimeOffset Created => DateTimeOffset.FromUnixTimeSeconds((long)CreatedSeconds);

    private ulong CreatedSeconds { get; }

    /// <summary>
    /// Whether the service still knows the ID, so that the request may be repeated: up to 23 h, of the 24 h for which it remembers. A
    /// clock that went back does not make an intent older than it is.
    /// </summary>
    public bool MayBeRepeated(TimeProvider clock)
    {
        ulong now = ChannelTime.Now(clock);
        return now <= CreatedSeconds || now - CreatedSeconds < ProtocolLimits.RepeatHours * 3600;
    }

    /// <summary>The octets to store; the caller erases them where there is a key.</summary>
    public byte[] Write()
    {
        byte[] id = Wire.Ascii(Request.Id);
        byte[] transaction = Wire.Ascii(Request.Transaction.Name);
        ReadOnlySpan<byte> key = ThrowAwayKey is null ? [] : ThrowAwayKey.Reveal();
        byte[] octets = new byte[1 + Wire.TimeOctets + Wire.Prefixed(id.Length) + Wire.Prefixed(transaction.Length)
            + Wire.Prefixed(Request.Octets.Length) + Wire.Prefixed(key.Length)];
        var writer = new OctetWriter(octets);
        writer.Octet(Version);
        writer.UInt64(CreatedSeconds);
        writer.Prefixed(id);
        writer.Prefixed(transaction);
        writer.Prefixed(Request.Octets.Span);
        writer.Prefixed(key);
        return octets;
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="ProtocolException">Unparsable.</exception>
    public static RequestIntent Read(ReadOnlySpan<byte> octets)
    {
        var reader = new OctetReader(octets, "intent");
        reader.Type(Version);
        ulong created = reader.UInt64();
        ReadOnlySpan<byte> id = reader.Prefixed();
        string name = System.Text.Encoding.Latin1.GetString(reader.Prefixed());
        byte[] request = reader.Prefixed().ToArray();
        ReadOnlySpan<byte> key = reader.Prefixed();
        reader.End();
        MeshTransaction? transaction = MeshTransaction.All.FirstOrDefault(t => t.Name == name);
        if (transaction is null || key.Length is not (0 or AgreementScalar448.Size)
            || created > ChannelTime.Last || id.Length is 0 or > ProtocolLimits.RequestIdCharacters || !Ascii.IsValid(id))
        {
            throw ProtocolException.Unparsable("the intent is of another version or damaged");
        }

        return new RequestIntent(
            new PreparedRequest(transaction, System.Text.Encoding.ASCII.GetString(id), request), key.IsEmpty ? null : new SecretBytes(key), created);
    }

    /// <summary>Erases the throw-away key.</summary>
    public void Dispose() => ThrowAwayKey?.Dispose();
}

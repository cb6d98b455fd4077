using System.Security.Cryptography;

namespace Mesh.Protocol;

/// <summary>
/// What a ticket says (Mesh channel, section 3): 01 ‖ RS(64) ‖ hb(64) ‖ handshake time ‖ expiry ‖ kind(1) ‖ LP(key UDF) ‖
/// LP(profile UDF) ‖ SHA-512(credential envelope) ‖ LP(AdministratorSignature UDF; kind E: ServiceSignature UDF) ‖ LP(service UDF).
/// Identity, not authority: what the caller may do is decided anew for every request. UDFs are text; those that do not apply are empty.
/// </summary>
public sealed class TicketContent : IDisposable
{
    private const byte Version = 0x01;

    internal TicketContent(
        ChannelSecret secret, ReadOnlyMemory<byte> binding, ulong handshakeTime, ulong expiry, CredentialKind kind, TicketNames names)
    {
        Secret = secret;
        Binding = binding;
        HandshakeTime = handshakeTime;
        Expiry = expiry;
        Kind = kind;
        Names = names;
    }

    /// <summary>RS.</summary>
    internal ChannelSecret Secret { get; }

    /// <summary>hb of the handshake, 64 octets.</summary>
    public ReadOnlyMemory<byte> Binding { get; }

    /// <summary>The host's clock when M3 opened, seconds since 1970-01-01 UTC.</summary>
    public ulong HandshakeTime { get; }

    /// <summary>The ticket is valid while now &lt; expiry.</summary>
    public ulong Expiry { get; }

    /// <summary>What the caller proved in the handshake.</summary>
    public CredentialKind Kind { get; }

    /// <summary>Who the caller is.</summary>
    public TicketNames Names { get; }

    /// <summary>Seconds for which a ticket of <paramref name="kind"/> is valid from the handshake, never extended.</summary>
    public static int Lifetime(CredentialKind kind) => kind is CredentialKind.ConnectedDevice or CredentialKind.Service
        ? ProtocolLimits.TicketSeconds
        : ProtocolLimits.ShortTicketSeconds;

    /// <summary>The octets to be sealed; the caller erases them.</summary>
    internal byte[] Write()
    {
        byte[] key = System.Text.Encoding.UTF8.GetBytes(Names.KeyUdf);
        byte[] profile = System.Text.Encoding.UTF8.GetBytes(Names.ProfileUdf);
        byte[] signature = System.Text.Encoding.UTF8.GetBytes(Names.SignatureUdf);
        byte[] service = System.Text.Encoding.UTF8.GetBytes(Names.ServiceUdf);
        byte[] octets = new byte[1 + Wire.SecretOctets + Binding.Length + 2 * Wire.TimeOctets + 1 + Wire.Prefixed(key.Length)
            + Wire.Prefixed(profile.Length) + Wire.DigestOctets + Wire.Prefixed(signature.Length) + Wire.Prefixed(service.Length)];
        var writer = new OctetWriter(octets);
        writer.Octet(Version);
        writer.Octets(Secret.Reveal());
        writer.Octets(Binding.Span);
        writer.UInt64(HandshakeTime);
        writer.UInt64(Expiry);
        writer.Octet((byte)Kind);
        writer.Prefixed(key);
        writer.Prefixed(profile);
        writer.Octets(Names.CredentialDigest.Span);
        writer.Prefixed(signature);
        writer.Prefixed(service);
        return octets;
    }

    /// <summary>Reads content that authenticated.</summary>
    internal static TicketContent Read(ReadOnlySpan<byte> octets)
    {
        var reader = new OctetReader(octets, "ticket content");
        reader.Type(Version);
        ReadOnlySpan<byte> secret = reader.Take(Wire.SecretOctets);
        byte[] binding = reader.Take(Wire.DigestOctets).ToArray();
        ulong handshake = reader.UInt64();
        ulong expiry = reader.UInt64();
        var kind = (CredentialKind)reader.Octet();
        string key = System.Text.Encoding.UTF8.GetString(reader.Prefixed());
        string profile = System.Text.Encoding.UTF8.GetString(reader.Prefixed());
        byte[] digest = reader.Take(Wire.DigestOctets).ToArray();
        string signature = System.Text.Encoding.UTF8.GetString(reader.Prefixed());
        string service = System.Text.Encoding.UTF8.GetString(reader.Prefixed());
        reader.End();
        var names = new TicketNames(key, profile, digest, signature, service);
        return new TicketContent(ChannelSecret.FromOctets(secret), binding, handshake, expiry, kind, names);
    }

    /// <summary>Erases RS.</summary>
    public void Dispose() => Secret.Dispose();
}

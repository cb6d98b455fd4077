using System.Text;

namespace Mesh.Protocol;

/// <summary>
/// credentials = kind(1) ‖ key(57) ‖ LP(claimed address, kind C only) ‖ LP(envelope) ‖ LP(second envelope, kind E only)
/// (Mesh channel, sections 1 and 6). The envelope is empty in kind A and never elsewhere. The envelopes are opaque here: whether they
/// chain to anything is for whoever authorises.
/// </summary>
public sealed class ChannelCredentials
{
    private ChannelCredentials(
        CredentialKind kind, ReadOnlyMemory<byte> key, string? address, ReadOnlyMemory<byte> envelope, ReadOnlyMemory<byte> second)
    {
        Kind = kind;
        Key = key;
        ClaimedAddress = address;
        Envelope = envelope;
        SecondEnvelope = second;
    }

    /// <summary>What is claimed.</summary>
    public CredentialKind Kind { get; }

    /// <summary>The X448 key of the handshake with its sign octet, 57 octets. UDFs are computed from this form.</summary>
    public ReadOnlyMemory<byte> Key { get; }

    /// <summary>Kind C: the account address; null in all other kinds.</summary>
    public string? ClaimedAddress { get; }

    /// <summary>The envelope that names the key: ProfileDevice (B), account profile (C), ConnectionService (D, E); empty in A.</summary>
    public ReadOnlyMemory<byte> Envelope { get; }

    /// <summary>Kind E: the ProfileService; empty in all other kinds.</summary>
    public ReadOnlyMemory<byte> SecondEnvelope { get; }

    /// <summary>Kind A.</summary>
    public static ChannelCredentials Anonymous(ReadOnlyMemory<byte> key) => Checked(CredentialKind.Anonymous, key, null, default, default);

    /// <summary>Kind B.</summary>
    public static ChannelCredentials Device(ReadOnlyMemory<byte> key, ReadOnlyMemory<byte> profileDevice) =>
        Checked(CredentialKind.Device, key, null, profileDevice, default);

    /// <summary>Kind C.</summary>
    public static ChannelCredentials Account(ReadOnlyMemory<byte> key, string address, ReadOnlyMemory<byte> profile) =>
        Checked(CredentialKind.Account, key, address, profile, default);

    /// <summary>Kind D.</summary>
    public static ChannelCredentials ConnectedDevice(ReadOnlyMemory<byte> key, ReadOnlyMemory<byte> connectionService) =>
        Checked(CredentialKind.ConnectedDevice, key, null, connectionService, default);

    /// <summary>Kind E.</summary>
    public static ChannelCredentials Service(
        ReadOnlyMemory<byte> key, ReadOnlyMemory<byte> hostConnection, ReadOnlyMemory<byte> profileService) =>
        Checked(CredentialKind.Service, key, null, hostConnection, profileService);

    /// <summary>The octets as M3 carries them.</summary>
    public byte[] Write()
    {
        byte[] address = ClaimedAddress is null ? [] : System.Text.Encoding.UTF8.GetBytes(ClaimedAddress);
        byte[] octets = new byte[1 + Wire.SignedX448Octets + (ClaimedAddress is null ? 0 : Wire.Prefixed(address.Length))
            + Wire.Prefixed(Envelope.Length) + (Kind is CredentialKind.Service ? Wire.Prefixed(SecondEnvelope.Length) : 0)];
        var writer = new OctetWriter(octets);
        writer.Octet((byte)Kind);
        writer.Octets(Key.Span);
        if (ClaimedAddress is not null)
        {
            writer.Prefixed(address);
        }

        writer.Prefixed(Envelope.Span);
        if (Kind is CredentialKind.Service)
        {
            writer.Prefixed(SecondEnvelope.Span);
        }

        return octets;
    }

    /// <summary>Reads credentials; the result keeps no reference to <paramref name="octets"/>.</summary>
    /// <exception cref="ProtocolException">Unparsable.</exception>
    public static ChannelCredentials Read(ReadOnlySpan<byte> octets)
    {
        var reader = new OctetReader(octets, "credentials");
        var kind = (CredentialKind)reader.Octet();
        byte[] key = reader.Take(Wire.SignedX448Octets).ToArray();
        string? address = kind is CredentialKind.Account ? ReadAddress(reader.Prefixed()) : null;
        byte[] envelope = reader.Prefixed().ToArray();
        byte[] second = kind is CredentialKind.Service ? reader.Prefixed().ToArray() : [];
        reader.End();
        return Check(kind, key, address, envelope, second) is { } wrong
            ? throw ProtocolException.Unparsable(wrong)
            : new ChannelCredentials(kind, key, address, envelope, second);
    }

    private static string ReadAddress(ReadOnlySpan<byte> octets)
    {
        try
        {
            return StrictUtf8.GetString(octets);
        }
        catch (DecoderFallbackException)
        {
            throw ProtocolException.Unparsable("credentials have a claimed address that is not UTF-8");
        }
    }

    private static ChannelCredentials Checked(
        CredentialKind kind, ReadOnlyMemory<byte> key, string? address, ReadOnlyMemory<byte> envelope, ReadOnlyMemory<byte> second) =>
        Check(kind, key, address, envelope, second) is { } wrong
            ? throw new ArgumentException(wrong)
            : new ChannelCredentials(kind, key, address, envelope, second);

    private static string? Check(
        CredentialKind kind, ReadOnlyMemory<byte> key, string? address, ReadOnlyMemory<byte> envelope, ReadOnlyMemory<byte> second)
    {
        if (!Enum.IsDefined(kind))
        {
            return "credentials are of an unknown kind";
        }

        if (key.Length != Wire.SignedX448Octets || key.Span[^1] is not (0x00 or 0x80))
        {
            return "credentials have a key that is not a signed X448 point";
        }

        if (kind is CredentialKind.Account != address is not null
            || address is not null && (address.Length == 0 || System.Text.Encoding.UTF8.GetByteCount(address) > ProtocolLimits.AccountAddress))
        {
            return "credentials have a claimed address that does not fit";
        }

        return kind is CredentialKind.Anonymous != envelope.IsEmpty || kind is CredentialKind.Service == second.IsEmpty
            ? "credentials lack an envelope or have one too many"
            : null;
    }

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
}

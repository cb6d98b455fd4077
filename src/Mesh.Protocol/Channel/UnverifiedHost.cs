namespace Mesh.Protocol;

/// <summary>
/// Payload of M2 (Mesh channel, section 1): time ‖ LP(host ConnectionService envelope) ‖ LP(ProfileService envelope) ‖ zeros to a
/// multiple of 512. Somebody who holds the private key of <see cref="Key"/> sent it; that this is a host of the service is not yet known.
/// </summary>
public sealed class UnverifiedHost
{
    private UnverifiedHost(ReadOnlyMemory<byte> key, ulong time, ReadOnlyMemory<byte> connection, ReadOnlyMemory<byte> profile)
    {
        Key = key;
        Time = time;
        HostConnection = connection;
        ProfileService = profile;
    }

    /// <summary>rs, the host's static key as the handshake gave it: u alone, 56 octets.</summary>
    public ReadOnlyMemory<byte> Key { get; }

    /// <summary>The host's clock, seconds since 1970-01-01 UTC.</summary>
    public ulong Time { get; }

    /// <summary>Envelope of the host's ConnectionService.</summary>
    public ReadOnlyMemory<byte> HostConnection { get; }

    /// <summary>Envelope of the ProfileService.</summary>
    public ReadOnlyMemory<byte> ProfileService { get; }

    internal static byte[] Write(ulong time, ReadOnlySpan<byte> hostConnection, ReadOnlySpan<byte> profileService)
    {
        int length = Wire.TimeOctets + Wire.Prefixed(hostConnection.Length) + Wire.Prefixed(profileService.Length);
        byte[] payload = new byte[Padding.Handshake(length)];
        var writer = new OctetWriter(payload);
        writer.UInt64(time);
        writer.Prefixed(hostConnection);
        writer.Prefixed(profileService);
        return payload;
    }

    internal static UnverifiedHost Read(ReadOnlyMemory<byte> key, ReadOnlySpan<byte> payload)
    {
        var reader = new OctetReader(payload, "M2");
        ulong time = reader.UInt64();
        byte[] connection = reader.Prefixed().ToArray();
        byte[] profile = reader.Prefixed().ToArray();
        reader.Zeros();
        return time <= ChannelTime.Last
            ? new UnverifiedHost(key, time, connection, profile)
            : throw ProtocolException.Unparsable("M2 has a time that no calendar has");
    }
}

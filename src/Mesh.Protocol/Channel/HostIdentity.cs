using Mesh.Cryptography;
using Mesh.Keys;

namespace Mesh.Protocol;

/// <summary>What a host proves to its clients: the service that it belongs to, its static key and the two envelopes.</summary>
public sealed class HostIdentity : IDisposable
{
    /// <summary>An identity, with a copy of the key.</summary>
    /// <param name="serviceUdf">UDF of the service profile.</param>
    /// <param name="key">The host's authentication key, usually an overlay.</param>
    /// <param name="hostConnection">Envelope of the host's ConnectionService.</param>
    /// <param name="profileService">Envelope of the ProfileService.</param>
    /// <exception cref="ArgumentException">The envelopes do not fit into M2.</exception>
    public HostIdentity(
        string serviceUdf, AgreementPrivateKey key, ReadOnlyMemory<byte> hostConnection, ReadOnlyMemory<byte> profileService)
    {
        if ((long)NoiseXX448.Message2Overhead + Wire.TimeOctets + Wire.Prefixed(hostConnection.Length)
            + Wire.Prefixed(profileService.Length) + 512 > ProtocolLimits.HandshakeMessage)
        {
            throw new ArgumentException("the host's envelopes do not fit into one handshake message");
        }

        ServiceUdf = serviceUdf;
        Key = ChannelKey.CopyOf(key);
        HostConnection = hostConnection;
        ProfileService = profileService;
    }

    /// <summary>UDF of the service profile.</summary>
    public string ServiceUdf { get; }

    internal AgreementScalar448 Key { get; }

    internal ReadOnlyMemory<byte> HostConnection { get; }

    internal ReadOnlyMemory<byte> ProfileService { get; }

    /// <summary>Erases the copy of the key.</summary>
    public void Dispose() => Key.Dispose();
}

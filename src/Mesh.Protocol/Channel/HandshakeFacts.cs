namespace Mesh.Protocol;

/// <summary>What a host knows when M3 has opened.</summary>
internal sealed record HandshakeFacts(
    ChannelSecret Secret, ServiceDomain Domain, string ServiceUdf, byte[] RemoteStatic, byte[] Binding, byte[] Message3, ulong Time);

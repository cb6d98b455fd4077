namespace Mesh.Protocol;

/// <summary>What the channel itself finds wrong with an authenticated call.</summary>
public enum ChannelFault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Status 400: lengths, padding or credentials that do not parse, or a first request that is too long.</summary>
    Malformed,

    /// <summary>Status 401: the credentials name another key than the one that the handshake proved.</summary>
    ForeignCredential,
}

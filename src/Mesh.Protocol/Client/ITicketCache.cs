namespace Mesh.Protocol;

/// <summary>
/// Keeps sessions between requests and between runs of a program (Mesh channel, section 3). A cache: what it loses costs a handshake.
/// Implementations are safe for concurrent use and do not throw for what the machine does to them.
/// </summary>
public interface ITicketCache
{
    /// <summary>A session that should still be accepted, or null. The caller disposes it.</summary>
    ChannelSession? Find(SessionKey key);

    /// <summary>Keeps a copy in place of what was kept before.</summary>
    void Store(SessionKey key, ChannelSession session);

    /// <summary>Forgets a session that the service no longer accepts.</summary>
    void Remove(SessionKey key);
}

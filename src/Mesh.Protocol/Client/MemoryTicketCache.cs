namespace Mesh.Protocol;

/// <summary>Sessions of this process alone; for services, and for programs without a run-time directory.</summary>
public sealed class MemoryTicketCache(TimeProvider clock) : ITicketCache, IDisposable
{
    private const int Most = 4096;

    private readonly Dictionary<SessionKey, ChannelSession> _sessions = [];
    private readonly Lock _lock = new();

    /// <inheritdoc/>
    public ChannelSession? Find(SessionKey key)
    {
        lock (_lock)
        {
            if (!_sessions.TryGetValue(key, out ChannelSession? session))
            {
                return null;
            }

            if (session.IsCurrent(clock))
            {
                return session.Clone();
            }

            Forget(key);
            return null;
        }
    }

    /// <inheritdoc/>
    public void Store(SessionKey key, ChannelSession session)
    {
        ArgumentNullException.ThrowIfNull(session);
        lock (_lock)
        {
            Forget(key);
            if (_sessions.Count >= Most)
            {
                foreach (SessionKey old in _sessions.Where(s => !s.Value.IsCurrent(clock)).Select(s => s.Key).ToArray())
                {
                    Forget(old);
                }
            }

            if (_sessions.Count < Most)
            {
                _sessions.Add(key, session.Clone());
            }
        }
    }

    /// <inheritdoc/>
    public void Remove(SessionKey key)
    {
        lock (_lock)
        {
            Forget(key);
        }
    }

    /// <summary>Erases all sessions.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            foreach (SessionKey key in _sessions.Keys.ToArray())
            {
                Forget(key);
            }
        }
    }

    private void Forget(SessionKey key)
    {
        if (_sessions.Remove(key, out ChannelSession? session))
        {
            session.Dispose();
        }
    }
}

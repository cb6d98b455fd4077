namespace Mesh.Dare;

/// <summary>
/// An open log that readers share while a rewriting may put another in its place: closed when it was retired and the last reader is
/// done.
/// </summary>
internal sealed class LogFile(IDurableFile file)
{
    private readonly Lock _gate = new();
    private int _users = 1;

    public IDurableFile Octets => file;

    /// <summary>Keeps the file open until the lease ends. The caller knows it not to be retired, under the lock of the log.</summary>
    public Lease Use()
    {
        lock (_gate)
        {
            _users++;
        }

        return new Lease(this);
    }

    /// <summary>Ends the use by the log itself.</summary>
    public void Retire()
    {
        bool last;
        lock (_gate)
        {
            last = --_users == 0;
        }

        if (last)
        {
            file.Dispose();
        }
    }

    public readonly struct Lease(LogFile file) : IDisposable
    {
        public IDurableFile Octets => file.Octets;

        public void Dispose() => file.Retire();
    }
}

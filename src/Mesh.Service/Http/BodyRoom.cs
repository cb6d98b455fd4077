namespace Mesh.Service;

/// <summary>
/// Bounds the memory of bodies that are taken in or sent out: anybody gets a ticket, and a body may have 16 MiB (NET-11, AVL-03). Short ones
/// are not counted, so that handshakes and ordinary requests go on where long ones take all the room. Safe for concurrent use.
/// </summary>
internal sealed class BodyRoom(long octets)
{
    /// <summary>Octets of a body up to which it is not counted: every handshake is below.</summary>
    public const int Short = 128 * 1024;

    private long _taken;

    /// <summary>Takes room for a body until disposed; null where there is none.</summary>
    public IDisposable? TryTake(long length)
    {
        if (length <= Short)
        {
            return Place.None;
        }

        if (Interlocked.Add(ref _taken, length) <= octets)
        {
            return new Place(this, length);
        }

        Interlocked.Add(ref _taken, -length);
        return null;
    }

    private sealed class Place(BodyRoom? room, long length) : IDisposable
    {
        public static readonly Place None = new(null, 0);

        private BodyRoom? _room = room;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _room, null) is { } held)
            {
                Interlocked.Add(ref held._taken, -length);
            }
        }
    }
}

namespace Mesh.Service;

/// <summary>
/// Bounds the memory of bodies that are taken in or sent out: anybody gets a ticket, and a body may have 16 MiB (NET-11, AVL-03). Short ones
/// are not counted, so that handshakes and ordinary requests go on where long ones take all the room. Safe for concurrent use.
/// </summary>
internal sealed class BodyRoom(long octets)
{
    /// <summary>Octets of a body up to which it is not counted: every handshake is below.</summary>
    public const int Short = 128 * 1024;

    private readonly long _octets = octets;
    private long _taken;

    /// <summary>A place without room yet, for one body.</summary>
    public Place Enter() => new(this);

    /// <summary>What one body takes, until disposed. For one thread at a time.</summary>
    internal sealed class Place(BodyRoom room) : IDisposable
    {
        private long _held;

        /// <summary>Takes room for so many octets in all; false, and nothing is changed, where there is none.</summary>
        public bool TryGrow(long length)
        {
            long wanted = length <= Short ? 0 : length;
            long more = wanted - _held;
            if (more > 0 && Interlocked.Add(ref room._taken, more) > room._octets)
            {
                Interlocked.Add(ref room._taken, -more);
                return false;
            }

            _held = Math.Max(_held, wanted);
            return true;
        }

        /// <summary>Gives all of it back.</summary>
        public void Dispose() => Interlocked.Add(ref room._taken, -Interlocked.Exchange(ref _held, 0));
    }
}

using Mesh.Dare;

namespace Mesh.Client;

/// <summary>A file on a server, of which a local copy has some octets already: those are read here.</summary>
internal sealed class OverlaidOctets(SubsetOctets local, IOctetSource remote) : IOctetSource
{
    public long Length => remote.Length;

    public int Read(long offset, Span<byte> destination)
    {
        long run = local.RunAt(offset);
        return run > 0
            ? local.Read(offset, destination)
            : remote.Read(offset, destination[..(int)Math.Min(destination.Length, -run)]);
    }
}

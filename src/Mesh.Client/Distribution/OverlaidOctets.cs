using Mesh.Dare;

namespace Mesh.Client;

/// <summary>A file on a server, of which a local copy has some octets already: those are read here.</summary>
internal sealed class OverlaidOctets(SubsetOctets local, IOctetSource remote) : IOctetSource
{
    public long Length => remote.Length;

    public int Read(long offset, Span<byte> destination)
    {
        foreach (OctetExtent extent in local.Extents)
        {
            if (extent.End > offset)
            {
                return extent.Start <= offset
                    ? local.Read(offset, destination)
                    : remote.Read(offset, destination[..(int)Math.Min(destination.Length, extent.Start - offset)]);
            }
        }

        return remote.Read(offset, destination);
    }
}

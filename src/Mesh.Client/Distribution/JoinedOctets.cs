using Mesh.Dare;

namespace Mesh.Client;

/// <summary>The first octets of one source, and behind them all of another.</summary>
internal sealed class JoinedOctets(IOctetSource first, long length, IOctetSource second) : IOctetSource
{
    public long Length => length + second.Length;

    public int Read(long offset, Span<byte> destination) => offset >= length
        ? second.Read(offset - length, destination)
        : first.Read(offset, destination[..(int)Math.Min(destination.Length, length - offset)]);
}

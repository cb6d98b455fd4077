namespace Mesh.Dare;

/// <summary>A part of a source, as a source.</summary>
internal sealed class SliceOctets(IOctetSource source, long start, long length) : IOctetSource
{
    public long Length => length;

    public int Read(long offset, Span<byte> destination)
    {
        long left = length - offset;
        return left <= 0 ? 0 : source.Read(start + offset, destination[..(int)Math.Min(left, destination.Length)]);
    }
}

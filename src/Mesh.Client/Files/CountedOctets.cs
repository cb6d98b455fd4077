using Mesh.Dare;

namespace Mesh.Client;

/// <summary>Octets of a file, and how many of them were read in all.</summary>
internal sealed class CountedOctets(IOctetSource inner, IProgress<long>? progress) : IOctetSource
{
    private long _count;

    public long Length => inner.Length;

    public int Read(long offset, Span<byte> destination)
    {
        int count = inner.Read(offset, destination);
        progress?.Report(Interlocked.Add(ref _count, count));
        return count;
    }
}

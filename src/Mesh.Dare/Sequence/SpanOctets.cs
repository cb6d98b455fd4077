namespace Mesh.Dare;

/// <summary>Octets in memory, as a source.</summary>
internal readonly ref struct SpanOctets(ReadOnlySpan<byte> octets) : IOctetSource
{
    private readonly ReadOnlySpan<byte> _octets = octets;

    public long Length => _octets.Length;

    public int Read(long offset, Span<byte> destination)
    {
        if (offset < 0 || offset >= _octets.Length)
        {
            return 0;
        }

        int n = (int)Math.Min(destination.Length, _octets.Length - offset);
        _octets.Slice((int)offset, n).CopyTo(destination);
        return n;
    }
}

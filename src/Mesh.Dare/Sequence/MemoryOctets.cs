namespace Mesh.Dare;

/// <summary>Octets in memory, as a source.</summary>
public sealed class MemoryOctets(ReadOnlyMemory<byte> octets) : IOctetSource
{
    /// <inheritdoc/>
    public long Length => octets.Length;

    /// <inheritdoc/>
    public int Read(long offset, Span<byte> destination) => new SpanOctets(octets.Span).Read(offset, destination);
}

namespace Mesh.Dare;

/// <summary>A stream that can seek, as a source. Not for use by several threads at once.</summary>
public sealed class StreamOctets : IOctetSource
{
    private readonly Stream _stream;

    /// <summary>Reads from <paramref name="stream"/>, which stays the caller's.</summary>
    /// <exception cref="ArgumentException">The stream cannot seek.</exception>
    public StreamOctets(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (!stream.CanSeek)
        {
            throw new ArgumentException("a sequence is read from a stream that can seek", nameof(stream));
        }

        _stream = stream;
    }

    /// <inheritdoc/>
    public long Length => _stream.Length;

    /// <inheritdoc/>
    public int Read(long offset, Span<byte> destination)
    {
        _stream.Position = offset;
        return _stream.Read(destination);
    }
}

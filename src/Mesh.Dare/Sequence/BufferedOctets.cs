namespace Mesh.Dare;

/// <summary>A source read ahead in windows, for walking through many small frames. What is written meanwhile may not be seen.</summary>
internal sealed class BufferedOctets(IOctetSource source, long length, int window = BufferedOctets.Window) : IOctetSource
{
    /// <summary>Octets that are read ahead, usually.</summary>
    public const int Window = 1 << 18;

    private readonly byte[] _window = new byte[window];
    private long _start;
    private int _filled;

    public long Length => length;

    public int Read(long offset, Span<byte> destination)
    {
        if (offset >= length)
        {
            return 0;
        }

        if (offset < _start || offset >= _start + _filled)
        {
            if (destination.Length >= _window.Length)
            {
                return source.Read(offset, destination[..(int)Math.Min(destination.Length, length - offset)]);
            }

            _start = offset;
            _filled = source.Read(offset, _window.AsSpan(0, (int)Math.Min(_window.Length, length - offset)));
        }

        int at = (int)(offset - _start);
        int count = Math.Min(destination.Length, _filled - at);
        _window.AsSpan(at, count).CopyTo(destination);
        return count;
    }
}

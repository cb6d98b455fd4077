namespace Mesh.Dare;

/// <summary>Single octets and blocks out of a stream that is read once, forwards; 64 KiB of buffer.</summary>
internal sealed class OctetFeed(Stream source)
{
    // From this size on a block is read to where it belongs, without the buffer between.
    private const int DirectRead = 1 << 14;

    private readonly byte[] _buffer = new byte[1 << 16];
    private int _start;
    private int _end;

    /// <summary>The next octet, left where it is; −1 at the end.</summary>
    public int Peek() => Fill() ? _buffer[_start] : -1;

    /// <summary>The next octet; −1 at the end.</summary>
    public int Next() => Fill() ? _buffer[_start++] : -1;

    /// <summary>Some octets, at least one unless the stream is at its end.</summary>
    public int Read(Span<byte> destination)
    {
        if (_start == _end && destination.Length >= DirectRead)
        {
            return source.Read(destination);
        }

        if (destination.IsEmpty || !Fill())
        {
            return 0;
        }

        int count = Math.Min(destination.Length, _end - _start);
        _buffer.AsSpan(_start, count).CopyTo(destination);
        _start += count;
        return count;
    }

    public void SkipSpace()
    {
        while (Peek() is ' ' or '\t' or '\r' or '\n')
        {
            _start++;
        }
    }

    private bool Fill()
    {
        if (_start == _end)
        {
            _start = 0;
            _end = source.Read(_buffer);
        }

        return _start < _end;
    }
}

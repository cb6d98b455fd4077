namespace Mesh.Dare;

/// <summary>The end of a file that is being written: small writes are gathered, and go out in few calls.</summary>
internal sealed class AppendBuffer(IDurableFile file) : WriteOnlyStream
{
    private const int Size = 1 << 20;

    private readonly byte[] _buffer = new byte[Size];
    private int _filled;
    private int _recent;
    private long _written;

    /// <summary>Where the next octet goes.</summary>
    public long End => _written + _filled;

    /// <summary>Goes to a place; what was gathered is given up, and what the file has beyond is cut.</summary>
    public void Reset(long end)
    {
        _filled = 0;
        _recent = 0;
        _written = end;
        if (file.Length > end)
        {
            file.Cut(end);
        }
    }

    /// <summary>The last octets that were written, if they are still at hand.</summary>
    public bool TryCopyEnd(Span<byte> destination)
    {
        if (destination.Length > _recent)
        {
            return false;
        }

        _buffer.AsSpan(_recent - destination.Length, destination.Length).CopyTo(destination);
        return true;
    }

    /// <summary>Hands what was gathered to the file.</summary>
    public override void Flush()
    {
        WriteOut(_buffer.AsSpan(0, _filled));
        _filled = 0;
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (buffer.Length > Size - _filled)
        {
            Flush();
        }

        if (buffer.Length >= Size)
        {
            _recent = 0;
            WriteOut(buffer);
            return;
        }

        buffer.CopyTo(_buffer.AsSpan(_filled));
        _filled += buffer.Length;
        _recent = _filled;
    }

    private void WriteOut(ReadOnlySpan<byte> octets)
    {
        while (!octets.IsEmpty)
        {
            int count = file.Write(_written, octets);
            _written += count > 0 ? count : throw new IOException("nothing more can be written to the file");
            octets = octets[count..];
        }
    }
}

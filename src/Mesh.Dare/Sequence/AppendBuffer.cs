namespace Mesh.Dare;

/// <summary>The end of a file that is being written: small writes are gathered, and go out in few calls.</summary>
internal sealed class AppendBuffer(IDurableFile file) : Stream
{
    private const int Size = 1 << 20;

    private readonly byte[] _buffer = new byte[Size];
    private int _filled;
    private long _written;

    /// <summary>Where the next octet goes.</summary>
    public long End => _written + _filled;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Goes to a place; what was gathered is given up, and what the file has beyond is cut.</summary>
    public void Reset(long end)
    {
        _filled = 0;
        _written = end;
        if (file.Length > end)
        {
            file.Cut(end);
        }
    }

    /// <summary>Hands what was gathered to the file.</summary>
    public override void Flush()
    {
        WriteOut(_buffer.AsSpan(0, _filled));
        _filled = 0;
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (buffer.Length > Size - _filled)
        {
            Flush();
        }

        if (buffer.Length >= Size)
        {
            WriteOut(buffer);
            return;
        }

        buffer.CopyTo(_buffer.AsSpan(_filled));
        _filled += buffer.Length;
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

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

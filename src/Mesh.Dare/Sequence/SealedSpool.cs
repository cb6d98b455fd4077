namespace Mesh.Dare;

/// <summary>
/// A body as carried whose length is not known yet: in memory up to 4 MiB, then in a file beside the sequence that goes with its disposal. It holds
/// nothing that the sequence will not hold.
/// </summary>
internal sealed class SealedSpool(string path, IDurableFiles files) : IDisposable
{
    private const int InMemory = 4 << 20;

    private readonly MemoryStream _memory = new();
    private readonly string _name = $"{path}.{Guid.NewGuid():N}.tmp";
    private IDurableFile? _file;
    private AppendBuffer? _buffer;

    /// <summary>Octets so far.</summary>
    public long Length { get; private set; }

    public void Write(ReadOnlyMemory<byte> octets)
    {
        Length += octets.Length;
        if (_buffer is null && Length <= InMemory)
        {
            _memory.Write(octets.Span);
            return;
        }

        if (_buffer is null)
        {
            _file = files.Create(_name);
            _buffer = new AppendBuffer(_file);
        }

        _buffer.Write(octets.Span);
    }

    /// <summary>Passes everything on.</summary>
    public void CopyTo(Action<ReadOnlyMemory<byte>> output)
    {
        output(_memory.GetBuffer().AsMemory(0, (int)_memory.Length));
        if (_file is null)
        {
            return;
        }

        _buffer!.Flush();
        byte[] block = new byte[1 << 18];
        long length = _file.Length;
        int count;
        for (long at = 0; at < length && (count = _file.Read(at, block)) > 0; at += count)
        {
            output(block.AsMemory(0, count));
        }
    }

    public void Dispose()
    {
        _memory.Dispose();
        _buffer?.Dispose();
        if (_file is not null)
        {
            _file.Dispose();
            files.Remove(_name);
        }
    }
}

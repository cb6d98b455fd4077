namespace Mesh.Dare;

/// <summary>A file that is opened again and again under its name, as one source.</summary>
internal sealed class SwitchedOctets(IDurableFile file) : IOctetSource, IDisposable
{
    private IDurableFile _file = file;

    public long Length => _file.Length;

    public int Read(long offset, Span<byte> destination) => _file.Read(offset, destination);

    /// <summary>Takes another handle and gives up the one before.</summary>
    public void Switch(IDurableFile file)
    {
        _file.Dispose();
        _file = file;
    }

    public void Dispose() => _file.Dispose();
}

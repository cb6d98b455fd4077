using Mesh.Keys;

namespace Mesh.Dare;

/// <summary>A file of this machine, opened without a buffer of its own.</summary>
internal sealed class DurableFile(FileStream stream) : IDurableFile
{
    /// <inheritdoc/>
    public long Length => RandomAccess.GetLength(stream.SafeFileHandle);

    /// <inheritdoc/>
    public int Read(long offset, Span<byte> destination) => RandomAccess.Read(stream.SafeFileHandle, destination, offset);

    /// <inheritdoc/>
    public int Write(long offset, ReadOnlySpan<byte> octets)
    {
        RandomAccess.Write(stream.SafeFileHandle, octets, offset); // writes all or throws
        return octets.Length;
    }

    /// <inheritdoc/>
    public void Cut(long length) => RandomAccess.SetLength(stream.SafeFileHandle, length);

    /// <inheritdoc/>
    public void Flush() => SystemFiles.Flush(stream);

    /// <inheritdoc/>
    public void Dispose() => stream.Dispose();
}

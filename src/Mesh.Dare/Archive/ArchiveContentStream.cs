namespace Mesh.Dare;

/// <summary>
/// The content of an entry of an archive, of exactly the length that its metadata state. What was read counts once a read has returned 0: only then the
/// whole body was seen to be the one under the root.
/// </summary>
internal sealed class ArchiveContentStream : ReadOnlyStream
{
    private readonly Stream _body;
    private readonly Stream _content;
    private readonly long? _size;
    private readonly string _name;
    private long _length;

    /// <param name="body">The body, opened. Disposed here.</param>
    /// <param name="meta">The metadata of the entry.</param>
    /// <exception cref="DareException"><see cref="DareError.EntryRefused"/>, <see cref="DareError.UnsupportedAlgorithm"/>.</exception>
    public ArchiveContentStream(Stream body, ContentMeta meta)
    {
        _body = body;
        _size = meta.FileEntry?.Size;
        _name = ArchivePath.Show(meta.UniqueId ?? "");
        if (meta.ContentEncoding is not { } coding)
        {
            _content = body;
            return;
        }

        // Without a stated length a few octets could become any number of them.
        _content = _size is null
            ? throw new DareException(DareError.EntryRefused, $"\"{_name}\" is compressed and does not state its length.")
            : ContentCoding.Decompress(body, coding);
    }

    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty)
        {
            return 0;
        }

        int count = Decoded(buffer);
        _length += count;
        if (_length > _size || (count == 0 && _size is { } size && _length != size))
        {
            throw new DareException(DareError.EntryRefused, $"\"{_name}\" does not have the length that its metadata state.");
        }

        if (count == 0)
        {
            Drain();
        }

        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _content.Dispose();
            _body.Dispose();
        }

        base.Dispose(disposing);
    }

    private int Decoded(Span<byte> buffer)
    {
        try
        {
            return _content.Read(buffer);
        }
        catch (Exception e) when (_content != _body && e is InvalidDataException or InvalidOperationException)
        {
            throw new DareException(DareError.EntryRefused, $"\"{_name}\" is not compressed as its metadata say.", e);
        }
    }

    // A decompressor stops where its data end, and the digest of the body is compared at the end of the body.
    private void Drain()
    {
        Span<byte> rest = stackalloc byte[1];
        if (_content != _body && _body.Read(rest) != 0)
        {
            throw new DareException(DareError.EntryRefused, $"\"{_name}\" goes on after the end of its compressed data.");
        }
    }
}

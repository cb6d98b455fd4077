// The content of a file that goes into an archive. It is the file that was scanned, reached without following links, and it has not changed when its
// last octet was read: otherwise half of it would be old and half new.

using Mesh.Keys;
using Microsoft.Win32.SafeHandles;

namespace Mesh.Dare;

/// <summary>Reads a scanned file from its beginning to its end.</summary>
internal sealed class ScannedContent : Stream
{
    private readonly FolderHandle _root;
    private readonly SafeFileHandle _file;
    private readonly ScanStep _scanned;
    private long _position;

    private ScannedContent(FolderHandle root, SafeFileHandle file, ScanStep scanned)
    {
        _root = root;
        _file = file;
        _scanned = scanned;
        RequireUnchanged();
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => _scanned.Facts.Size;

    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException();
    }

    /// <summary>Opens the file by the way that the scan took.</summary>
    public static ScannedContent Open(FolderHandle root, string[] way, ScanStep scanned)
    {
        FolderHandle at = root;
        try
        {
            foreach (string name in way)
            {
                FolderHandle above = at;
                FolderOpening opening = above.OpenFolder(name, out FolderHandle? folder);
                at = folder ?? root;
                if (above != root)
                {
                    above.Dispose();
                }

                if (opening != FolderOpening.Opened)
                {
                    throw Changed(scanned);
                }
            }

            SafeFileHandle file = at.OpenFile(scanned.Name) ?? throw Changed(scanned);
            try
            {
                return new ScannedContent(root, file, scanned);
            }
            catch
            {
                file.Dispose();
                throw;
            }
        }
        finally
        {
            if (at != root)
            {
                at.Dispose();
            }
        }
    }

    public override int Read(Span<byte> buffer)
    {
        int count = buffer.IsEmpty ? 0 : RandomAccess.Read(_file, buffer, _position);
        _position += count;
        bool ended = count == 0 && !buffer.IsEmpty;
        if (ended || _position >= Length)
        {
            RequireUnchanged();
            if (_position > Length || (ended && _position < Length))
            {
                throw Changed(_scanned);
            }
        }

        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
        // Nothing is written.
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _file.Dispose();
        }

        base.Dispose(disposing);
    }

    private void RequireUnchanged()
    {
        FileFacts now = _root.Facts(_file);
        if (now.Kind != _scanned.Facts.Kind
            || now.Size != _scanned.Facts.Size
            || now.LastWrite != _scanned.Facts.LastWrite
            || now.Identity != _scanned.Facts.Identity)
        {
            throw Changed(_scanned);
        }
    }

    private static DareException Changed(ScanStep scanned) =>
        new(DareError.InvalidRequest, $"\"{ArchivePath.Show(scanned.Path.Text)}\" changed while it was read.");
}

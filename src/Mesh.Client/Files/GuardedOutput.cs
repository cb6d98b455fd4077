using Mesh.Dare;
using Mesh.Keys;

namespace Mesh.Client;

/// <summary>
/// Writes to where a result goes; a failure there is told as one of the output, not of the input that is read meanwhile. Of a file that will be
/// flushed, what is written is on its way to the medium while the rest is made.
/// </summary>
internal sealed class GuardedOutput(Stream inner, string name, bool willBeFlushed = false) : Stream
{
    private const int WriteBehind = 1 << 24;

    private readonly FileStream? _file = willBeFlushed ? inner as FileStream : null;
    private long _written;
    private long _begun;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => inner.Length;

    public override long Position
    {
        get => inner.Position;
        set => throw new NotSupportedException();
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        try
        {
            inner.Write(buffer);
            _written += buffer.Length;
            if (_file is not null && _written - _begun >= WriteBehind)
            {
                SystemFiles.BeginFlush(_file, _begun, _written - _begun);
                _begun = _written;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Failed(name, e);
        }
    }

    public override void Flush()
    {
        try
        {
            inner.Flush();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Failed(name, e);
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public static ClientException Failed(string name, Exception e) =>
        new(ClientError.Storage, $"{name} cannot be written: {FileProblem.Of(e)}.", e);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }
}

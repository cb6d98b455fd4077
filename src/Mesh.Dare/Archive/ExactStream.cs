namespace Mesh.Dare;

/// <summary>A stream that must have exactly as many octets as were stated.</summary>
internal sealed class ExactStream(Stream inner, long size, Func<Exception> wrong) : ReadOnlyStream
{
    private long _length;

    public override int Read(Span<byte> buffer)
    {
        int count = inner.Read(buffer);
        _length += count;
        return _length > size || (count == 0 && !buffer.IsEmpty && _length != size) ? throw wrong() : count;
    }
}

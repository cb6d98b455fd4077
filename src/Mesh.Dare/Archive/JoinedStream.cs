namespace Mesh.Dare;

/// <summary>Octets that were read already, and then the stream that they came from.</summary>
internal sealed class JoinedStream(ReadOnlyMemory<byte> beginning, Stream rest) : ReadOnlyStream
{
    private ReadOnlyMemory<byte> _left = beginning;

    public override int Read(Span<byte> buffer)
    {
        if (_left.IsEmpty)
        {
            return rest.Read(buffer);
        }

        int count = Math.Min(buffer.Length, _left.Length);
        _left.Span[..count].CopyTo(buffer);
        _left = _left[count..];
        return count;
    }
}

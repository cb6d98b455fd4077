namespace Mesh.Dare;

/// <summary>The body of one frame, as a source.</summary>
internal sealed class FrameBodyOctets(FrameReader reader, FrameLayout layout) : IOctetSource
{
    public long Length => layout.BodyLength;

    public int Read(long offset, Span<byte> destination) => reader.ReadBody(layout, offset, destination);
}

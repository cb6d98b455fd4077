namespace Mesh.Dare;

/// <summary>Opens the index frames of a sequence, the last one first (docs/format/sequence.md, section 5). Each covers the one before it as its first frame.</summary>
internal sealed class IndexChain(IOctetSource source, SequenceKeys keys) : IDisposable
{
    private readonly List<SegmentedBody> _opened = [];

    /// <summary>The tables of an index frame that is under the root.</summary>
    /// <exception cref="DareException">
    /// <see cref="DareError.Decryption"/>, <see cref="DareError.Malformed"/>, <see cref="DareError.DigestMismatch"/>.
    /// </exception>
    public IndexSegment Open(SequenceFrame frame)
    {
        if (!frame.IsIndex || frame.Meta.FrameIndex is not { } info)
        {
            throw DareException.Malformed($"Frame {frame.Index} should be an index frame.");
        }

        var body = new SliceOctets(source, frame.Layout.BodyStart, frame.Layout.BodyLength);
        using OpenKeys? found = keys.Find(frame);
        if (found is null)
        {
            return new IndexSegment(body, frame.Index, info);
        }

        SegmentedBody opened = found.OpenSegments(body);
        _opened.Add(opened);
        return new IndexSegment(new PlainOctets(opened), frame.Index, info);
    }

    public void Dispose()
    {
        _opened.ForEach(b => b.Dispose());
        _opened.Clear();
    }

    private sealed class PlainOctets(SegmentedBody body) : IOctetSource
    {
        public long Length => body.Length;

        public int Read(long offset, Span<byte> destination) => body.Read(offset, destination);
    }
}

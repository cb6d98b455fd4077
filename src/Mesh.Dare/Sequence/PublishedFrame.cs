namespace Mesh.Dare;

/// <summary>One frame of a published sequence: where it stands and what it says. The body stays in the file.</summary>
public sealed class PublishedFrame
{
    internal PublishedFrame(long index, FrameLayout layout, DareHeader header, DareTrailer trailer)
    {
        Index = index;
        Layout = layout;
        Header = header;
        Trailer = trailer;
    }

    /// <summary>The number of the frame.</summary>
    public long Index { get; }

    /// <summary>Where its parts stand.</summary>
    public FrameLayout Layout { get; }

    /// <summary>The header; empty for a frame of 2018 without SequenceInfo.</summary>
    public DareHeader Header { get; }

    /// <summary>What header and trailer say together, as a trailer.</summary>
    public DareTrailer Trailer { get; }
}

namespace Mesh.Dare.Tests;

/// <summary>Any octets as a sequence: both directions, nothing but <see cref="DareException"/> may come out.</summary>
internal static class FrameFuzz
{
    public static void Run(ReadOnlySpan<byte> input)
    {
        byte[] octets = input.ToArray();
        var reader = new FrameReader(new MemoryOctets(octets));
        List<FrameLayout> forward = [];
        bool whole = Walk(reader.Forward(), forward);
        List<FrameLayout> backward = [];
        bool wholeBackward = Walk(reader.Backward(), backward);
        foreach (FrameLayout layout in forward)
        {
            _ = reader.Header(layout);
            _ = reader.Trailer(layout);
            _ = reader.Body(layout, octets.Length);
            Frame frame = Frame.Parse(octets.AsMemory((int)layout.Start, (int)layout.Length));
            if (frame.Layout.Records == 3
                && !Frame.Encode(frame.Header.Span, frame.Body.Span, frame.Trailer.Span).AsSpan().SequenceEqual(frame.Octets.Span))
            {
                throw new InvalidOperationException("a frame that was read is not the one that is written");
            }
        }

        backward.Reverse();
        if (whole && wholeBackward && !forward.SequenceEqual(backward))
        {
            throw new InvalidOperationException("the two directions disagree");
        }
    }

    private static bool Walk(IEnumerable<FrameLayout> frames, List<FrameLayout> found)
    {
        try
        {
            foreach (FrameLayout layout in frames)
            {
                found.Add(layout);
            }

            return true;
        }
        catch (DareException e) when (e.Code == DareError.Malformed)
        {
            return false;
        }
    }
}

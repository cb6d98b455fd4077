namespace Mesh.Dare;

/// <summary>
/// Looks for damage in a sequence, and for what is good behind it (DARE 4.10; docs/format/sequence.md, section 12). Repairs only what an
/// interrupted writer leaves; whatever somebody once completed is never touched.
/// </summary>
public static class SequenceCheck
{
    private const int MostFaults = 10_000;

    // A file made for it could look like a frame at every octet.
    private const int MostTries = 1 << 20;

    /// <summary>Examines the whole file. Nothing is changed.</summary>
    /// <param name="source">The file.</param>
    /// <param name="request">Keys at hand, and whose signatures are asked for.</param>
    /// <param name="progress">As for <see cref="SequenceVerifier"/>.</param>
    /// <param name="cancellation">Ends the work.</param>
    public static SequenceCheckReport Examine(
        IOctetSource source, OpenRequest request, IProgress<long>? progress = null, CancellationToken cancellation = default)
    {
        SequenceReport front = SequenceVerifier.Verify(source, request, progress, cancellation);
        if (front.Fault is not { } fault)
        {
            SequenceRepair repair = front.PendingErasures > 0 ? SequenceRepair.Erase : front.IsClosed ? SequenceRepair.None : SequenceRepair.Close;
            return new SequenceCheckReport(front, [], [], repair);
        }

        List<SequenceFault> faults = [fault];
        if (front.Head is null || fault.Offset >= front.Length)
        {
            return new SequenceCheckReport(front, faults, [], SequenceRepair.Lost);
        }

        bool torn = fault.Code is not (DareError.SignatureMissing or DareError.SignatureInvalid)
            && SequenceRecovery.ClosingFrameBehind(source, fault.Offset, front.Length) is null;
        using SequenceReader? reader = Open(source, request);
        List<FrameRange> behind = Behind(source, front, reader, faults, cancellation);
        return new SequenceCheckReport(front, faults, behind, torn ? SequenceRepair.CutTornEnd : SequenceRepair.Salvage);
    }

    /// <summary>Does what <see cref="SequenceRepair.Close"/>, <see cref="SequenceRepair.Erase"/> and <see cref="SequenceRepair.CutTornEnd"/> say.</summary>
    /// <returns>The file to which octets were put aside; null when there were none.</returns>
    /// <exception cref="DareException">
    /// <see cref="DareError.LogCorrupt"/>: it is damaged, and nothing was changed; <see cref="DareError.InvalidRequest"/>,
    /// <see cref="DareError.Decryption"/>: the keys that the policy asks for are not at hand.
    /// </exception>
    public static string? Repair(string path, SequenceOptions options)
    {
        using SequenceWriter writer = SequenceWriter.Open(path, options);
        writer.Close();
        SequenceEraser.Complete(writer);
        return writer.Torn;
    }

    // What is at the end shows by its own root which of the frames before it are the right ones.
    private static SequenceReader? Open(IOctetSource source, OpenRequest request)
    {
        try
        {
            return SequenceReader.Open(source, request, withUnsigned: true);
        }
        catch (DareException)
        {
            // Then no root covers what is behind, which the ranges say.
            return null;
        }
    }

    private static List<FrameRange> Behind(
        IOctetSource source, SequenceReport front, SequenceReader? reader, List<SequenceFault> faults, CancellationToken cancellation)
    {
        var octets = new BufferedOctets(source, front.Length);
        var frames = new FrameReader(octets);
        List<FrameRange> ranges = [];
        long next = front.Fault!.Frame;
        int tries = 0;
        for (long at = front.Fault.Offset; at < front.Length;)
        {
            cancellation.ThrowIfCancellationRequested();
            SequenceFrame? frame = tries < MostTries ? TryRead(octets, frames, at, front.Length, next, ref tries) : null;
            if (frame is null)
            {
                at = tries < MostTries ? NextCode(octets, at + 1, front.Length) : front.Length;
                continue;
            }

            next = frame.Index + 1;
            at = frame.Layout.End;
            if (frame.Layout.Start == front.Fault.Offset)
            {
                continue;
            }

            if (Problem(frames, reader, frame, out bool covered) is { } problem)
            {
                if (faults.Count < MostFaults)
                {
                    faults.Add(new SequenceFault(problem.Code, problem.Message, frame.Layout.Start, frame.Index));
                }
            }
            else
            {
                Add(ranges, frame, covered);
            }
        }

        return ranges;
    }

    private static void Add(List<FrameRange> ranges, SequenceFrame frame, bool covered)
    {
        int add = covered ? 1 : 0;
        if (ranges.Count > 0 && ranges[^1].End == frame.Layout.Start && ranges[^1].Last == frame.Index - 1)
        {
            ranges[^1] = ranges[^1] with { Last = frame.Index, End = frame.Layout.End, Covered = ranges[^1].Covered + add };
        }
        else
        {
            ranges.Add(new FrameRange(frame.Index, frame.Index, frame.Layout.Start, frame.Layout.End, add));
        }
    }

    private static DareException? Problem(FrameReader frames, SequenceReader? reader, SequenceFrame frame, out bool covered)
    {
        covered = false;
        try
        {
            SequenceTail.RequireBody(frames, frame);
            covered = reader is not null && frame.Index < reader.Count && IsCovered(reader, frame);
            return null;
        }
        catch (DareException e)
        {
            return e;
        }
    }

    private static bool IsCovered(SequenceReader reader, SequenceFrame frame)
    {
        try
        {
            return reader.Frame(frame.Index).Layout == frame.Layout ? true
                : throw new DareException(DareError.WrongPlace, $"Frame {frame.Index} stands at another place than the index says.");
        }
        catch (DareException e) when (e.Code == DareError.Decryption)
        {
            // Whoever cannot open the index cannot know; the frame itself is whole.
            return false;
        }
    }

    // Numbers only grow: what lies in the body of a lost frame, and looks like one, is not taken for a later frame with a smaller number.
    private static SequenceFrame? TryRead(BufferedOctets octets, FrameReader frames, long at, long length, long least, ref int tries)
    {
        if (FrameParser.TryForward(octets, at, length, out FrameLayout layout) != FrameFault.None)
        {
            return null;
        }

        tries++;
        try
        {
            SequenceFrame frame = SequenceFrame.Read(frames, layout);
            return frame.Index >= least ? frame : null;
        }
        catch (DareException)
        {
            return null;
        }
    }

    private static long NextCode(BufferedOctets octets, long at, long length)
    {
        Span<byte> block = stackalloc byte[4096];
        while (at < length)
        {
            int count = octets.Read(at, block);
            if (count <= 0)
            {
                return length;
            }

            int found = block[..count].IndexOfAnyInRange((byte)0xF4, (byte)0xF7);
            if (found >= 0)
            {
                return at + found;
            }

            at += count;
        }

        return length;
    }
}

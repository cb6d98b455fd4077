namespace Mesh.Dare;

/// <summary>
/// What a writer does with octets after the last good frame (DARE 4.10, D-20; docs/format/sequence.md, section 7): the trace of a writer that was
/// interrupted is put aside and cut off; where a frame that somebody completed stands behind, it is damage, and nothing is touched.
/// </summary>
internal static class SequenceRecovery
{
    private const int Block = 1 << 18;

    /// <summary>Brings the file to the end of its last good frame.</summary>
    /// <returns>The file that the cut octets were copied to; null when there were none.</returns>
    /// <exception cref="DareException"><see cref="DareError.LogCorrupt"/>.</exception>
    public static string? Cut(SequenceFile file, SequenceTail tail, SequenceOptions options)
    {
        if (tail.Fault is not { } fault)
        {
            return null;
        }

        long length = file.Octets.Length;
        if (ClosingFrameBehind(file.Octets, tail.End, length) is { } closing)
        {
            throw new DareException(
                DareError.LogCorrupt,
                $"{file.Path} is damaged at octet {tail.End}, in what was complete before frame {closing} was written: {fault.Message}",
                fault);
        }

        string aside = PutAside(file, tail.End, length, options);
        file.Octets.Cut(tail.End);
        file.Octets.Flush();
        return aside;
    }

    /// <summary>
    /// Makes what was found durable. What a failed flush left may read well and not be on the medium, and a second flush would not say so: hence it is
    /// written again. What is before an index frame was flushed before that was written.
    /// </summary>
    public static void Settle(SequenceFile file, SequenceTail tail)
    {
        DurableWriting.CopyRange(file.Octets, tail.Offsets[0], tail.End, file.Octets, tail.Offsets[0]);
        file.Octets.Flush();
    }

    /// <summary>
    /// The number of a frame with which a writer ended, or made a checkpoint, among whole frames at the end; null when there is none. Everything
    /// before such a frame was flushed before it was written.
    /// </summary>
    public static long? ClosingFrameBehind(IOctetSource octets, long from, long length)
    {
        var reader = new FrameReader(new SliceOctets(octets, 0, length));
        for (long end = length; end > from;)
        {
            SequenceFrame frame;
            try
            {
                FrameLayout layout = reader.Before(end);
                if (layout.Start < from)
                {
                    return null;
                }

                frame = SequenceFrame.Read(reader, layout);
                if (frame.IsIndex || frame.Trailer.SequenceSignatures.Count > 0)
                {
                    SequenceTail.RequireBody(reader, frame);
                    return frame.Index;
                }
            }
            catch (DareException)
            {
                // No whole frame ends here: this is the torn end itself.
                return null;
            }

            end = frame.Layout.Start;
        }

        return null;
    }

    private static string PutAside(SequenceFile file, long from, long length, SequenceOptions options)
    {
        string name = $"{file.Path}.torn";
        for (int n = 2; options.Files.Exists(name); n++)
        {
            name = $"{file.Path}.torn{n}";
        }

        using IDurableFile copy = options.Files.Create(name);
        byte[] block = new byte[Block];
        int count;
        for (long at = from; at < length && (count = file.Octets.Read(at, block.AsSpan(0, (int)Math.Min(Block, length - at)))) > 0; at += count)
        {
            for (int done = 0; done < count;)
            {
                done += copy.Write(at - from + done, block.AsSpan(done, count - done));
            }
        }

        copy.Flush();
        options.Files.FlushFolder(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(name))!);
        return name;
    }
}

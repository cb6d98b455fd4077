namespace Mesh.Dare;

/// <summary>
/// Verifies a copy of some frames (docs/format/subset.md): the root of the original with its signatures, and of every frame that is there its form, its
/// leaf under that root, the policy, and the digest of its body; every octet of the copy belongs to such a frame. In bounded memory. Where the index is
/// sealed, the key is needed that opens it.
/// </summary>
public static class SubsetVerifier
{
    private const int Step = 1 << 20;

    /// <summary>Verifies what is there, up to the first fault.</summary>
    /// <param name="source">The copy.</param>
    /// <param name="request">Keys at hand, and whose signatures are asked for.</param>
    /// <param name="progress">Told how many octets were read, of <see cref="SubsetReport.PresentLength"/>, about once in a mebibyte.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <returns>What was found. Faults are reported, not thrown.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static SubsetReport Verify(
        SubsetOctets source, OpenRequest request, IProgress<long>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(request);
        var report = new SubsetReport { Length = source.Length, PresentLength = source.Present };
        try
        {
            using var reader = SequenceReader.Open(source, request);
            return Walk(source, reader, report with { Head = reader.Head, Standing = reader.Standing, Frames = reader.Count }, progress, cancellation);
        }
        catch (DareException e)
        {
            return report with { Fault = new SequenceFault(e.Code, e.Message, 0, 0) };
        }
    }

    private static SubsetReport Walk(
        SubsetOctets source, SequenceReader reader, SubsetReport report, IProgress<long>? progress, CancellationToken cancellation)
    {
        byte[] block = new byte[1 << 18];
        long read = 0;
        long reported = 0;
        OctetExtent extent = default;
        long index = 0;
        try
        {
            for (; index < reader.Count; index++)
            {
                cancellation.ThrowIfCancellationRequested();
                extent = reader.ExtentOf(index);
                if (!source.Holds(extent))
                {
                    continue;
                }

                SequenceFrame frame = reader.Frame(index);
                RequirePlace(reader, frame, extent);
                report = Take(report, reader, frame, block);
                read += extent.Length;
                if (read - reported >= Step)
                {
                    reported = read;
                    progress?.Report(read);
                }
            }
        }
        catch (DareException e)
        {
            string message = e.Code == DareError.Decryption ? "The index is sealed: which entries the copy has can be verified only with a key that opens it." : e.Message;
            return report with { Fault = new SequenceFault(e.Code, message, extent.End, index) };
        }

        progress?.Report(read);
        return read == report.PresentLength
            ? report with { State = reader.State }
            : report with { Fault = new SequenceFault(DareError.Malformed, "The copy has octets that belong to no frame.", source.Length, reader.Count) };
    }

    // What a reader does not look at, because it is said twice: no bit of a frame that is there goes unnoticed but those that name an index frame.
    private static void RequirePlace(SequenceReader reader, SequenceFrame frame, OctetExtent extent)
    {
        long? previous = frame.Index == 0 ? null : reader.ExtentOf(PreviousFrame.Of(frame.Index)).Start;
        if (frame.Layout.Start != extent.Start || frame.Layout.End != extent.End || frame.Info.TreePosition != previous)
        {
            throw new DareException(DareError.WrongPlace, $"Frame {frame.Index} does not stand where it should, or names another place.");
        }

        if (!frame.ApexDigest.Span.SequenceEqual(reader.Root(frame.Index + 1)))
        {
            throw new DareException(DareError.TreeMismatch, $"Frame {frame.Index} does not have the root that the frames up to it give.");
        }
    }

    private static SubsetReport Take(SubsetReport report, SequenceReader reader, SequenceFrame frame, byte[] block)
    {
        try
        {
            using Stream body = reader.VerifiedBody(frame);
            while (body.Read(block) > 0)
            {
                // The digest is compared, and signatures are verified, when the end is reached.
            }
        }
        catch (DareException e) when (e.Code == DareError.Erased)
        {
            return report with { Present = report.Present + 1, Entries = report.Entries + 1, Erased = report.Erased + 1 };
        }

        return report with
        {
            Present = report.Present + 1,
            Entries = report.Entries + (frame.IsMeta ? 0 : 1),
            Hidden = report.Hidden + (frame.Header.Cloaked is not null && !CanRead(reader, frame) ? 1 : 0),
        };
    }

    private static bool CanRead(SequenceReader reader, SequenceFrame frame)
    {
        try
        {
            _ = reader.Metadata(frame);
            return true;
        }
        catch (DareException e) when (e.Code == DareError.Decryption)
        {
            return false;
        }
    }
}

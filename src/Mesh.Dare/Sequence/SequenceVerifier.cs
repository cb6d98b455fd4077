namespace Mesh.Dare;

/// <summary>
/// Verifies a whole sequence, from the first octet to the last (docs/format/sequence.md): framing and form of every frame, places, bodies, leaves and
/// roots, signatures, policy, index frames. Needs no key to decrypt; with keys, hidden metadata, sealed index frames and witnesses are compared
/// as well. In bounded memory, however long the file is.
/// </summary>
public static class SequenceVerifier
{
    private const int Step = 1 << 20;

    /// <summary>Verifies everything up to the first fault.</summary>
    /// <param name="source">The file; what is appended after this call is not seen.</param>
    /// <param name="request">Keys at hand, and whose signatures are asked for.</param>
    /// <param name="progress">Told how many octets were read, of <see cref="SequenceReport.Length"/>, about once in a mebibyte.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <returns>What was found. Faults of the sequence are reported, not thrown.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static SequenceReport Verify(
        IOctetSource source, OpenRequest request, IProgress<long>? progress = null, CancellationToken cancellation = default) =>
        Verify(source, request, null, progress, cancellation);

    /// <summary>The same, and requires that the sequence continues what somebody knows of it: its first frames have the root that they had then.</summary>
    /// <param name="source">The file; what is appended after this call is not seen.</param>
    /// <param name="request">Keys at hand, and whose signatures are asked for.</param>
    /// <param name="count">How many frames are known.</param>
    /// <param name="root">The root over them, 32 octets.</param>
    /// <param name="progress">As in <see cref="Verify(IOctetSource, OpenRequest, IProgress{long}, CancellationToken)"/>.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <returns>What was found; that there are fewer frames, or others, is a fault.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static SequenceReport VerifyContinuing(
        IOctetSource source, OpenRequest request, long count, ReadOnlyMemory<byte> root, IProgress<long>? progress = null, CancellationToken cancellation = default)
    {
        SequenceFault? other = count > 0 || root.Span.SequenceEqual(MerkleHash.EmptyRoot())
            ? null
            : new SequenceFault(DareError.TreeMismatch, CheckpointNote.OthersThan("sequence", count), 0, 0);

        // The root that a frame states is the one over the frames up to it: that was compared before the frame is handed out.
        void Compare(SequenceFrame frame)
        {
            if (frame.Index + 1 == count && !frame.ApexDigest.Span.SequenceEqual(root.Span))
            {
                other = new SequenceFault(DareError.TreeMismatch, CheckpointNote.OthersThan("sequence", count), frame.Layout.Start, frame.Index);
            }
        }

        SequenceReport report = Verify(source, request, Compare, progress, cancellation);
        if (report.Fault is null && count > report.Frames)
        {
            other = new SequenceFault(DareError.TreeMismatch, CheckpointNote.WentBack("sequence", count, report.Frames), report.End, report.Frames);
        }

        // Signatures are verified many at a time: one that is found late may stand before.
        return other is null || report.Fault?.Frame < other.Frame ? report : report with
        {
            Fault = other,
            End = other.Offset,
            Frames = other.Frame,
            State = null,
            Level = VerificationLevel.None,
            IsClosed = false,
            Signatures = [],
        };
    }

    /// <summary>The same, and hands out every frame that was found good so far; whether the roots over it are signed is known at the end.</summary>
    internal static SequenceReport Verify(
        IOctetSource source, OpenRequest request, Action<SequenceFrame>? each, IProgress<long>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(request);
        long length = source.Length;
        var buffered = new BufferedOctets(source, length);
        var reader = new FrameReader(buffered);
        FrameExaminer examiner;
        try
        {
            SubsetOctets.RequireNone(source);
            SequenceFrame zero = SequenceFrame.Read(reader, reader.At(0));
            examiner = new FrameExaminer(source, new FrameReader(new SliceOctets(source, 0, length)), SequenceTail.HeadOf(reader, zero), request);
        }
        catch (DareException e)
        {
            return new SequenceReport { Length = length, Fault = new SequenceFault(e.Code, e.Message, 0, 0) };
        }

        using (examiner)
        {
            long reported = 0;
            void Report(long done)
            {
                cancellation.ThrowIfCancellationRequested();
                if (done - reported >= Step || done == length)
                {
                    reported = done;
                    progress?.Report(done);
                }
            }

            return examiner.Report(length, Walk(buffered, reader, examiner, each, Report));
        }
    }

    private static SequenceFault? Walk(
        IOctetSource source, FrameReader reader, FrameExaminer examiner, Action<SequenceFrame>? each, Action<long> progress)
    {
        using var hasher = new BodyHasher(source);
        long at = 0;
        while (at < reader.Length)
        {
            SequenceFrame frame;
            try
            {
                frame = SequenceTail.FrameAt(reader, at, examiner.Count);
                long read = frame.Layout.BodyStart;
                examiner.Take(frame, hasher.Hash(frame.Layout.BodyStart, frame.Layout.BodyLength, count => progress(read += count)));
                at = frame.Layout.End;
            }
            catch (DareException e)
            {
                // A signature before it that is still waiting may be the first fault.
                return examiner.VerifySignatures(all: true) ?? new SequenceFault(e.Code, e.Message, at, examiner.Count);
            }

            if (examiner.VerifySignatures(all: false) is { } fault)
            {
                return fault;
            }

            each?.Invoke(frame);

            progress(at);
        }

        return examiner.VerifySignatures(all: true);
    }
}

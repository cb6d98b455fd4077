using Mesh.Cryptography;

namespace Mesh.Dare;

/// <summary>
/// Copies entries of a sequence into another one (DARE 4.12 and 4.13, D-30): to leave old versions and deleted entries behind, to give others some of
/// the entries, to seal under another policy, or to save what a damaged file still has. Entries are opened, and sealed anew under the policy and Origin
/// of the other sequence; everything that is copied was verified under the root of the first.
/// </summary>
public static class SequenceCopier
{
    private const int MostSkipped = 10_000;

    /// <summary>Copies entries in their order. The caller closes the writer.</summary>
    /// <param name="source">Where from; with the keys that open what is copied.</param>
    /// <param name="destination">Where to.</param>
    /// <param name="options">What to copy.</param>
    /// <param name="progress">Told how many frames of the source were looked at.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="DareException">
    /// What cannot be read, unless damage is to be skipped; <see cref="DareError.InvalidRequest"/>: it cannot be written.
    /// </exception>
    public static SequenceCopyReport Copy(
        SequenceReader source,
        SequenceWriter destination,
        SequenceCopyOptions options,
        IProgress<long>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(destination);
        ArgumentNullException.ThrowIfNull(options);
        HashSet<long>? live = options.AllVersions ? null : Live(source, options);
        List<SequenceFault> skipped = [];
        long copied = 0;
        for (long i = 0; i < source.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            long offset = 0;
            Source? entry = null;
            try
            {
                SequenceFrame frame = source.Frame(i);
                offset = frame.Layout.Start;
                entry = frame.IsMeta ? null : Open(source, frame, live, options);
            }
            catch (DareException e) when (options.SkipsDamage)
            {
                Skip(skipped, new SequenceFault(e.Code, e.Message, offset, i));
            }

            if (entry is not null)
            {
                copied += Append(entry, destination, options, skipped, new SequenceFault(DareError.Malformed, "", offset, i));
            }

            progress?.Report(i + 1);
        }

        return new SequenceCopyReport(copied, skipped);
    }

    private static Source? Open(SequenceReader source, SequenceFrame frame, HashSet<long>? live, SequenceCopyOptions options)
    {
        if (source.WasErased(frame))
        {
            return null;
        }

        ContentMeta meta = source.Metadata(frame);
        if ((live is not null && meta.UniqueId is not null && !live.Contains(frame.Index)) || options.Select?.Invoke(meta) == false)
        {
            return null;
        }

        // What the first sequence said for itself the second one says anew.
        meta = meta with { RecipientsDigest = OptionalOctets.Of(null), CloakedDigest = OptionalOctets.Of(null), FrameIndex = null };
        meta = live is not null && meta.Event == nameof(IndexedEvent.Update) ? meta with { Event = nameof(IndexedEvent.New) } : meta;
        return new Source(meta, new Told(source.Content(frame)), LengthOf(frame));
    }

    private static long LengthOf(SequenceFrame frame)
    {
        try
        {
            return frame.Header.IsEncrypted ? SegmentedAesGcm.PlaintextLength(frame.Layout.BodyLength) : frame.Layout.BodyLength;
        }
        catch (CryptoException)
        {
            throw DareException.Decryption();
        }
    }

    private static int Append(
        Source entry, SequenceWriter destination, SequenceCopyOptions options, List<SequenceFault> skipped, SequenceFault place)
    {
        using (entry.Content)
        {
            try
            {
                destination.Append(entry.Meta, entry.Content, entry.Length);
                return 1;
            }
            catch (DareException e) when (options.SkipsDamage && entry.Content.Fault is not null)
            {
                Skip(skipped, place with { Code = e.Code, Message = e.Message });
                return 0;
            }
        }
    }

    // Where a damaged file cannot say what is live, everything is.
    private static HashSet<long>? Live(SequenceReader source, SequenceCopyOptions options)
    {
        try
        {
            return [.. source.Entries().Select(e => e.Index)];
        }
        catch (DareException) when (options.SkipsDamage)
        {
            return null;
        }
    }

    private static void Skip(List<SequenceFault> skipped, SequenceFault fault)
    {
        if (skipped.Count >= MostSkipped)
        {
            throw new DareException(DareError.LimitExceeded, $"More than {MostSkipped} entries cannot be read; the first: {skipped[0].Message}");
        }

        skipped.Add(fault);
    }

    private sealed record Source(ContentMeta Meta, Told Content, long Length);

    // Tells the faults of what is read from those of what is written.
    private sealed class Told(Stream inner) : ReadOnlyStream
    {
        public DareException? Fault { get; private set; }

        public override int Read(Span<byte> buffer)
        {
            try
            {
                return inner.Read(buffer);
            }
            catch (DareException e)
            {
                Fault = e;
                throw;
            }
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                inner.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}

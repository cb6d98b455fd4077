namespace Mesh.Dare;

/// <summary>
/// Appends the entries of an update to the stage of its store, checking each as if it came from a stranger (Mesh sealing, sections 4 and 5):
/// place, digest of the body, root; and what was erased against the Erase entries that say so.
/// </summary>
internal sealed class StoreAppender(
    StoreStage stage, StoreUpdate update, IReadOnlyList<Erasure> erasures, LogView? view)
{
    private readonly List<StoreFacts> _appended = [];
    private readonly HashSet<long> _bodiesErased = [];

    /// <summary>Adds the records of the frames and returns their facts.</summary>
    /// <exception cref="DareException">A frame that may not stand there; then the stage is of no use any more.</exception>
    public List<StoreFacts> Run(List<LogRecord> records)
    {
        bool agrees = false;
        foreach (StoreEntry entry in update.Entries)
        {
            ReadOnlyMemory<byte> octets = Append(entry);
            StoreFacts facts = stage.Last;
            agrees = stage.RootAgrees();
            if (!agrees && stage.Tree.IsWhole)
            {
                throw new DareException(DareError.TreeMismatch, $"Frame {facts.Index} of {stage.Label} states another root than its store has.");
            }

            records.Add(new LogRecord(stage.Label, octets));
            _appended.Add(facts);
        }

        if (!agrees)
        {
            throw new DareException(
                DareError.TreeMismatch, $"{stage.Label} has a frame with an erased salt, and no Erase entry that gives the digest of it.");
        }

        if (update.ResultingRoot is { } root && !root.Span.SequenceEqual(stage.Tree.Root()))
        {
            throw new DareException(DareError.TreeMismatch, $"The frames for {stage.Label} do not lead to the root that was stated.");
        }

        CheckErasures();
        return _appended;
    }

    private ReadOnlyMemory<byte> Append(StoreEntry entry)
    {
        if (entry.Envelope is { } envelope)
        {
            return stage.Tree.IsWhole ? stage.Append(envelope, entry.Received)
                : throw new DareException(DareError.InvalidRequest, $"{stage.Label} is copied frame by frame; an envelope cannot stand between.");
        }

        StoreEntry.CheckedFrame frame = entry.Check();
        stage.Append(frame.Facts, entry.Frame.Length);
        if (frame.IsBodyErased)
        {
            _bodiesErased.Add(frame.Facts.Index);
        }

        return entry.Frame;
    }

    // An Erase entry and the erasure that it records commit together; one that comes after an erased frame, in a copied store, erases nothing.
    private void CheckErasures()
    {
        foreach (StoreFacts entry in _appended.Where(f => f.Erases is not null))
        {
            (long erased, ReadOnlyMemory<byte> saltDigest) = entry.Erases!.Value;
            Erasure? asked = erasures.FirstOrDefault(e => e.Label == update.Label && e.Index == erased);
            if (Target(erased, entry.Index) is not { } target || !SaltFits(target, saltDigest.Span, asked)
                || (asked is null && !target.IsSaltErased && !_bodiesErased.Contains(erased)))
            {
                throw new DareException(
                    DareError.EntryRefused, $"An Erase entry of {stage.Label} names frame {erased}, which is not to be erased or has another salt.");
            }

            _bodiesErased.Remove(erased);
        }

        if (_bodiesErased.Count > 0)
        {
            throw new DareException(
                DareError.DigestMismatch, $"The body of frame {_bodiesErased.Min()} of {stage.Label} is zeros, and no Erase entry says so.");
        }
    }

    private StoreFacts? Target(long index, long before)
    {
        if (index <= 0 || index >= before)
        {
            return null;
        }

        long first = _appended[0].Index;
        return index >= first ? _appended[(int)(index - first)]
            : view is null ? null
            : StoreFactsReader.Read(view.ReadFrame(stage.Label, index));
    }

    private static bool SaltFits(StoreFacts target, ReadOnlySpan<byte> saltDigest, Erasure? asked) => saltDigest.IsEmpty
        ? !target.IsSaltErased && (asked is null || !asked.Parts.HasFlag(ErasedParts.Salt))
        : target.Leaf.SaltDigest.IsEmpty || target.Leaf.SaltDigest.Span.SequenceEqual(saltDigest);
}

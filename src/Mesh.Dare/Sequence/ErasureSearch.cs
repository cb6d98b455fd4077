namespace Mesh.Dare;

/// <summary>
/// Finds the erasure frame of a frame that is not what it was. Erasure frames come after what they erase, and are not indexed: the headers of all later
/// frames are read, once, when somebody meets the first erased frame.
/// </summary>
internal sealed class ErasureSearch(FrameReader reader)
{
    // Some hundred octets each.
    private const int Most = 1 << 20;

    private readonly Dictionary<long, FrameErasureNote> _found = [];
    private long _from = long.MaxValue;

    /// <summary>What a later frame says of the erasure of this one; null when none does.</summary>
    /// <exception cref="DareException"><see cref="DareError.LimitExceeded"/>.</exception>
    public FrameErasureNote? Find(SequenceFrame frame)
    {
        if (frame.Layout.End < _from)
        {
            Scan(frame.Layout.End, frame.Index + 1);
            _from = frame.Layout.End;
        }

        return _found.GetValueOrDefault(frame.Index);
    }

    private void Scan(long at, long index)
    {
        for (; at < reader.Length; index++)
        {
            SequenceFrame frame;
            try
            {
                frame = SequenceTail.FrameAt(reader, at, index);
                if (frame.IsErasure)
                {
                    FrameErasureNote note = FrameErasureNote.Read(reader, frame);
                    _found.TryAdd(note.Index, note);
                }
            }
            catch (DareException)
            {
                // What is wrong there is found, and told, by whoever reads that frame.
                return;
            }

            if (_found.Count > Most)
            {
                throw new DareException(DareError.LimitExceeded, "The sequence has too many erasure frames.");
            }

            at = frame.Layout.End;
        }
    }
}

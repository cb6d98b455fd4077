namespace Mesh.Dare;

/// <summary>
/// Finds the header whose recipients hold the base seed of a frame (DARE 4.7, D-14). Remembers the last one found without a position, so
/// that going through a session in either direction looks at no frame twice.
/// </summary>
internal sealed class ExchangeSearch(Func<long, PublishedFrame> frameAt)
{
    private long _foundFor = -1;
    private DareHeader? _found;
    private long _foundAt = -1;
    private string? _kid;

    /// <exception cref="DareException"><see cref="DareError.Malformed"/>: ExchangePosition does not name an earlier frame with recipients.</exception>
    public DareHeader? Find(PublishedFrame frame)
    {
        if (frame.Header.Recipients is not null)
        {
            return frame.Header;
        }

        if (frame.Header.SequenceInfo?.ExchangePosition is { } position)
        {
            return position < frame.Index && frameAt(position).Header is { Recipients: not null } named
                ? named
                : throw DareException.Malformed($"Frame {frame.Index} names no earlier exchange of keys.");
        }

        if (_foundFor >= 0 && _kid == frame.Header.KeyIdentifier && _foundAt < frame.Index && frame.Index <= _foundFor)
        {
            return _found;
        }

        // Between the frame of the last search and its exchange there is none.
        long known = _kid == frame.Header.KeyIdentifier && frame.Index > _foundFor ? _foundFor : -1;
        DareHeader? header = null;
        long at = frame.Index - 1;
        for (; at > known; at--)
        {
            if (frameAt(at).Header is { Recipients: not null } earlier && earlier.KeyIdentifier == frame.Header.KeyIdentifier)
            {
                header = earlier;
                break;
            }
        }

        if (header is null && known >= 0)
        {
            (header, at) = (_found, _foundAt);
        }

        (_found, _foundAt, _foundFor, _kid) = (header, at, frame.Index, frame.Header.KeyIdentifier);
        return header;
    }
}

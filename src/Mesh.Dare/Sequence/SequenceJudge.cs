using System.Numerics;

namespace Mesh.Dare;

/// <summary>
/// Follows all rules for apexes, chain digests and positions of a published sequence at once and keeps those that still hold (D-08, D-09,
/// D-15). Its memory does not grow with the frames.
/// </summary>
internal sealed class SequenceJudge
{
    private readonly LinkedChain _chain = new(DareDigest.S512);
    private readonly Votes _treeVotes = new();
    private readonly Votes _chainVotes = new();

    // As in LinkedMerkle: the latest offset for each number of zeros at the end of the frame's number, counted from 1.
    private readonly long[] _offsets = new long[64];
    private bool _allDigested = true;
    private bool _anyDigested;
    private bool _allHaveApex = true;
    private bool _allHaveLink = true;

    public LinkedMerkle Apexes { get; } = new(DareDigest.S512);

    /// <summary>The apex of the last frame by the linked rule.</summary>
    public byte[]? Apex { get; private set; }

    public bool PositionsAgree { get; private set; } = true;

    public PublishedTree Tree => _treeVotes.Verdict;

    public PublishedTree Chain => _chainVotes.Verdict;

    public VerificationLevel Level =>
        (Tree == PublishedTree.Linked && _allHaveApex) || (Chain == PublishedTree.Linked && _allHaveLink)
            ? VerificationLevel.Apex
        : _allDigested && _anyDigested ? VerificationLevel.Digest
        : VerificationLevel.Framing;

    public void Take(PublishedFrame frame, ReadOnlySpan<byte> digest)
    {
        long index = frame.Index;
        if (frame.Header.SequenceInfo?.TreePosition is { } position)
        {
            PositionsAgree &= index > 0 && position == _offsets[BitOperations.TrailingZeroCount(PreviousFrame.Of(index) + 1)];
        }

        _offsets[BitOperations.TrailingZeroCount(index + 1)] = frame.Layout.Start;
        _allDigested &= frame.Trailer.PayloadDigest is not null || frame.Layout.BodyLength == 0;
        _anyDigested |= index > 0 && frame.Trailer.PayloadDigest is not null;
        _allHaveApex &= frame.Trailer.ApexDigest is not null;
        _allHaveLink &= frame.Trailer.ChainDigest is not null;
        Apex = Apexes.Append(digest);
        byte[] link = _chain.Append(digest);
        if (index == 0)
        {
            return;
        }

        _treeVotes.Take(frame.Trailer.ApexDigest, Apex, Apexes.Unlinked(index, digest), Apexes.Unlinked(index + 1, digest));
        _chainVotes.Take(frame.Trailer.ChainDigest, link, _chain.Unlinked(digest), null);
    }

    private sealed class Votes
    {
        private bool _any;
        private bool _linked = true;
        private bool _unlinked = true;
        private bool _plusOne = true;

        public PublishedTree Verdict => !_any ? PublishedTree.None
            : _linked ? PublishedTree.Linked
            : _unlinked ? PublishedTree.Unlinked
            : _plusOne ? PublishedTree.UnlinkedAtIndexPlusOne
            : PublishedTree.Inconsistent;

        public void Take(ReadOnlyMemory<byte>? stated, byte[] linked, byte[] unlinked, byte[]? plusOne)
        {
            if (stated is not { } value)
            {
                return;
            }

            _any = true;
            _linked &= value.Span.SequenceEqual(linked);
            _unlinked &= value.Span.SequenceEqual(unlinked);
            _plusOne &= plusOne is not null && value.Span.SequenceEqual(plusOne);
        }
    }
}

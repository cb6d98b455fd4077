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

    /// <summary>What TreePosition of the next frame, which has this number and is not frame 0, must be.</summary>
    public long PositionOfPrevious(long index) => _offsets[BitOperations.TrailingZeroCount(PreviousFrame.Of(index) + 1)];

    /// <summary>Takes the next frame.</summary>
    /// <param name="index">Its number.</param>
    /// <param name="start">Where it stands.</param>
    /// <param name="hasBody">Whether its body has any octets.</param>
    /// <param name="header">Its header.</param>
    /// <param name="claims">What header and trailer say together.</param>
    /// <param name="digest">The digest of its body, computed.</param>
    public void Take(long index, long start, bool hasBody, DareHeader header, DareTrailer claims, ReadOnlySpan<byte> digest)
    {
        if (header.SequenceInfo?.TreePosition is { } position)
        {
            PositionsAgree &= index > 0 && position == PositionOfPrevious(index);
        }

        _offsets[BitOperations.TrailingZeroCount(index + 1)] = start;
        _allDigested &= claims.PayloadDigest is not null || !hasBody;
        _anyDigested |= index > 0 && claims.PayloadDigest is not null;
        _allHaveApex &= claims.ApexDigest is not null;
        _allHaveLink &= claims.ChainDigest is not null;
        Apex = Apexes.Append(digest);
        byte[] link = _chain.Append(digest);
        if (index == 0)
        {
            // Here the rules give the same; writers of 2023 have yet another one.
            _treeVotes.TakeFirst(claims.ApexDigest, Apex);
            _chainVotes.TakeFirst(claims.ChainDigest, link);
            return;
        }

        _treeVotes.Take(claims.ApexDigest, Apex, Apexes.Unlinked(index, digest), Apexes.Unlinked(index + 1, digest));
        _chainVotes.Take(claims.ChainDigest, link, _chain.Unlinked(digest), null);
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

        public void TakeFirst(ReadOnlyMemory<byte>? stated, byte[] linked) =>
            _linked &= stated is not { } value || value.Span.SequenceEqual(linked);

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

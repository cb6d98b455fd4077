using System.Security.Cryptography;

namespace Mesh.Dare;

/// <summary>
/// Reads a sequence of any dialect and type that others have written (DARE 4, D-08, D-09, D-15): checks framing, indices and payload
/// digests, and finds out whether its apexes or chain digests were really linked. Bodies are digested as they stream by.
/// </summary>
public sealed class PublishedSequence
{
    private const int BlockSize = 1 << 16;
    private const int AesBlock = 16;

    private readonly FrameReader _reader;

    private PublishedSequence(FrameReader reader, IReadOnlyList<PublishedFrame> frames, Judge judge)
    {
        _reader = reader;
        Frames = frames;
        Tree = judge.Tree;
        Chain = judge.Chain;
        Level = judge.Level;
        PositionsAgree = judge.PositionsAgree;
    }

    /// <summary>The frames in order.</summary>
    public IReadOnlyList<PublishedFrame> Frames { get; }

    /// <summary>The type that frame 0 names, e.g. <c>Merkle</c>; null when it names none.</summary>
    public string? ContainerType => Frames.Count == 0 ? null : Frames[0].Header.SequenceInfo?.ContainerType;

    /// <summary>How the apexes were made.</summary>
    public PublishedTree Tree { get; }

    /// <summary>How the chain digests were made.</summary>
    public PublishedTree Chain { get; }

    /// <summary>
    /// What holds for the sequence as a whole: <see cref="VerificationLevel.Apex"/> where it is really linked,
    /// <see cref="VerificationLevel.Digest"/> where every body has its digest, else <see cref="VerificationLevel.Framing"/>.
    /// </summary>
    public VerificationLevel Level { get; }

    /// <summary>True when every TreePosition is the offset that it should be. They are hints, so that a wrong one is no error.</summary>
    public bool PositionsAgree { get; }

    /// <summary>Reads the whole sequence.</summary>
    /// <exception cref="DareException">
    /// <see cref="DareError.Malformed"/>, <see cref="DareError.LimitExceeded"/>; <see cref="DareError.WrongPlace"/>: an Index out of order;
    /// <see cref="DareError.DigestMismatch"/>; <see cref="DareError.UnsupportedAlgorithm"/>.
    /// </exception>
    public static PublishedSequence Read(IOctetSource source)
    {
        var reader = new FrameReader(source);
        var judge = new Judge();
        List<PublishedFrame> frames = [];
        foreach (FrameLayout layout in reader.Forward())
        {
            PublishedFrame frame = ReadFrame(reader, layout, frames.Count);
            frames.Add(frame);
            judge.Take(frame, Digest(reader, frame));
        }

        return new PublishedSequence(reader, frames, judge);
    }

    /// <summary>The envelope that a frame is, with its body, of at most <see cref="DareLimits.SingleBody"/> octets.</summary>
    /// <exception cref="DareException"><see cref="DareError.LimitExceeded"/>, <see cref="DareError.Malformed"/>.</exception>
    public UnverifiedEnvelope Envelope(PublishedFrame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        return new UnverifiedEnvelope(frame.Header, _reader.Body(frame.Layout, DareLimits.SingleBody + AesBlock), frame.Trailer);
    }

    /// <summary>
    /// The header whose recipients hold the base seed of a frame (DARE 4.7, D-14): its own; that of the frame that ExchangePosition names;
    /// failing that, of the nearest earlier frame that has recipients and, where there is one, the same <c>kid</c>.
    /// </summary>
    /// <returns>Null where there is none.</returns>
    /// <exception cref="DareException"><see cref="DareError.Malformed"/>: ExchangePosition does not name an earlier frame with recipients.</exception>
    public DareHeader? Exchange(PublishedFrame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        if (frame.Header.Recipients is not null)
        {
            return frame.Header;
        }

        if (frame.Header.SequenceInfo?.ExchangePosition is { } position)
        {
            return position < frame.Index && Frames[(int)position].Header is { Recipients: not null } named
                ? named
                : throw DareException.Malformed($"Frame {frame.Index} names no earlier exchange of keys.");
        }

        return Frames.Take((int)frame.Index).Reverse().Select(f => f.Header)
            .FirstOrDefault(h => h.Recipients is not null && h.KeyIdentifier == frame.Header.KeyIdentifier);
    }

    private static PublishedFrame ReadFrame(FrameReader reader, FrameLayout layout, int ordinal)
    {
        DareHeader header = DareHeader.Parse(reader.Header(layout));
        byte[] octets = reader.Trailer(layout);
        DareTrailer trailer = octets.Length == 0 ? DareTrailer.Empty : DareTrailer.Parse(octets);
        long index = header.SequenceInfo?.Index ?? ordinal;
        return index == ordinal
            ? new PublishedFrame(index, layout, header, DareTrailer.Merge(header.Early, trailer))
            : throw new DareException(DareError.WrongPlace, $"Frame {ordinal} of the sequence has Index {index}.");
    }

    private static byte[] Digest(FrameReader reader, PublishedFrame frame)
    {
        DareDigest algorithm = BodyDigest.AlgorithmOf(frame.Header, frame.Trailer) ?? DareDigest.S512;
        using IncrementalHash hash = algorithm.Start();
        byte[] block = new byte[(int)Math.Min(BlockSize, frame.Layout.BodyLength)];
        int count;
        for (long offset = 0; (count = reader.ReadBody(frame.Layout, offset, block)) > 0; offset += count)
        {
            hash.AppendData(block, 0, count);
        }

        return BodyDigest.Compare(algorithm, hash.GetHashAndReset(), frame.Trailer).Value.ToArray();
    }

    /// <summary>Follows all rules at once and keeps those that still hold.</summary>
    private sealed class Judge
    {
        private readonly LinkedMerkle _tree = new(DareDigest.S512);
        private readonly LinkedChain _chain = new(DareDigest.S512);
        private readonly List<long> _offsets = [];
        private readonly Votes _treeVotes = new();
        private readonly Votes _chainVotes = new();
        private bool _allDigested = true;
        private bool _allHaveApex = true;
        private bool _allHaveLink = true;

        public bool PositionsAgree { get; private set; } = true;

        public PublishedTree Tree => _treeVotes.Verdict;

        public PublishedTree Chain => _chainVotes.Verdict;

        public VerificationLevel Level =>
            (Tree == PublishedTree.Linked && _allHaveApex) || (Chain == PublishedTree.Linked && _allHaveLink)
                ? VerificationLevel.Apex
            : _allDigested && _offsets.Count > 0 ? VerificationLevel.Digest
            : VerificationLevel.Framing;

        public void Take(PublishedFrame frame, byte[] digest)
        {
            int index = (int)frame.Index;
            _offsets.Add(frame.Layout.Start);
            if (frame.Header.SequenceInfo?.TreePosition is { } position)
            {
                PositionsAgree &= index > 0 && position == _offsets[(int)PreviousFrame.Of(index)];
            }

            _allDigested &= frame.Trailer.PayloadDigest is not null || frame.Layout.BodyLength == 0;
            _allHaveApex &= frame.Trailer.ApexDigest is not null;
            _allHaveLink &= frame.Trailer.ChainDigest is not null;
            byte[] apex = _tree.Append(digest);
            byte[] link = _chain.Append(digest);
            if (index == 0)
            {
                return;
            }

            _treeVotes.Take(
                frame.Trailer.ApexDigest, apex, _tree.Unlinked(index, digest), _tree.Unlinked(index + 1, digest));
            _chainVotes.Take(frame.Trailer.ChainDigest, link, _chain.Unlinked(digest), null);
        }
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

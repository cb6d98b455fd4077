using System.Security.Cryptography;

namespace Mesh.Dare;

/// <summary>
/// Reads a sequence of any dialect and type that others have written (DARE 4, D-08, D-09, D-15): checks framing, indices and payload
/// digests, and finds out whether its apexes or chain digests were really linked. Bodies are digested as they stream by. Headers are read
/// when they are asked for; what is kept is one offset for every 64 frames. Not for use by several threads at once.
/// </summary>
public sealed class PublishedSequence
{
    private const int BlockSize = 1 << 16;
    private const int AesBlock = 16;

    private readonly FrameReader _reader;
    private readonly FrameOffsets _offsets;
    private readonly ExchangeSearch _exchanges;

    private PublishedSequence(FrameReader reader, FrameOffsets offsets, SequenceJudge judge, string? containerType)
    {
        _reader = reader;
        _offsets = offsets;
        _exchanges = new ExchangeSearch(Frame);
        Judge = judge;
        ContainerType = containerType;
    }

    /// <summary>How many frames there are.</summary>
    public long Count => _offsets.Count;

    /// <summary>The type that frame 0 names, e.g. <c>Merkle</c>; null when it names none.</summary>
    public string? ContainerType { get; }

    /// <summary>How the apexes were made.</summary>
    public PublishedTree Tree => Judge.Tree;

    /// <summary>How the chain digests were made.</summary>
    public PublishedTree Chain => Judge.Chain;

    /// <summary>
    /// What holds for the sequence as a whole: <see cref="VerificationLevel.Apex"/> where it is really linked,
    /// <see cref="VerificationLevel.Digest"/> where there are entries and every body has its digest, else
    /// <see cref="VerificationLevel.Framing"/>. No level of a published sequence says anything about headers and ContentMetaData (D-10).
    /// </summary>
    public VerificationLevel Level => Judge.Level;

    /// <summary>
    /// The apex over all payloads, 64 octets, computed by the rule of DARE 4.6; null unless the sequence states it in every frame. Compare it
    /// with one that came by a way you trust: whoever wrote the file could compute it.
    /// </summary>
    public ReadOnlyMemory<byte>? Apex =>
        OptionalOctets.Of(Tree == PublishedTree.Linked && Level == VerificationLevel.Apex ? Judge.Apex : null);

    /// <summary>True when every TreePosition is the offset that it should be. They are hints, so that a wrong one is no error.</summary>
    public bool PositionsAgree => Judge.PositionsAgree;

    /// <summary>Where the last frame ends.</summary>
    public long Length => _reader.Length;

    internal SequenceJudge Judge { get; }

    /// <summary>Reads the whole sequence once.</summary>
    /// <exception cref="DareException">
    /// <see cref="DareError.Malformed"/>, <see cref="DareError.LimitExceeded"/>; <see cref="DareError.WrongPlace"/>: an Index out of order;
    /// <see cref="DareError.DigestMismatch"/>; <see cref="DareError.UnsupportedAlgorithm"/>.
    /// </exception>
    public static PublishedSequence Read(IOctetSource source) => Read(source, visit: null);

    /// <summary>As the other, and shows each frame with the digest that was computed over its body.</summary>
    internal static PublishedSequence Read(IOctetSource source, Action<PublishedFrame, BodyDigest>? visit)
    {
        var reader = new FrameReader(source);
        var offsets = new FrameOffsets(reader);
        var judge = new SequenceJudge();
        string? type = null;
        byte[] block = new byte[(int)Math.Clamp(reader.Length, 1, BlockSize)];
        foreach (FrameLayout layout in reader.Forward())
        {
            PublishedFrame frame = ReadFrame(reader, layout, offsets.Count);
            if (frame.Index == 0)
            {
                type = frame.Header.SequenceInfo?.ContainerType;
            }

            BodyDigest digest = Digest(reader, frame, block);
            judge.Take(frame.Index, layout.Start, layout.BodyLength > 0, frame.Header, frame.Trailer, digest.Value.Span);
            offsets.Add(layout.Start);
            visit?.Invoke(frame, digest);
        }

        return new PublishedSequence(reader, offsets, judge, type);
    }

    /// <summary>The frame with this number, read now.</summary>
    /// <exception cref="DareException">
    /// <see cref="DareError.NotFound"/>; <see cref="DareError.Malformed"/>, <see cref="DareError.WrongPlace"/>: the source was changed.
    /// </exception>
    public PublishedFrame Frame(long index) => ReadFrame(_reader, _offsets.Find(index), index);

    /// <summary>The frames from number <paramref name="from"/> on, in order.</summary>
    /// <exception cref="DareException">As <see cref="Frame"/>.</exception>
    public IEnumerable<PublishedFrame> Forward(long from = 0)
    {
        if (from == Count)
        {
            yield break;
        }

        PublishedFrame frame = Frame(from);
        yield return frame;
        while (frame.Index + 1 < Count)
        {
            frame = ReadFrame(_reader, _reader.At(frame.Layout.End), frame.Index + 1);
            yield return frame;
        }
    }

    /// <summary>The frames from the last to the first.</summary>
    /// <exception cref="DareException">As <see cref="Frame"/>.</exception>
    public IEnumerable<PublishedFrame> Backward()
    {
        long end = Length;
        for (long index = Count - 1; index >= 0; index--)
        {
            PublishedFrame frame = ReadFrame(_reader, _reader.Before(end), index);
            end = frame.Layout.Start;
            yield return frame;
        }
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
        return _exchanges.Find(frame);
    }

    /// <summary>
    /// Verifies a frame and opens its body as a stream, of any size in bounded memory. The body is digested once more, and the signatures
    /// asked for are verified, before a single octet is given out. The source must not change until the stream is read to its end.
    /// </summary>
    /// <param name="frame">The frame.</param>
    /// <param name="request">Keys, signers and the old forms that are permitted; the exchange of keys is found here.</param>
    /// <exception cref="DareException">As <see cref="EnvelopeOpener.Open"/>.</exception>
    public PublishedContent Open(PublishedFrame frame, OpenRequest request) => Open(frame, request, isCheckpointed: false);

    internal PublishedContent Open(PublishedFrame frame, OpenRequest request, bool isCheckpointed)
    {
        ArgumentNullException.ThrowIfNull(frame);
        ArgumentNullException.ThrowIfNull(request);
        BodyDigest digest = Digest(_reader, frame, new byte[(int)Math.Clamp(frame.Layout.BodyLength, 1, BlockSize)]);
        var opener = new PublishedOpener(this, frame, new FrameBodyOctets(_reader, frame.Layout), digest, isCheckpointed);
        return opener.Open(request);
    }

    private static PublishedFrame ReadFrame(FrameReader reader, FrameLayout layout, long ordinal)
    {
        DareHeader header = DareHeader.Parse(reader.Header(layout));
        byte[] octets = reader.Trailer(layout);
        DareTrailer trailer = octets.Length == 0 ? DareTrailer.Empty : DareTrailer.Parse(octets);

        long index = header.SequenceInfo?.Index ?? ordinal;
        return index == ordinal
            ? new PublishedFrame(index, layout, header, DareTrailer.Merge(header.Early, trailer))
            : throw new DareException(DareError.WrongPlace, $"Frame {ordinal} of the sequence has Index {index}.");
    }

    private static BodyDigest Digest(FrameReader reader, PublishedFrame frame, byte[] block)
    {
        DareDigest algorithm = BodyDigest.AlgorithmOf(frame.Header, frame.Trailer) ?? DareDigest.S512;
        using IncrementalHash hash = algorithm.Start();
        int count;
        for (long offset = 0; (count = reader.ReadBody(frame.Layout, offset, block)) > 0; offset += count)
        {
            hash.AppendData(block, 0, count);
        }

        return BodyDigest.Compare(algorithm, hash.GetHashAndReset(), frame.Trailer);
    }
}

using System.Security.Cryptography;
using Mesh.Encoding;

namespace Mesh.Dare;

/// <summary>
/// Reads a <c>MerkleLog</c> at any place (docs/format/sequence.md): opening looks at the end of the file alone, however long it is; what is read
/// then is compared with the root that was found there. A frame is under the root, in its form, and sealed as the policy demands, or it is refused. Not safe
/// for concurrent use.
/// </summary>
public sealed class SequenceReader : IDisposable, IMerkleNodes
{
    // A thread of its own takes as long to begin as some hundred entries.
    private const int LongList = 1 << 12;

    private readonly IOctetSource _source;
    private readonly OpenRequest _request;
    private readonly bool _withUnsigned;
    private FrameReader _frames;
    private readonly SequenceTail _tail;
    private readonly SequenceKeys _keys;
    private readonly SequenceRules _rules;
    private readonly List<IndexSegment> _segments = [];
    private readonly IndexChain _chain;
    private readonly SubsetOctets? _subset;
    private readonly ErasureSearch _erasures;
    private readonly HashSet<long> _erased = [];
    private bool _segmentsComplete;

    private SequenceReader(IOctetSource source, SequenceTail tail, OpenRequest request, bool withUnsigned)
    {
        _tail = tail;
        _source = source;
        _request = request;
        _withUnsigned = withUnsigned;
        _subset = source as SubsetOctets;
        _rules = new SequenceRules(tail.Head.Policy);
        _frames = new FrameReader(new SliceOctets(source, 0, tail.End));
        _erasures = new ErasureSearch(_frames);
        _keys = new SequenceKeys(request, (offset, index) => SequenceTail.FrameAt(_frames, offset, index), OffsetOf);
        _chain = new IndexChain(source, _keys);
        Standing = Judge();
    }

    /// <summary>What frame 0 says.</summary>
    public StoreHead Head => _tail.Head;

    /// <summary>What was shown about the whole.</summary>
    public SequenceStanding Standing { get; private set; }

    /// <summary>Frames that can be read.</summary>
    public long Count => Standing.Count;

    /// <summary>Where the last frame ends that can be read.</summary>
    public long ReadableEnd => Count == _tail.Count ? _tail.End : OffsetOf(Count);

    /// <summary>The state that was found: to be remembered, and compared with a later one.</summary>
    public StoreCheckpoint State => new(Head.Origin, Count, MerklePaths.Root(this, Count));

    /// <summary>Opens a sequence.</summary>
    /// <param name="source">The file; what is appended after this call is not seen.</param>
    /// <param name="request">Keys at hand, and whose signatures over the root are asked for.</param>
    /// <param name="withUnsigned">True to read also what is not yet under a signed root, where the policy demands that roots are signed.</param>
    /// <param name="checksIndex">
    /// True to digest the last index frame as a whole and, where it is damaged, to walk through all frames in its place. Otherwise its pages are compared with
    /// their digests when something is looked up in them.
    /// </param>
    /// <exception cref="DareException">
    /// <see cref="DareError.Malformed"/>, <see cref="DareError.LimitExceeded"/>, <see cref="DareError.UnsupportedAlgorithm"/>: frame 0 is none of
    /// ours; <see cref="DareError.TreeMismatch"/>, <see cref="DareError.DigestMismatch"/>; <see cref="DareError.SignatureMissing"/>,
    /// <see cref="DareError.SignatureInvalid"/>.
    /// </exception>
    public static SequenceReader Open(IOctetSource source, OpenRequest request, bool withUnsigned = false, bool checksIndex = false)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(request);
        SequenceTail tail = checksIndex ? SequenceTail.Find(source, source.Length) : SequenceTail.FindToRead(source, source.Length);
        return new SequenceReader(source, tail, request, withUnsigned);
    }

    /// <summary>Where the last good frame ends.</summary>
    internal long End => _tail.End;

    /// <summary>Takes up what was appended since, each frame verified as those of the end are by <see cref="Open"/>.</summary>
    /// <exception cref="DareException">
    /// <see cref="DareError.SignatureMissing"/>, <see cref="DareError.SignatureInvalid"/>: a later root is not signed as the policy demands.
    /// </exception>
    internal void Follow()
    {
        long first = _tail.First;
        _tail.Follow(_source, _source.Length);
        _frames = new FrameReader(new SliceOctets(_source, 0, _tail.End));
        if (_tail.First != first)
        {
            _segments.Clear();
            _segmentsComplete = false;
        }

        Standing = Judge();
    }

    /// <summary>Header and trailer of a frame.</summary>
    /// <exception cref="DareException">
    /// <see cref="DareError.NotFound"/>; <see cref="DareError.TreeMismatch"/>: it is not the frame that the root covers;
    /// <see cref="DareError.EntryRefused"/>: it is not sealed as the policy demands; <see cref="DareError.Decryption"/>: the index that says where it
    /// is cannot be opened.
    /// </exception>
    public SequenceFrame Frame(long index)
    {
        if (index < 0 || index >= _tail.Count)
        {
            throw new DareException(DareError.NotFound, $"The sequence has no frame {index}.");
        }

        SequenceFrame frame = Covered(index);
        _rules.RequireNamed(frame);
        _rules.RequireSealing(frame, frame.Info.ExchangePosition is { } at && at < index ? Covered(at) : null);
        return frame;
    }

    // A frame that is under the root, whatever the policy says of it.
    private SequenceFrame Covered(long index)
    {
        SequenceFrame frame = SequenceTail.FrameAt(_frames, OffsetOf(index), index);
        RequireUnderRoot(frame);
        return frame;
    }

    private void RequireUnderRoot(SequenceFrame frame)
    {
        if (!IsUnderRoot(frame.Index, frame.Leaf().Hash()) && !IsErased(frame))
        {
            throw new DareException(DareError.TreeMismatch, $"Frame {frame.Index} is not the one that the root covers.");
        }
    }

    private bool IsUnderRoot(long index, byte[] expected)
    {
        Span<byte> leaf = stackalloc byte[MerkleHash.Size];
        ((IMerkleNodes)this).CopyNode(0, index, leaf);
        return CryptographicOperations.FixedTimeEquals(expected, leaf);
    }

    // Both the frame and the one that says that it was erased are under the root.
    private bool IsErased(SequenceFrame frame)
    {
        if (_erased.Contains(frame.Index))
        {
            return true;
        }

        bool isErased = !frame.IsMeta && _erasures.Find(frame) is { } note && note.Frame.Index < Count
            && IsUnderRoot(note.Frame.Index, note.Frame.Leaf().Hash()) && IsUnderRoot(frame.Index, note.LeafOf(frame));
        if (isErased)
        {
            _erased.Add(frame.Index);
        }

        return isErased;
    }

    private void RequirePresent(SequenceFrame frame)
    {
        if (_erased.Contains(frame.Index))
        {
            throw Erased(frame);
        }
    }

    /// <summary>True for a frame that a later one says was erased, whether that is done or not.</summary>
    /// <exception cref="DareException">Those of <see cref="Frame"/>, of the frame that says so.</exception>
    public bool WasErased(SequenceFrame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        return IsErased(frame);
    }

    private static DareException Erased(SequenceFrame frame) =>
        new(DareError.Erased, $"The content of frame {frame.Index} was erased; the sequence shows that it was there, and nothing else.");

    /// <summary>Whether a frame is there; in a copy of some frames (<see cref="SubsetOctets"/>) others are not.</summary>
    /// <exception cref="DareException">Those of <see cref="Frame"/>.</exception>
    public bool IsPresent(long index) => _subset is null || _subset.Holds(ExtentOf(index));

    /// <summary>The frames from <paramref name="from"/> on, in order.</summary>
    public IEnumerable<SequenceFrame> Forward(long from = 0)
    {
        for (long i = from; i < Count; i++)
        {
            yield return Frame(i);
        }
    }

    /// <summary>The frames from the last one on, in reverse order.</summary>
    public IEnumerable<SequenceFrame> Backward()
    {
        for (long i = Count - 1; i >= 0; i--)
        {
            yield return Frame(i);
        }
    }

    /// <summary>The metadata of a frame, that which is hidden included.</summary>
    /// <exception cref="DareException"><see cref="DareError.Decryption"/>, <see cref="DareError.DigestMismatch"/>, <see cref="DareError.Erased"/>.</exception>
    public ContentMeta Metadata(SequenceFrame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        if (frame.Header.Cloaked is not null)
        {
            RequirePresent(frame);
        }

        return _keys.Metadata(frame);
    }

    /// <summary>
    /// The content of a frame, read once and forwards. What was read counts once a read has returned 0: the digest under the root, and signatures of
    /// frames where the policy demands them, are compared then.
    /// </summary>
    /// <exception cref="DareException"><see cref="DareError.Decryption"/>, <see cref="DareError.Erased"/>; also from reading, and there
    /// <see cref="DareError.DigestMismatch"/>, <see cref="DareError.SignatureMissing"/>, <see cref="DareError.SignatureInvalid"/>.</exception>
    public Stream Content(SequenceFrame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        RequirePresent(frame);
        using OpenKeys? keys = _keys.Find(frame);
        return new FrameBodyStream(_frames, frame, keys?.Segments(), digest => Judge(frame, digest));
    }

    /// <summary>The body of a frame as carried: sealed, where it is. Not compared with its digest.</summary>
    public Stream CarriedBody(SequenceFrame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        return new FrameBodyStream(_frames, frame, null, _ => { });
    }

    /// <summary>As <see cref="CarriedBody"/>; at its end it is compared with its digest, and signatures that the policy demands of it are verified.</summary>
    internal Stream VerifiedBody(SequenceFrame frame) => new FrameBodyStream(_frames, frame, null, digest => Judge(frame, digest));

    /// <summary>Whether frames are sealed under the base seeds of exchange frames.</summary>
    internal bool HasExchanges => _rules.HasExchanges;

    /// <summary>The last index frame, from which on frames are read one by one; 0 where there is none.</summary>
    internal long TailStart => _tail.First;

    /// <summary>The index frames that cover all that is before the last one, that one included.</summary>
    internal IReadOnlyList<long> IndexFrames()
    {
        LoadAll();
        return _tail.Index is null ? [] : [_tail.First, .. _segments.Select(s => s.First).Where(first => first > 0)];
    }

    /// <summary>Where a frame stands, as the index says.</summary>
    /// <exception cref="DareException"><see cref="DareError.NotFound"/>, <see cref="DareError.Malformed"/>, <see cref="DareError.Decryption"/>.</exception>
    internal OctetExtent ExtentOf(long index)
    {
        if (index < 0 || index >= Count)
        {
            throw new DareException(DareError.NotFound, $"The sequence has no frame {index}.");
        }

        long start = OffsetOf(index);
        long end = index + 1 < _tail.Count ? OffsetOf(index + 1) : _tail.End;
        return start >= 0 && start < end && end <= _tail.End
            ? new OctetExtent(start, end - start)
            : throw DareException.Malformed($"The index gives frame {index} no place.");
    }

    /// <summary>The latest version of a key; null when there is none, or it was deleted.</summary>
    /// <exception cref="DareException"><see cref="DareError.Decryption"/>: the index cannot be opened.</exception>
    public IndexedEntry? Find(string key) => Versions(key) is [.., { IsDeleted: false } latest] ? latest : null;

    /// <summary>All versions of a key, oldest first, deletions included.</summary>
    /// <exception cref="DareException"><see cref="DareError.Decryption"/>: the index cannot be opened.</exception>
    public IReadOnlyList<IndexedEntry> Versions(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        byte[] octets = IndexTables.Utf8.GetBytes(key);
        LoadAll();
        return
        [
            .. _segments.SelectMany(s => s.Find(octets)).Concat(Unindexed().Where(e => e.Key == key))
                .Where(e => e.Index < Count).OrderBy(e => e.Index),
        ];
    }

    /// <summary>
    /// The latest version of every key that is not deleted, in the order of keys. A long list is read ahead; the reader may be used for other things
    /// meanwhile.
    /// </summary>
    /// <param name="prefix">What the keys begin with; those that begin otherwise are not looked at.</param>
    public IEnumerable<IndexedEntry> Entries(string prefix = "") => Listed(prefix, all => Latest(all).Where(e => !e.IsDeleted));

    /// <summary>As <see cref="Entries"/>: every version of every key, by key and then oldest first.</summary>
    /// <param name="prefix">What the keys begin with.</param>
    public IEnumerable<IndexedEntry> AllVersions(string prefix = "") => Listed(prefix, all => all);

    /// <summary>The inclusion proof of a frame under the root (RFC 9162 2.1.3).</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> InclusionPath(long index) => MerklePaths.Inclusion(this, index, Count);

    /// <summary>
    /// The proof that a frame lies under the last signed root or, where the policy asks for none, under the root that was found: to be kept in a
    /// file, and verified without the sequence.
    /// </summary>
    /// <exception cref="DareException">
    /// <see cref="DareError.NotFound"/>: there is no such frame under that root; <see cref="DareError.Erased"/>: it cannot show its leaf by itself any more.
    /// </exception>
    public InclusionProof Proof(long index)
    {
        RequirePresent(Frame(index));
        (StoreCheckpoint state, IReadOnlyList<DareSignature> signatures) = _rules.SignsRoots ? _tail.Signed!.Value : (State, []);
        return index < state.Count
            ? InclusionProof.Of(Frame(index), state, MerklePaths.Inclusion(this, index, state.Count), signatures)
            : throw new DareException(DareError.NotFound, $"No root that is signed covers frame {index}.");
    }

    /// <summary>The proof that the sequence continues the one of <paramref name="from"/> frames (RFC 9162 2.1.4).</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> ConsistencyPath(long from) => MerklePaths.Consistency(this, from, Count);

    /// <summary>The root as it was over the first frames.</summary>
    /// <exception cref="DareException"><see cref="DareError.InvalidRequest"/>: there are not so many.</exception>
    public byte[] Root(long count) => count >= 0 && count <= Count
        ? MerklePaths.Root(this, count)
        : throw new DareException(DareError.InvalidRequest, $"The sequence has {Count} frames, not {count}.");

    /// <inheritdoc/>
    public void Dispose()
    {
        _keys.Dispose();
        _chain.Dispose();
    }

    void IMerkleNodes.CopyNode(int level, long number, Span<byte> destination)
    {
        long completedBy = checked((number + 1) << level) - 1;
        if (completedBy >= _tail.First)
        {
            long at = IndexTables.NodesBefore(completedBy) + level - IndexTables.NodesBefore(_tail.First);
            _tail.Nodes.Span.Slice(checked((int)(at * MerkleHash.Size)), MerkleHash.Size).CopyTo(destination);
            return;
        }

        // The frontier in the last index frame serves those who cannot open it: the root needs no more.
        if (_tail.FrontierNode(level, number) is { IsEmpty: false } node)
        {
            node.CopyTo(destination);
            return;
        }

        Segment(completedBy).CopyNode(completedBy, level, destination);
    }

    private static Comparer<IndexedEntry> EntryOrder { get; } = Comparer<IndexedEntry>.Create((x, y) =>
        KeyOrder.Instance.Compare(x.Key, y.Key) is not 0 and int order ? order : x.Index.CompareTo(y.Index));

    // What needs more of the reader than pages of the index is read here; the rest may be read by another thread.
    private IEnumerable<IndexedEntry> Listed(string prefix, Func<IEnumerable<IndexedEntry>, IEnumerable<IndexedEntry>> choose)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        LoadAll();
        byte[] octets = IndexTables.Utf8.GetBytes(prefix);
        IndexedEntry[] unindexed = [.. Unindexed().Where(e => e.Key.StartsWith(prefix, StringComparison.Ordinal)).Order(EntryOrder)];
        IEnumerable<IndexedEntry> all = Merged([.. _segments.Select(s => s.Entries(octets)), unindexed]);
        bool isAhead = prefix.Length == 0 && _source is IDurableFile && CountIndexed() >= LongList;
        return choose(isAhead ? ReadAhead.Of(all) : all);
    }

    // Not Sum, which the platform would compile at every start.
    private long CountIndexed()
    {
        long count = 0;
        _segments.ForEach(s => count += s.Count);
        return count;
    }

    private IEnumerable<IndexedEntry> Merged(IReadOnlyList<IEnumerable<IndexedEntry>> sources)
    {
        var queue = new PriorityQueue<IEnumerator<IndexedEntry>, IndexedEntry>(EntryOrder);
        foreach (IEnumerator<IndexedEntry> source in sources.Select(s => s.GetEnumerator()).Where(s => s.MoveNext()))
        {
            queue.Enqueue(source, source.Current);
        }

        while (queue.TryDequeue(out IEnumerator<IndexedEntry>? source, out IndexedEntry? entry))
        {
            // Mostly one source has many keys before the next one has any.
            IndexedEntry? other = queue.TryPeek(out _, out IndexedEntry? next) ? next : null;
            bool hasMore;
            do
            {
                if (entry.Index < Count)
                {
                    yield return entry;
                }

                hasMore = source.MoveNext();
                entry = hasMore ? source.Current : entry;
            }
            while (hasMore && (other is null || EntryOrder.Compare(entry, other) <= 0));

            if (hasMore)
            {
                queue.Enqueue(source, entry);
            }
        }
    }

    private static IEnumerable<IndexedEntry> Latest(IEnumerable<IndexedEntry> versions)
    {
        IndexedEntry? held = null;
        foreach (IndexedEntry entry in versions)
        {
            if (held is not null && held.Key != entry.Key)
            {
                yield return held;
            }

            held = entry;
        }

        if (held is not null)
        {
            yield return held;
        }
    }

    // Keys of frames that no index frame lists: those of the tail, and hidden ones that the writer of an index frame could not read.
    private IEnumerable<IndexedEntry> Unindexed()
    {
        foreach (IndexSegment segment in _segments.Where(s => s.Unlisted > 0))
        {
            for (long i = segment.First; i < segment.First + segment.Frames; i++)
            {
                if (Frame(i) is { Header.Cloaked: not null } frame && EntryOf(frame) is { } entry)
                {
                    yield return entry;
                }
            }
        }

        for (long i = _tail.First; i < Count; i++)
        {
            if (EntryOf(Frame(i)) is { } entry)
            {
                yield return entry;
            }
        }
    }

    private IndexedEntry? EntryOf(SequenceFrame frame)
    {
        if (frame.IsMeta)
        {
            return null;
        }

        try
        {
            return SequenceEntries.Of(_keys.Metadata(frame), frame.Index);
        }
        catch (DareException e) when (e.Code is DareError.Decryption or DareError.Erased && frame.Header.Cloaked is not null)
        {
            // A key that is hidden from this reader, or gone, is none for it.
            return null;
        }
    }

    private SequenceStanding Judge()
    {
        SignerPolicy asked = _request.Signers;
        long count = _tail.Count;
        IReadOnlyList<VerifiedSignature> verified = [];
        if (_rules.SignsRoots)
        {
            (StoreCheckpoint state, IReadOnlyList<DareSignature> signatures) = _tail.Signed
                ?? throw new DareException(DareError.SignatureMissing, "The sequence has no signed root, which its policy demands.");
            verified = RootSigner.Verify(state, signatures, _rules.RootSigners());
            count = _withUnsigned ? count : state.Count;
        }

        List<VerifiedSignature> named = [.. verified.Where(v => asked.Find(v.Key.Kid) is not null)];
        if (asked.Count > 0)
        {
            SignatureCheck.RequireEnough(asked, named);
        }

        return new SequenceStanding(
            named.Count > 0 ? VerificationLevel.Checkpointed : VerificationLevel.Apex,
            count,
            verified,
            _rules.SignsRoots ? _tail.Count - _tail.Signed!.Value.State.Count : 0,
            _tail.Last.IsIndex && _tail.Fault is null,
            _tail.Fault?.Message);
    }

    private void Judge(SequenceFrame frame, byte[] digest)
    {
        // A frame in clear has no salt that would be missing.
        if (!digest.AsSpan().SequenceEqual(frame.PayloadDigest.Span) && IsErased(frame))
        {
            throw Erased(frame);
        }

        BodyDigest computed = BodyDigest.Compare(DareDigest.S512, digest, frame.Trailer);
        IReadOnlyList<VerifiedSignature> signatures =
            SignatureCheck.Verify(frame.Header, frame.Trailer, computed, _rules.FrameSigners(frame), place: null);
        if (signatures.Count > 0)
        {
            using OpenKeys? keys = _keys.Find(frame);
            keys?.CheckWitnesses(signatures, frame.Trailer);
        }
    }

    private long OffsetOf(long index) => index >= _tail.First
        ? _tail.Offsets[checked((int)(index - _tail.First))]
        : Segment(index).OffsetOf(index);

    private IndexSegment Segment(long index)
    {
        foreach (IndexSegment known in _segments)
        {
            if (known.Covers(index))
            {
                return known;
            }
        }

        while (LoadNext() is { } next)
        {
            if (next.Covers(index))
            {
                return next;
            }
        }

        throw DareException.Malformed($"No index frame covers frame {index}.");
    }

    private void LoadAll()
    {
        while (LoadNext() is not null)
        {
        }
    }

    // From the last index frame to the one before it, and so on: each is the first frame that the next one covers.
    private IndexSegment? LoadNext()
    {
        if (_segmentsComplete || _tail.Index is null)
        {
            return null;
        }

        SequenceFrame frame = _segments.Count == 0 ? _tail.Index : Covered(_segments[^1].First);
        if (frame.Header.IsEncrypted != _rules.Encrypts)
        {
            throw new DareException(DareError.EntryRefused, $"Index frame {frame.Index} is not encrypted as the policy of the sequence demands.");
        }

        IndexSegment segment = _chain.Open(frame);
        _segments.Add(segment);
        _segmentsComplete = segment.First == 0;
        if (_segmentsComplete)
        {
            RequireUnderRoot(_tail.Zero);
        }

        return segment;
    }
}

using Mesh.Cryptography;
using Mesh.Keys;

namespace Mesh.Dare;

/// <summary>
/// Appends to a <c>MerkleLog</c> (docs/format/sequence.md). Follows the policy in frame 0 or refuses. Nothing is promised of an entry
/// until <see cref="Flush"/>, <see cref="Checkpoint"/> or <see cref="Close"/> has returned; a writer that is interrupted before leaves a sequence
/// that ends earlier. <see cref="Prepare"/> is safe from several threads; everything else is for one.
/// </summary>
public sealed class SequenceWriter : IDisposable
{
    private readonly SequenceFile _file;
    private readonly SequenceOptions _options;
    private readonly SequenceRules _rules;
    private readonly AppendBuffer _buffer;
    private readonly SequenceTail _tail;
    private readonly SequenceKeys _keys;
    private readonly IndexBuilder _index = new();
    private SequenceSession? _session;
    private bool _changed;
    private bool _closed;
    private (long Index, long Offset) _exchange = (-1, 0);

    private SequenceWriter(SequenceFile file, SequenceOptions options, SequenceTail tail, AppendBuffer buffer)
    {
        _file = file;
        _tail = tail;
        _buffer = buffer;
        _rules = new SequenceRules(tail.Head.Policy);
        _options = options.Under(_rules.Policy);
        _keys = new SequenceKeys(options.Access, (offset, index) => SequenceTail.FrameAt(Reader(), offset, index), OffsetNear);
    }

    /// <summary>Frames so far.</summary>
    public long Count => _tail.Count;

    /// <summary>What frame 0 says.</summary>
    public StoreHead Head => _tail.Head;

    /// <summary>The state so far, whether it is durable or not.</summary>
    public StoreCheckpoint State => _tail.State;

    /// <summary>Where octets were put that an interrupted writer had left at the end; null when there were none.</summary>
    public string? Torn { get; private init; }

    /// <summary>Makes a new sequence; it is in the folder for good when this call returns.</summary>
    /// <exception cref="DareException">
    /// <see cref="DareError.AlreadyExists"/>; <see cref="DareError.InvalidRequest"/>: the policy cannot be followed with these keys.
    /// </exception>
    public static SequenceWriter Create(string path, SequenceOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        new SequenceRules(options.Policy).RequireWriter(options);
        SequenceFile file = SequenceFile.Create(path, options);
        try
        {
            return Begin(file, options);
        }
        catch
        {
            file.Abandon();
            throw;
        }
    }

    /// <summary>Begins a sequence in an empty file; it is in the folder for good when this call returns.</summary>
    internal static SequenceWriter Begin(SequenceFile file, SequenceOptions options)
    {
        var head = StoreHead.Create(options.Random, options.ContentType, policy: options.Policy);
        var buffer = new AppendBuffer(file.Octets);
        buffer.Write(StoreFrameBuilder.Append(head.ToEnvelope(), null, new MerkleFrontier()));
        buffer.Flush();
        SequenceWriter writer = On(file, options, buffer);
        file.Octets.Flush();
        file.Appear();
        return writer;
    }

    /// <summary>Goes on with the sequence in a file.</summary>
    internal static SequenceWriter GoOn(SequenceFile file, SequenceOptions options) => On(file, options, new AppendBuffer(file.Octets));

    /// <summary>Goes on with a sequence. What an interrupted writer left at its end is put aside.</summary>
    /// <exception cref="DareException">
    /// <see cref="DareError.NotFound"/>, <see cref="DareError.LogBusy"/>; <see cref="DareError.LogCorrupt"/>: it is damaged;
    /// <see cref="DareError.InvalidRequest"/>: the policy cannot be followed with these keys; <see cref="DareError.Decryption"/>: the keys do not
    /// open what is there.
    /// </exception>
    public static SequenceWriter Open(string path, SequenceOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        SequenceFile file = SequenceFile.Open(path, options);
        try
        {
            return GoOn(file, options);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Seals an entry that is in memory, without giving it a place yet.</summary>
    /// <exception cref="DareException"><see cref="DareError.InvalidRequest"/>, <see cref="DareError.LimitExceeded"/>.</exception>
    /// <param name="meta">What is said of it; <c>UniqueId</c> is the key by which it is found.</param>
    /// <param name="content">The content.</param>
    public PreparedFrame Prepare(ContentMeta meta, ReadOnlySpan<byte> content)
    {
        ArgumentNullException.ThrowIfNull(meta);
        SequenceEntries.RequireEntry(meta);
        using FrameSealing sealing = Session.Begin(meta, _rules.Policy.IsHidden);
        byte[] body = sealing.Seal(content);
        byte[] digest = DareDigest.S512.Compute(body);
        return new PreparedFrame(sealing.Header, body, digest, Sign(sealing, digest), SequenceEntries.Of(meta, 0));
    }

    /// <summary>Begins to seal, so that <see cref="Prepare"/> may be called from several threads: there must be an exchange frame first, where the policy
    /// asks for one.</summary>
    public void Begin() => _ = Session;

    /// <summary>Appends an entry that was prepared.</summary>
    /// <returns>The number of its frame.</returns>
    public long Append(PreparedFrame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        return Append(frame.Header, frame.Body.Span, frame.Digest, frame.Signatures, frame.Entry, isMeta: false);
    }

    /// <summary>Appends an entry whose content streams by, of any size.</summary>
    /// <param name="meta">What is said of it; <c>UniqueId</c> is the key by which it is found.</param>
    /// <param name="content">Read to its end.</param>
    /// <param name="length">How many octets it has.</param>
    /// <returns>The number of its frame.</returns>
    /// <exception cref="DareException">
    /// <see cref="DareError.InvalidRequest"/>: the content has another length; nothing was appended then.
    /// </exception>
    public long Append(ContentMeta meta, Stream content, long length)
    {
        ArgumentNullException.ThrowIfNull(meta);
        ArgumentNullException.ThrowIfNull(content);
        SequenceEntries.RequireEntry(meta);
        RequireOpen();
        using FrameSealing sealing = Session.Begin(meta, _rules.Policy.IsHidden);
        return AppendStream(
            sealing, SequenceEntries.Of(meta, 0), sealing.BodyLength(length), output => sealing.Seal(content, output).Digest);
    }

    /// <summary>Appends an entry whose length nobody knows yet. It is sealed as it comes, and stays beside the sequence until its length is known.</summary>
    /// <param name="meta">What is said of it; <c>UniqueId</c> is the key by which it is found.</param>
    /// <param name="write">Writes the content.</param>
    /// <returns>The number of its frame.</returns>
    /// <exception cref="DareException"><see cref="DareError.InvalidRequest"/>, <see cref="DareError.LimitExceeded"/>.</exception>
    public long AppendOfUnknownLength(ContentMeta meta, Action<Stream> write)
    {
        ArgumentNullException.ThrowIfNull(meta);
        ArgumentNullException.ThrowIfNull(write);
        SequenceEntries.RequireEntry(meta);
        RequireOpen();
        using FrameSealing sealing = Session.Begin(meta, _rules.Policy.IsHidden);
        using var spool = new SealedSpool(_file.Path, _options.Files);
        byte[] digest = sealing.Seal(write, spool.Write);
        return AppendStream(sealing, SequenceEntries.Of(meta, 0), spool.Length, output =>
        {
            spool.CopyTo(output);
            return digest;
        });
    }

    /// <summary>Returns when everything appended so far is on the medium.</summary>
    public void Flush()
    {
        RequireOpen();
        _buffer.Flush();
        _file.Octets.Flush();
    }

    /// <summary>Signs the root over everything so far, where the policy asks for signed roots, and makes it durable.</summary>
    public void Checkpoint()
    {
        if (!_rules.SignsRoots)
        {
            Flush();
            return;
        }

        Flush();
        using FrameSealing sealing = SequenceSession.WithoutExchange(_options, encrypted: false)
            .Begin(new ContentMeta { ContentType = SequenceContent.Checkpoint }, hide: false);
        Append(sealing.Header, [], DareDigest.S512.Compute([]), [], null, isMeta: true, closing: true);
        Flush();
    }

    /// <summary>Says of a frame that its body and its salt will be destroyed; <see cref="SequenceEraser"/> does that once this is durable.</summary>
    internal void AppendErasure(SequenceFrame frame)
    {
        byte[]? salt = frame.Header.Salt is { } octets ? LeafInput.DigestOfSalt(octets.Span) : null;
        byte[] body = new CatalogedErase(frame.Index, OptionalOctets.Of(salt)).ToOctets();
        using FrameSealing sealing = SequenceSession.WithoutExchange(_options, encrypted: false)
            .Begin(new ContentMeta { ContentType = SequenceContent.Erasure }, hide: false);
        Append(sealing.Header, body, DareDigest.S512.Compute(body), [], null, isMeta: true);
    }

    /// <summary>Appends a frame of another sequence as it is carried, without opening it: an entry, or the exchange frame that entries name.</summary>
    /// <param name="frame">The frame, which the other sequence verified.</param>
    /// <param name="exchange">The number that its exchange frame has here; null where it names none.</param>
    /// <param name="body">Hands out the body as carried, and gives its digest, 64 octets.</param>
    /// <exception cref="DareException"><see cref="DareError.DigestMismatch"/>: the body is another one; nothing was appended then.</exception>
    internal long AppendCarried(SequenceFrame frame, long? exchange, Func<Action<ReadOnlyMemory<byte>>, byte[]> body)
    {
        RequireOpen();
        bool isHidden = frame.Header.Cloaked is not null;
        long start = _tail.End;
        long index = AppendStream(
            Placed(frame.Header, frame.Info.IsMeta, exchange),
            frame.IsMeta || isHidden ? null : SequenceEntries.Of(frame.Meta, 0),
            frame.Layout.BodyLength,
            _ => frame.Trailer.Signatures,
            output =>
            {
                byte[] digest = body(output);
                BodyDigest.Compare(DareDigest.S512, digest, frame.Trailer);
                return digest;
            });
        if (isHidden)
        {
            _index.AddUnlisted();
        }

        if (frame.IsExchange)
        {
            // Whatever is sealed here after it needs an exchange of its own: readers expect the latest one to be named.
            _session?.Dispose();
            _session = null;
            _exchange = (index, start);
        }

        return index;
    }

    /// <summary>The number of the last exchange frame that was written here; -1 when none was.</summary>
    internal long LatestExchange => _exchange.Index;

    /// <summary>
    /// Ends: an index frame, signed where the policy asks for signed roots. Everything is durable then. Without it the entries are there, but readers have to
    /// walk through them; <see cref="Dispose"/> alone does not write it.
    /// </summary>
    public void Close()
    {
        RequireOpen();
        if (_changed || !EndsInIndex)
        {
            WriteIndex();
        }

        _closed = true;
    }

    /// <summary>Gives file, lock and keys up. What was not flushed may or may not be there later.</summary>
    public void Dispose()
    {
        _session?.Dispose();
        _keys.Dispose();
        _file.Dispose();
    }

    /// <summary>Where the frames so far end.</summary>
    internal long End => _tail.End;

    /// <summary>Frames that no index frame lists yet.</summary>
    internal int Unindexed => _tail.Offsets.Count;

    /// <summary>Frames so far when a root was last signed; 0 when none was since the last index frame that was read.</summary>
    internal long Signed { get; private set; }

    /// <summary>Whether the policy asks for signed roots.</summary>
    internal bool SignsRoots => _rules.SignsRoots;

    /// <summary>Hands what was appended to the file, for other writers and readers.</summary>
    internal void WriteOut() => _buffer.Flush();

    /// <summary>The last octets of the last frame, if that was written here and they are still at hand.</summary>
    internal bool TryCopyEnd(Span<byte> destination) => _buffer.TryCopyEnd(destination);

    /// <summary>Takes up what others appended.</summary>
    /// <param name="length">Octets of the file.</param>
    /// <returns>Where octets were put that an interrupted writer had left at the end; null when there were none.</returns>
    /// <exception cref="DareException"><see cref="DareError.LogCorrupt"/>.</exception>
    internal string? Follow(long length)
    {
        _tail.Follow(_file.Octets, length, frame =>
        {
            if (frame.IsIndex)
            {
                _index.Clear();
            }

            TakeKey(frame);
            _changed = true;
        });
        Signed = Math.Max(Signed, _tail.Signed?.State.Count ?? 0);
        string? torn = SequenceRecovery.Cut(_file, _tail, _options);
        _buffer.Reset(_tail.End);
        return torn;
    }

    /// <summary>The file, whose lock is held.</summary>
    internal IDurableFile Octets => _file.Octets;

    private bool EndsInIndex => _tail.Index is { } index && index.Index == Count - 1;

    private SequenceSession Session => _session ??= NewSession();

    private static SequenceWriter On(SequenceFile file, SequenceOptions options, AppendBuffer buffer)
    {
        SubsetOctets.RequireNone(file.Octets);
        SequenceTail tail = SequenceTail.Find(file.Octets, file.Octets.Length);

        // Whoever may not write does not cut anything off either.
        new SequenceRules(tail.Head.Policy).RequireWriter(options, goesOn: tail.Count > 1);
        string? torn = SequenceRecovery.Cut(file, tail, options);
        SequenceRecovery.Settle(file, tail);
        buffer.Reset(tail.End);
        var writer = new SequenceWriter(file, options, tail, buffer) { Torn = torn, Signed = tail.Signed?.State.Count ?? 0 };
        try
        {
            writer.Take();
            return writer;
        }
        catch
        {
            writer.Dispose();
            throw;
        }
    }

    // What is needed of the sequence as it is: the keys of frames that no index lists, and that those who could open the sequence still can.
    private void Take()
    {
        _rules.RequireWriter(_options, goesOn: Count > 1);
        if (_tail.Offsets.Count > IndexTables.MostFrames / 2)
        {
            throw new DareException(DareError.LimitExceeded, $"{_file.Path} has too many frames that no index frame covers.");
        }

        if (Count > 1 && _rules.HasExchanges && _rules.Policy.EncryptKeys.Count == 0)
        {
            using SecretBytes seed = _keys.CopySeed(1);
        }

        FrameReader reader = Reader();
        for (int i = 0; i < _tail.Offsets.Count; i++)
        {
            SequenceFrame frame = SequenceTail.FrameAt(reader, _tail.Offsets[i], _tail.First + i);
            TakeKey(frame);
        }

        if (Count == 1 && _rules.HasExchanges)
        {
            _ = Session;
        }
    }

    private void TakeKey(SequenceFrame frame)
    {
        if (frame.IsMeta)
        {
            return;
        }

        try
        {
            if (SequenceEntries.Of(_keys.Metadata(frame), frame.Index) is { } entry)
            {
                _index.Add(entry);
            }
        }
        catch (DareException e) when (e.Code == DareError.Decryption && frame.Header.Cloaked is not null)
        {
            _index.AddUnlisted();
        }
    }

    private SequenceSession NewSession()
    {
        RequireOpen();
        if (!_rules.HasExchanges)
        {
            return SequenceSession.WithoutExchange(_options, _rules.Encrypts);
        }

        if (_rules.Encryption == "Once" && Count > 1)
        {
            return SequenceSession.Under(_options, _keys.CopySeed(1), 1);
        }

        (SecretBytes seed, FrameSealing frame) = SequenceSession.NewExchange(_options);
        using (frame)
        {
            try
            {
                byte[] body = frame.Seal([]);
                _exchange = (Count, _tail.End);
                long index = Append(frame.Header, body, DareDigest.S512.Compute(body), [], null, isMeta: true);
                _keys.Know(index, seed);
                return SequenceSession.Under(_options, seed, index);
            }
            catch
            {
                seed.Dispose();
                throw;
            }
        }
    }

    private void WriteIndex()
    {
        SequenceSession session = Session;
        Flush();
        using var chain = new IndexChain(_file.Octets, _keys);
        (byte[] plain, FrameIndexInfo info) = _index.ToBody(Replaced(chain), _tail);
        info = info with { Exchange = session.Exchange is { } exchange ? OffsetNear(exchange) : null };
        using FrameSealing sealing = session.Begin(new ContentMeta { ContentType = SequenceContent.Index, FrameIndex = info }, hide: false);
        byte[] body = sealing.Seal(plain);
        long start = _tail.End;
        Append(sealing.Header, body, DareDigest.S512.Compute(body), [], null, isMeta: true, closing: true);
        Flush();
        _tail.Reread(_file.Octets, start);
        _index.Clear();
        _changed = false;
    }

    // Index frames that are not larger than what the new one covers anyway become part of it: there are few of them, however often a sequence is
    // opened and closed. Whoever cannot read them leaves them.
    private List<IndexSegment> Replaced(IndexChain chain)
    {
        List<IndexSegment> replaced = [];
        long frames = _tail.Offsets.Count;
        long keys = _index.KeyOctets;
        FrameReader reader = Reader();
        for (SequenceFrame? frame = _tail.Index; frame is not null;)
        {
            IndexSegment segment;
            try
            {
                segment = chain.Open(frame);
            }
            catch (DareException e) when (e.Code == DareError.Decryption)
            {
                break;
            }

            frames += segment.Frames;
            keys += segment.KeyOctets;
            if (segment.Frames > frames - segment.Frames || frames > IndexTables.FramesAimedAt || keys > IndexTables.MostKeyOctets)
            {
                break;
            }

            replaced.Insert(0, segment);
            frame = segment.First == 0 ? null : SequenceTail.FrameAt(reader, segment.OffsetOf(segment.First), segment.First);
        }

        return replaced;
    }

    // The frame's length comes first, so that of the trailer is found with one that has the same sizes.
    private long AppendStream(FrameSealing sealing, IndexedEntry? entry, long bodyLength, Func<Action<ReadOnlyMemory<byte>>, byte[]> seal) =>
        AppendStream(Placed(sealing.Header, isMeta: false), entry, bodyLength, digest => Sign(sealing, digest), seal);

    private long AppendStream(
        DareHeader header,
        IndexedEntry? entry,
        long bodyLength,
        Func<byte[], IReadOnlyList<DareSignature>> sign,
        Func<Action<ReadOnlyMemory<byte>>, byte[]> seal)
    {
        byte[] sample = Trailer(new byte[64], sign(new byte[64]), new byte[MerkleHash.Size], []);
        long start = _tail.End;
        long length;
        byte[] leaf;
        _buffer.Flush();
        try
        {
            var frame = new FrameWriter(_buffer, header.Octets.Span, bodyLength, sample.Length);
            byte[] digest = seal(octets => frame.WriteBody(octets.Span));
            leaf = StoreFrame.LeafOf(header, DareTrailer.Empty, Count, digest).Hash();
            frame.End(Trailer(digest, sign(digest), _tail.RootWith(leaf), []));
            length = _buffer.End - start;
        }
        catch
        {
            // What was written of the frame is none; the next one stands in its place.
            _buffer.Reset(start);
            throw;
        }

        return Took(leaf, length, entry, mayIndex: !header.SequenceInfo!.IsMeta);
    }

    private long Append(
        DareHeader header,
        ReadOnlySpan<byte> body,
        byte[] digest,
        IReadOnlyList<DareSignature> signatures,
        IndexedEntry? entry,
        bool isMeta,
        bool closing = false)
    {
        RequireOpen();
        DareHeader placed = Placed(header, isMeta);
        byte[] leaf = StoreFrame.LeafOf(placed, DareTrailer.Empty, Count, digest).Hash();
        byte[] root = _tail.RootWith(leaf);
        byte[] trailer = Trailer(digest, signatures, root, closing && _rules.SignsRoots ? SignRoot(root) : []);
        byte[] frame = Frame.Encode(placed.Octets.Span, body, trailer);
        _buffer.Write(frame);
        if (closing && _rules.SignsRoots)
        {
            Signed = Count + 1;
        }

        return Took(leaf, frame.Length, entry, mayIndex: !isMeta);
    }

    private long Took(ReadOnlySpan<byte> leaf, long length, IndexedEntry? entry, bool mayIndex = true)
    {
        long index = Count;
        _tail.Wrote(leaf, length);
        if (entry is not null)
        {
            _index.Add(entry with { Index = index });
        }

        _changed = true;
        if (mayIndex && (_tail.Offsets.Count >= IndexTables.FramesAimedAt || _index.KeyOctets >= IndexTables.MostKeyOctets))
        {
            WriteIndex();
        }

        return index;
    }

    private DareHeader Placed(DareHeader header, bool isMeta) =>
        Placed(header, isMeta, header.IsEncrypted && header.Recipients is null ? _session!.Exchange : null);

    private DareHeader Placed(DareHeader header, bool isMeta, long? exchange) => new()
    {
        SequenceInfo = new SequenceInfo
        {
            Index = Count,
            IsMeta = isMeta,
            TreePosition = _tail.NextPosition,
            IndexPosition = _tail.Index?.Layout.Start,
            ExchangePosition = exchange,
        },
        DigestAlgorithm = header.DigestAlgorithm,
        EncryptionAlgorithm = header.EncryptionAlgorithm,
        KeyIdentifier = header.KeyIdentifier,
        Salt = header.Salt,
        KeyCommit = header.KeyCommit,
        Recipients = header.Recipients,
        Cloaked = header.Cloaked,
        ContentMetaData = header.ContentMetaData,
    };

    private static byte[] Trailer(
        byte[] digest, IReadOnlyList<DareSignature> signatures, byte[] root, IReadOnlyList<DareSignature> rootSignatures) =>
        new DareTrailer
        {
            PayloadDigest = digest,
            Signatures = signatures,
            ApexDigest = root,
            SequenceSignatures = rootSignatures,
        }.Octets.ToArray();

    private IReadOnlyList<DareSignature> Sign(FrameSealing sealing, byte[] digest) => _rules.Signing == "Isolated"
        ? sealing.Sign(_options.Signers, digest, MeshTime.Format(_options.Time.GetUtcNow()), _options.Random)
        : [];

    private List<DareSignature> SignRoot(byte[] root)
    {
        var state = new StoreCheckpoint(Head.Origin, Count + 1, root);
        return [.. _options.Signers.Select((SignaturePrivateKey key) => RootSigner.Sign(state, key, _options.Random, _options.Time))];
    }

    private FrameReader Reader() => new(new SliceOctets(_file.Octets, 0, Math.Min(_tail.End, _file.Octets.Length)));

    // Exchange frames alone are asked for: one written here, or the first.
    private long OffsetNear(long index) => index == _exchange.Index ? _exchange.Offset
        : index >= _tail.First ? _tail.Offsets[checked((int)(index - _tail.First))]
        : index == 1 ? Reader().At(0).End
        : throw DareException.Decryption();

    private void RequireOpen()
    {
        if (_closed)
        {
            throw new DareException(DareError.InvalidRequest, "The sequence was closed.");
        }
    }
}

using System.Security.Cryptography;

namespace Mesh.Dare;

/// <summary>
/// Examines the frames of a sequence one after the other, from frame 0 on, by everything that docs/format/sequence.md says of them. Holds some 64
/// octets for each of the last million frames.
/// </summary>
internal sealed class FrameExaminer : IDisposable
{
    private const int MostSalts = 1 << 22;
    private const int SaltKeySize = 16;
    private const int MostExchanges = 1 << 20;

    private readonly OpenRequest _request;
    private readonly SequenceKeys _keys;
    private readonly SignatureBatch _batch = new();
    private readonly FrameNotes _notes = new();
    private readonly IndexExaminer _indexes;
    private readonly MerkleFrontier _tree = new();
    private readonly TreePositions _positions = new();
    private readonly Dictionary<long, long> _exchanges = [];
    private readonly DigestSet _salts = new();

    // Nobody can choose salts whose digests fall together.
    private readonly byte[] _saltKey = RandomNumberGenerator.GetBytes(SaltKeySize);
    private readonly FrameReader _reader;
    private readonly ErasureSearch _erasures;
    private readonly HashSet<long> _erased = [];
    private readonly StoreHead _head;
    private readonly SequenceRules _rules;
    private SequenceReport _report;
    private IReadOnlyList<VerifiedSignature> _signed = [];
    private long _signedCount;
    private long _lastExchange;
    private long? _index;
    private bool _closed;

    /// <exception cref="DareException">The policy in frame 0 cannot be followed.</exception>
    public FrameExaminer(IOctetSource source, FrameReader reader, StoreHead head, OpenRequest request)
    {
        _head = head;
        _reader = reader;
        _erasures = new ErasureSearch(reader);
        _rules = new SequenceRules(head.Policy);
        _request = request;
        _keys = new SequenceKeys(request, (offset, index) => SequenceTail.FrameAt(reader, offset, index), OffsetOfExchange);
        _indexes = new IndexExaminer(source, _notes);
        _report = new SequenceReport { Head = head };
    }

    /// <summary>Frames that were good.</summary>
    public long Count => _tree.Count;

    private bool HasKeys => _request.Keys is not null || _request.SymmetricKeys.Count > 0 || _request.Agreements.Count > 0;

    /// <summary>Takes the next frame.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="digest">The digest of its body, computed.</param>
    /// <exception cref="DareException">What is wrong with it; then it was not taken.</exception>
    public void Take(SequenceFrame frame, byte[] digest)
    {
        FrameErasureNote? erasure = Erasure(frame, digest);
        BodyDigest? computed = erasure is null ? BodyDigest.Compare(DareDigest.S512, digest, frame.Trailer) : null;
        RequirePlace(frame);
        _rules.RequireNamed(frame);
        _rules.RequireSealing(frame, frame.Info.ExchangePosition);
        RequireMeta(frame);
        byte[] leaf = erasure?.LeafOf(frame) ?? frame.Leaf().Hash();
        MerkleFrontier after = _tree.Clone();
        after.Append(leaf);
        if (!CryptographicOperations.FixedTimeEquals(after.Root(), frame.ApexDigest.Span))
        {
            throw new DareException(DareError.TreeMismatch, $"Frame {frame.Index} does not have the root that the frames up to it give.");
        }

        _batch.Place = (frame.Index, frame.Layout.Start);
        IReadOnlyList<VerifiedSignature> signatures = computed is null
            ? []
            : SignatureCheck.Verify(frame.Header, frame.Trailer, computed, _rules.FrameSigners(frame), place: null, _batch);
        IReadOnlyList<VerifiedSignature>? root = RootSignatures(frame, after);
        (FrameNotes.Kind kind, IndexedEntry? entry) = erasure is null ? ReadWhole(frame, signatures) : ReadErased(frame, erasure);
        if (frame.IsIndex)
        {
            TakeIndex(frame);
        }

        if (root is not null)
        {
            _signed = root;
            _signedCount = Count + 1;
        }

        _notes.Add(frame.Layout.Start, leaf, kind, entry);
        _tree.Append(leaf);
        _positions.Append(frame.Layout.Start);
        TakeNote(frame);
    }

    /// <summary>Verifies the signatures that are waiting.</summary>
    /// <returns>What is wrong with one of them; null when nothing is.</returns>
    public SequenceFault? VerifySignatures(bool all) => all || _batch.IsFull ? _batch.FindInvalid() : null;

    /// <summary>What was found.</summary>
    /// <param name="length">Octets of the file.</param>
    /// <param name="fault">What ended the examination.</param>
    public SequenceReport Report(long length, SequenceFault? fault)
    {
        (VerificationLevel level, SequenceFault? missing) = fault is null ? Judge() : (VerificationLevel.None, fault);
        return _report with
        {
            Length = length,
            End = missing is null ? _report.End : Math.Min(_report.End, missing.Offset),
            Frames = missing is null ? Count : Math.Min(Count, missing.Frame),
            State = missing is not null ? null : new StoreCheckpoint(_head.Origin, Count, _tree.Root()),
            Fault = missing,
            Level = level,
            IsClosed = missing is null && _closed,
            Unsigned = _rules.SignsRoots ? Count - _signedCount : 0,
            Signatures = missing is null ? _signed : [],
        };
    }

    public void Dispose() => _keys.Dispose();

    private (VerificationLevel Level, SequenceFault? Fault) Judge()
    {
        try
        {
            if (_rules.SignsRoots && _signedCount == 0)
            {
                throw new DareException(DareError.SignatureMissing, "The sequence has no signed root, which its policy demands.");
            }

            bool isolated = _rules.Signing == "Isolated" && _report.Entries > 0;
            IEnumerable<string> signers = isolated ? _rules.Policy.SignKeys.Select(k => k.Kid) : _signed.Select(s => s.Key.Kid);
            List<string> named = [.. signers.Where(kid => _request.Signers.Find(kid) is not null)];
            if (_request.Signers.Count > 0)
            {
                SignatureCheck.RequireEnough(_request.Signers, named);
            }

            VerificationLevel level = named.Count == 0 ? VerificationLevel.Apex
                : isolated ? VerificationLevel.Signed
                : VerificationLevel.Checkpointed;
            return (level, null);
        }
        catch (DareException e)
        {
            return (VerificationLevel.None, new SequenceFault(e.Code, e.Message, _report.End, Count));
        }
    }

    // TreePosition, IndexPosition and ExchangePosition are not in the leaf: they are compared with what they must be.
    private void RequirePlace(SequenceFrame frame)
    {
        if (frame.Info.TreePosition != _positions.Next || frame.Info.IndexPosition != _index)
        {
            throw new DareException(DareError.WrongPlace, $"The TreePosition or IndexPosition of frame {frame.Index} is not the offset that it should be.");
        }

        // Nor are these members, which nothing else looks at.
        bool stray = (frame.Index > 0 && (frame.Info.DataEncoding is not null || frame.Info.ContainerType is not null))
            || (frame.Info.ExchangePosition is not null && !frame.Header.IsEncrypted);
        if (stray)
        {
            throw DareException.Malformed($"Frame {frame.Index} has members in SequenceInfo that it should not have.");
        }

        // In a log several writers take turns, each under its own base seed; elsewhere one begins after the other.
        bool wrong = frame.Info.ExchangePosition is { } exchange
            && (!_exchanges.ContainsKey(exchange) || (_head.ContentType != SequenceContent.Log && exchange != _lastExchange));
        if (wrong)
        {
            throw new DareException(DareError.WrongPlace, $"Frame {frame.Index} names the wrong exchange frame.");
        }
    }

    // A later frame may say that this one was erased: that is looked for where it is not what it was.
    private FrameErasureNote? Erasure(SequenceFrame frame, byte[] digest)
    {
        bool isGone = ProtectedBody.IsErased(frame.Header.Salt) || !digest.AsSpan().SequenceEqual(frame.PayloadDigest.Span);
        return isGone && !frame.IsMeta ? _erasures.Find(frame) : null;
    }

    private void RequireMeta(SequenceFrame frame)
    {
        bool right = frame.Meta.ContentType switch
        {
            _ when !frame.Info.IsMeta => true,
            SequenceContent.Erasure => FrameErasureNote.Read(_reader, frame) is not null,
            SequenceContent.Checkpoint => frame.Layout.BodyLength == 0 && !frame.Header.IsEncrypted && frame.Trailer.SequenceSignatures.Count > 0,
            SequenceContent.Exchange => frame.Layout.BodyLength == Mesh.Cryptography.SegmentedAesGcm.TagSize,
            _ => true,
        };
        if (!right || (frame.Info.IsMeta && frame.Header.Cloaked is not null))
        {
            throw DareException.Malformed($"Frame {frame.Index} does not have the form of its type.");
        }
    }

    private IReadOnlyList<VerifiedSignature>? RootSignatures(SequenceFrame frame, MerkleFrontier after)
    {
        bool closing = frame.IsIndex || (frame.Info.IsMeta && frame.Meta.ContentType == SequenceContent.Checkpoint);
        if (!closing && frame.Trailer.SequenceSignatures.Count > 0)
        {
            throw new DareException(DareError.SignatureInvalid, $"Frame {frame.Index} has signatures over the root, which do not stand there.");
        }

        return closing && _rules.SignsRoots
            ? RootSigner.Verify(
                new StoreCheckpoint(_head.Origin, after.Count, after.Root()), frame.Trailer.SequenceSignatures, _rules.RootSigners(), _batch)
            : null;
    }

    // Two frames with one Salt under one base seed have one key and nonce (D-19).
    private void RequireOwnSalt(SequenceFrame frame)
    {
        if (frame.Header.Salt is not { } salt || (frame.Info.ExchangePosition ?? (frame.IsExchange ? frame.Index : null)) is not { } exchange)
        {
            return;
        }

        if (_salts.Count >= MostSalts)
        {
            _report = _report with { UncomparedSalts = _report.UncomparedSalts + 1 };
            return;
        }

        Span<byte> input = stackalloc byte[8 + BodyCipherNames.SaltSize + SaltKeySize];
        _saltKey.CopyTo(input[(8 + BodyCipherNames.SaltSize)..]);
        System.Buffers.Binary.BinaryPrimitives.WriteInt64BigEndian(input, exchange);
        if (salt.Length != BodyCipherNames.SaltSize)
        {
            throw DareException.Malformed($"The Salt of frame {frame.Index} does not have {BodyCipherNames.SaltSize} octets.");
        }

        salt.Span.CopyTo(input[8..]);
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(input, digest);
        if (!_salts.Add(System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(digest)))
        {
            throw DareException.Malformed($"Frame {frame.Index} has the Salt of another frame under the same base seed.");
        }
    }

    // Zeros take the place of what was erased, or it is not done yet.
    private (FrameNotes.Kind Kind, IndexedEntry? Entry) ReadErased(SequenceFrame frame, FrameErasureNote erasure)
    {
        if (erasure.SaltDigest is null != frame.Header.Salt is null)
        {
            throw DareException.Malformed($"Erasure frame {erasure.Frame.Index} does not fit the frame that it erases.");
        }

        _erased.Add(frame.Index);
        bool isGone = SequenceEraser.IsGone(_reader, frame);
        _report = _report with
        {
            Erased = _report.Erased + (isGone ? 1 : 0),
            PendingErasures = _report.PendingErasures + (isGone ? 0 : 1),
        };
        IndexedEntry? entry = frame.Header.Cloaked is null ? SequenceEntries.Of(frame.Meta, frame.Index) : null;
        return (frame.Header.Cloaked is not null ? FrameNotes.Kind.Unread : entry is null ? FrameNotes.Kind.None : FrameNotes.Kind.Visible, entry);
    }

    // What the frame says of itself, and what its keys show of it where they are at hand.
    private (FrameNotes.Kind Kind, IndexedEntry? Entry) ReadWhole(SequenceFrame frame, IReadOnlyList<VerifiedSignature> signatures)
    {
        RequireOwnSalt(frame);
        _ = ProtectedBody.Read(frame.Header, frame.Trailer, LegacyReading.None);
        bool hidden = frame.Header.Cloaked is not null;
        using OpenKeys? keys = Keys(frame, hidden || signatures.Count > 0 || frame.IsExchange);
        if (keys is not null && frame.Header.KeyIdentifier is { } kid && !keys.IsOfSeed(kid))
        {
            throw DareException.Malformed($"Frame {frame.Index} has a kid that is not that of its base seed.");
        }

        keys?.CheckWitnesses(signatures, frame.Trailer);
        if (hidden && keys is null)
        {
            _report = _report with { Hidden = _report.Hidden + 1 };
            return (FrameNotes.Kind.Unread, null);
        }

        ContentMeta meta = keys is null ? frame.Meta : SequenceKeys.Metadata(frame, keys);
        IndexedEntry? entry = frame.IsMeta ? null : SequenceEntries.Of(meta, frame.Index);
        return (entry is null ? (hidden ? FrameNotes.Kind.Keyless : FrameNotes.Kind.None)
            : hidden ? FrameNotes.Kind.Hidden : FrameNotes.Kind.Visible, entry);
    }

    // The keys of a frame where they can be had; where its base seed can, they must be the right ones.
    private OpenKeys? Keys(SequenceFrame frame, bool wanted)
    {
        if (!HasKeys || !frame.Header.IsEncrypted)
        {
            return null;
        }

        if (frame.Info.ExchangePosition is { } exchange)
        {
            return _keys.CanOpen(exchange) ? _keys.Find(frame) : null;
        }

        try
        {
            return wanted ? _keys.Find(frame) : null;
        }
        catch (DareException e) when (e.Code == DareError.Decryption)
        {
            return null;
        }
    }

    private void TakeIndex(SequenceFrame frame)
    {
        long? exchange = frame.Info.ExchangePosition is { } number ? OffsetOfExchange(number) : null;
        byte[] frontier = _indexes.Take(frame, _tree, exchange);
        using OpenKeys? keys = Keys(frame, wanted: true);
        if (frame.Header.IsEncrypted && keys is null)
        {
            _report = _report with { SealedIndexes = _report.SealedIndexes + 1 };
            return;
        }

        _indexes.Compare(frame, frontier, _keys);
    }

    private void TakeNote(SequenceFrame frame)
    {
        _closed = frame.IsIndex;
        if (frame.IsIndex)
        {
            _index = frame.Layout.Start;
        }

        if (frame.IsExchange)
        {
            if (_exchanges.Count >= MostExchanges)
            {
                throw new DareException(DareError.LimitExceeded, "The sequence has too many exchange frames.");
            }

            _exchanges.Add(frame.Index, frame.Layout.Start);
            _lastExchange = frame.Index;
        }

        if (frame.IsErasure && !_erased.Contains(FrameErasureNote.Read(_reader, frame).Index))
        {
            _report = _report with { PendingErasures = _report.PendingErasures + 1 };
        }

        _report = _report with
        {
            End = frame.Layout.End,
            Entries = _report.Entries + (frame.IsMeta ? 0 : 1),
            IndexFrames = _report.IndexFrames + (frame.IsIndex ? 1 : 0),
            Exchanges = _report.Exchanges + (frame.IsExchange ? 1 : 0),
            Checkpoints = _report.Checkpoints + (frame.Info.IsMeta && frame.Meta.ContentType == SequenceContent.Checkpoint ? 1 : 0),
        };
    }

    private long OffsetOfExchange(long index) =>
        _exchanges.TryGetValue(index, out long offset) ? offset : throw DareException.Malformed($"Frame {index} is no exchange of keys.");
}

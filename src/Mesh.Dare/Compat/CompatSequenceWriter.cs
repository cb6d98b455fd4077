using System.Security.Cryptography;
using System.Text.Json;

namespace Mesh.Dare;

/// <summary>
/// Writes a sequence of a published type in dialect B, as the reference program reads it (DARE 4; D-02, D-08): strict JSON, three records in
/// each frame, every entry with its own exchange of keys. The apexes of <c>Merkle</c> are linked by the rule of DARE 4.6, which the reference
/// states and does not check. For peers that read nothing else: nothing covers headers and ContentMetaData (D-10). Not for use by several
/// threads or processes at once.
/// </summary>
public sealed class CompatSequenceWriter
{
    private static readonly byte[] NoMetadata = [.. "{}"u8];

    private readonly Stream _file;
    private readonly CompatSealer _sealer;
    private readonly SequenceJudge _judge;
    private bool _broken;

    private CompatSequenceWriter(Stream file, CompatSealer sealer, CompatSequenceType type, SequenceJudge judge)
    {
        _file = file;
        _sealer = sealer;
        _judge = judge;
        Type = type;
    }

    /// <summary>The type.</summary>
    public CompatSequenceType Type { get; }

    /// <summary>How many frames there are, frame 0 included.</summary>
    public long Count => _judge.Apexes.Count;

    /// <summary>The apex over all bodies so far, 64 octets, to be remembered elsewhere; null but for <c>Merkle</c>.</summary>
    public ReadOnlyMemory<byte>? Apex => OptionalOctets.Of(HasApex ? _judge.Apex : null);

    private bool HasDigest => Type is CompatSequenceType.Digest or CompatSequenceType.Merkle;

    private bool HasPosition => Type is CompatSequenceType.Tree or CompatSequenceType.Merkle;

    private bool HasApex => Type == CompatSequenceType.Merkle;

    /// <summary>Begins a sequence with frame 0.</summary>
    /// <param name="file">An empty file, read, written and seeking; it stays the caller's.</param>
    /// <param name="type">The type.</param>
    /// <param name="contentMetaData">What frame 0 says of the whole, e.g. its <c>cty</c>; empty for nothing.</param>
    /// <param name="sealer">Seals the entries.</param>
    /// <exception cref="DareException"><see cref="DareError.InvalidRequest"/>: the file is not empty.</exception>
    public static CompatSequenceWriter Create(Stream file, CompatSequenceType type, ReadOnlyMemory<byte> contentMetaData, CompatSealer sealer)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(sealer);
        if (file.Length != 0)
        {
            throw new DareException(DareError.InvalidRequest, "A sequence begins in an empty file.");
        }

        var writer = new CompatSequenceWriter(file, sealer, type, new SequenceJudge());
        writer.Append([], new CompatRequest { ContentMetaData = contentMetaData });
        return writer;
    }

    /// <summary>
    /// Goes on with a sequence that this type has written, or another program by the same rules. The whole file is read and verified.
    /// </summary>
    /// <exception cref="DareException">
    /// As <see cref="PublishedSequence.Read(IOctetSource)"/>; <see cref="DareError.InvalidRequest"/>: it is of a type that is not written,
    /// lacks digests or positions, is not linked, or has a policy that this writer does not carry out. Copy its entries to a new sequence.
    /// </exception>
    public static CompatSequenceWriter Open(Stream file, CompatSealer sealer)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(sealer);
        bool hasPolicy = false;
        PublishedFrame? zero = null;
        PublishedSequence sequence = PublishedSequence.Read(new StreamOctets(file), (frame, _) =>
        {
            zero ??= frame;
            hasPolicy |= StatesPolicy(frame.Header);
        });
        if (zero is null || !Enum.TryParse(sequence.ContainerType, out CompatSequenceType type) || type.ToString() != sequence.ContainerType)
        {
            throw NotContinued("its type is not written");
        }

        var writer = new CompatSequenceWriter(file, sealer, type, sequence.Judge);
        bool apexHolds = sequence.Count > 1 ? sequence.Level == VerificationLevel.Apex && sequence.Tree == PublishedTree.Linked
            : zero.Trailer.ApexDigest is { } apex && apex.Span.SequenceEqual(sequence.Judge.Apex);
        string? problem = hasPolicy ? "it has a policy"
            : writer.HasApex && !apexHolds ? "its apexes are not linked"
            : writer.HasDigest && sequence.Count > 1 && sequence.Level < VerificationLevel.Digest ? "a digest is missing"
            : writer.HasPosition && !sequence.PositionsAgree ? "its positions are wrong"
            : null;
        return problem is null ? writer : throw NotContinued(problem);
    }

    /// <summary>Appends an entry that is in memory.</summary>
    /// <returns>The number of its frame.</returns>
    /// <exception cref="DareException"><see cref="DareError.InvalidRequest"/>, <see cref="DareError.LimitExceeded"/>.</exception>
    public long Append(ReadOnlySpan<byte> plaintext, CompatRequest request)
    {
        using CompatSession session = Begin(request);
        byte[] body = session.Seal(plaintext);
        byte[] digest = SHA512.HashData(body);
        DareTrailer trailer = Trailer(session, digest);
        byte[] frame = Frame.Encode(session.Header.Octets.Span, body, Octets(trailer));
        return Write(session, body.Length, () =>
        {
            _file.Write(frame);
            return (trailer, digest);
        });
    }

    /// <summary>Appends an entry of any size in bounded memory.</summary>
    /// <param name="plaintext">Read to its end.</param>
    /// <param name="length">How many octets it has: they stand before the body.</param>
    /// <param name="request">How to seal.</param>
    /// <returns>The number of its frame.</returns>
    /// <exception cref="DareException">
    /// <see cref="DareError.InvalidRequest"/>, also when the plaintext has another length: the file is then as it was before.
    /// </exception>
    public long Append(Stream plaintext, long length, CompatRequest request)
    {
        ArgumentNullException.ThrowIfNull(plaintext);
        using CompatSession session = Begin(request);
        long bodyLength = session.BodyLength(length);
        return Write(session, bodyLength, () =>
        {
            using IncrementalHash digest = DareDigest.S512.Start();
            var frame = new FrameWriter(_file, session.Header.Octets.Span, bodyLength, session.TrailerLength(HasApex));
            session.SealStream(plaintext, octets =>
            {
                digest.AppendData(octets.Span);
                frame.WriteBody(octets.Span);
            });
            byte[] computed = digest.GetHashAndReset();
            DareTrailer trailer = Trailer(session, computed);
            frame.End(Octets(trailer));
            return (trailer, computed);
        });
    }

    private static DareException NotContinued(string problem) =>
        new(DareError.InvalidRequest, $"The sequence is not continued, because {problem}. Copy its entries to a new one.");

    // A policy that asks for nothing is no policy: the reference writes {} and {"enc":"none",…} into every frame 0.
    private static bool StatesPolicy(DareHeader header) => JsonMembers.Parse(header.StrictOctets, "header", element =>
        element.TryGetProperty("policy"u8, out JsonElement value)
        && DarePolicy.Read(value) is { } policy
        && (policy.RequiresEncryption || policy.EncryptKeys.Count > 0 || policy.SignKeys.Count > 0 || policy.Signature is not (null or "None")
            || policy.EncryptionAlgorithm is not (null or "none")));

    private CompatSession Begin(CompatRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (_broken)
        {
            throw new DareException(DareError.Unavailable, "Writing to the sequence failed before; open it again.");
        }

        var described = new CompatRequest
        {
            ContentMetaData = request.ContentMetaData.IsEmpty ? NoMetadata : request.ContentMetaData,
            EnvelopeId = request.EnvelopeId,
            Recipients = request.Recipients,
            SymmetricRecipients = request.SymmetricRecipients,
            Signers = request.Signers,
            Annotations = request.Annotations,
            WithoutProof = request.WithoutProof,
        };
        return _sealer.Begin(described, Place(), HasDigest);
    }

    private SequenceInfo Place() => Count == 0
        ? new SequenceInfo { DataEncoding = "JSON", ContainerType = Type.ToString(), Index = 0 }
        : new SequenceInfo { Index = Count, TreePosition = HasPosition ? _judge.PositionOfPrevious(Count) : null };

    private DareTrailer Trailer(CompatSession session, byte[] digest) =>
        session.Trailer(digest, HasApex ? _judge.Apexes.Next(digest) : null);

    private static ReadOnlySpan<byte> Octets(DareTrailer trailer) => trailer.IsEmpty ? [] : trailer.Octets.Span;

    private long Write(CompatSession session, long bodyLength, Func<(DareTrailer Trailer, byte[] Digest)> write)
    {
        long start = _file.Length;
        _file.Position = start;
        _broken = true;
        DareTrailer trailer;
        byte[] digest;
        try
        {
            (trailer, digest) = write();
            _file.Flush();
        }
        catch
        {
            // Where even this fails, the writer stays unusable.
            _file.SetLength(start);
            _broken = false;
            throw;
        }

        long index = Count;
        _judge.Take(index, start, bodyLength > 0, session.Header, trailer, digest);
        _broken = false;
        return index;
    }
}

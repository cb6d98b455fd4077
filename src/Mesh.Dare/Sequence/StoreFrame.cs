namespace Mesh.Dare;

/// <summary>
/// A frame of a store, archive or log that we write (Mesh sealing, sections 4 and 5): three records; header with <c>SequenceInfo</c>
/// first; trailer with <c>PayloadDigest</c> and <c>ApexDigest</c>. This is what it says; whether it is true is for
/// <see cref="StoreReader"/>.
/// </summary>
public sealed class StoreFrame
{
    private StoreFrame(ReadOnlyMemory<byte> octets, UnverifiedEnvelope envelope, SequenceInfo info, ReadOnlyMemory<byte> apex)
    {
        Octets = octets;
        Envelope = envelope;
        Info = info;
        ApexDigest = apex;
    }

    /// <summary>The whole frame, its lengths both ways included.</summary>
    public ReadOnlyMemory<byte> Octets { get; }

    /// <summary>Header, body and trailer.</summary>
    public UnverifiedEnvelope Envelope { get; }

    /// <summary>The place.</summary>
    public SequenceInfo Info { get; }

    /// <summary>The number of the frame.</summary>
    public long Index => Info.Index;

    /// <summary>The root over this frame and all before it, 32 octets, as the trailer states it.</summary>
    public ReadOnlyMemory<byte> ApexDigest { get; }

    /// <summary>
    /// True when salt or body were erased: overwritten with zeros (Mesh sealing, section 6), the body then having another digest than the
    /// one that is stated.
    /// </summary>
    public bool IsErased => IsSaltErased || IsBodyErased;

    private bool IsSaltErased => ProtectedBody.IsErased(Envelope.Header.Salt);

    private bool IsBodyErased =>
        !Envelope.Body.IsEmpty && !Envelope.Body.Span.ContainsAnyExcept((byte)0)
        && !DareDigest.S512.Compute(Envelope.Body.Span).AsSpan().SequenceEqual(Envelope.Trailer.PayloadDigest!.Value.Span);

    /// <summary>Reads a frame.</summary>
    /// <exception cref="DareException">
    /// <see cref="DareError.Malformed"/>, <see cref="DareError.LimitExceeded"/>: not the form that we write.
    /// </exception>
    public static StoreFrame Parse(ReadOnlyMemory<byte> octets)
    {
        Frame frame = Frame.Parse(octets);
        if (frame.Layout.Records != 3)
        {
            throw DareException.Malformed("A frame of a store has three records.");
        }

        DareHeader header = DareHeader.Parse(frame.Header);
        DareTrailer trailer = frame.Trailer.IsEmpty ? DareTrailer.Empty : DareTrailer.Parse(frame.Trailer);
        SequenceInfo info = header.SequenceInfo ?? throw DareException.Malformed("A frame of a store has no SequenceInfo.");
        return new StoreFrame(octets, new UnverifiedEnvelope(header, frame.Body, trailer), info, RequireParts(header, trailer));
    }

    /// <summary>Requires what every frame of a MerkleLog has, and gives its ApexDigest.</summary>
    /// <exception cref="DareException"><see cref="DareError.Malformed"/>.</exception>
    internal static ReadOnlyMemory<byte> RequireParts(DareHeader header, DareTrailer trailer)
    {
        long index = header.SequenceInfo!.Index;
        if (!header.Early.IsEmpty)
        {
            throw DareException.Malformed($"Members of the trailer stand in the header of frame {index}.");
        }

        if (header.DigestAlgorithm is not null && trailer.DigestAlgorithm is not null)
        {
            throw DareException.Malformed($"Frame {index} has dig in the header and in the trailer.");
        }

        return (header.DigestAlgorithm ?? trailer.DigestAlgorithm) == DareDigest.S512.Name
            && trailer.PayloadDigest is { Length: 64 }
            && trailer.ApexDigest is { Length: MerkleHash.Size } apex
            ? apex
            : throw DareException.Malformed($"Frame {index} lacks dig S512, PayloadDigest or ApexDigest.");
    }

    /// <summary>The leaf of this frame, with the PayloadDigest that the trailer states.</summary>
    /// <param name="saltDigest">For a frame whose salt is erased, the digest that the Erase entry gives.</param>
    public LeafInput Leaf(ReadOnlyMemory<byte>? saltDigest = null) =>
        LeafOf(Envelope, Index, Envelope.Trailer.PayloadDigest!.Value, saltDigest);

    internal static LeafInput LeafOf(
        UnverifiedEnvelope envelope, long index, ReadOnlyMemory<byte> payloadDigest, ReadOnlyMemory<byte>? saltDigest = null) =>
        LeafOf(envelope.Header, envelope.Claims, index, payloadDigest, saltDigest);

    internal static LeafInput LeafOf(
        DareHeader header, DareTrailer claims, long index, ReadOnlyMemory<byte> payloadDigest, ReadOnlyMemory<byte>? saltDigest = null) =>
        new()
        {
            Index = index,
            DigestAlgorithm = header.DigestAlgorithm ?? claims.DigestAlgorithm ?? DareDigest.S512.Name,
            PayloadDigest = payloadDigest,
            PayloadTag = claims.PayloadTag ?? default,
            ContentMetaData = header.ContentMetaData,
            EncryptionAlgorithm = header.EncryptionAlgorithm,
            SaltDigest = saltDigest ?? (header.Salt is { } salt ? LeafInput.DigestOfSalt(salt.Span) : default),
            KeyCommit = header.KeyCommit ?? default,
        };
}

namespace Mesh.Dare;

/// <summary>
/// A frame of a <c>MerkleLog</c> in a file (Mesh sealing, sections 4 and 5; docs/format/sequence.md): header and trailer are in memory, the body
/// is not. This is what it says; whether it is true is for <see cref="SequenceReader"/>.
/// </summary>
public sealed class SequenceFrame
{
    private SequenceFrame(FrameLayout layout, DareHeader header, DareTrailer trailer)
    {
        Layout = layout;
        Header = header;
        Trailer = trailer;
        Info = header.SequenceInfo!;
        Meta = ContentMeta.Parse(header.ContentMetaData);
    }

    /// <summary>Where its parts stand.</summary>
    public FrameLayout Layout { get; }

    /// <summary>The header.</summary>
    public DareHeader Header { get; }

    /// <summary>The trailer.</summary>
    public DareTrailer Trailer { get; }

    /// <summary>The place.</summary>
    public SequenceInfo Info { get; }

    /// <summary>The number of the frame.</summary>
    public long Index => Info.Index;

    /// <summary>The metadata that anyone may see; that which is hidden comes with the body.</summary>
    public ContentMeta Meta { get; }

    /// <summary>The root over this frame and all before it, 32 octets, as the trailer states it.</summary>
    public ReadOnlyMemory<byte> ApexDigest => Trailer.ApexDigest!.Value;

    /// <summary>The digest of the body as carried, 64 octets, as the trailer states it.</summary>
    public ReadOnlyMemory<byte> PayloadDigest => Trailer.PayloadDigest!.Value;

    /// <summary>True when the frame has no payload of the application.</summary>
    public bool IsMeta => Info.IsMeta || Index == 0;

    internal bool IsIndex => Info.IsMeta && Meta.ContentType == SequenceContent.Index;

    internal bool IsErasure => Info.IsMeta && Meta.ContentType == SequenceContent.Erasure;

    internal bool IsExchange => Info.IsMeta && Meta.ContentType == SequenceContent.Exchange;

    /// <summary>Reads header and trailer.</summary>
    /// <exception cref="DareException">
    /// <see cref="DareError.Malformed"/>, <see cref="DareError.LimitExceeded"/>: not the form that we write.
    /// </exception>
    internal static SequenceFrame Read(FrameReader reader, in FrameLayout layout)
    {
        if (layout.Records != 3)
        {
            throw DareException.Malformed("A frame of a MerkleLog has three records.");
        }

        return Of(layout, reader.Header(layout), reader.Trailer(layout));
    }

    /// <summary>Reads header and trailer from their octets.</summary>
    /// <exception cref="DareException">
    /// <see cref="DareError.Malformed"/>, <see cref="DareError.LimitExceeded"/>: not the form that we write.
    /// </exception>
    internal static SequenceFrame Of(in FrameLayout layout, byte[] headerOctets, byte[] trailer)
    {
        DareHeader header = DareHeader.Parse(headerOctets);
        var frame = new SequenceFrame(
            layout,
            header.SequenceInfo is null ? throw DareException.Malformed("A frame of a sequence has no SequenceInfo.") : header,
            trailer.Length == 0 ? DareTrailer.Empty : DareTrailer.Parse(trailer));
        StoreFrame.RequireParts(header, frame.Trailer);
        frame.RequireStrictForm(trailer);
        return frame;
    }

    /// <summary>The leaf of this frame, with the PayloadDigest that the trailer states.</summary>
    /// <param name="saltDigest">For a frame whose salt is erased, the digest that the Erase entry gives.</param>
    public LeafInput Leaf(ReadOnlyMemory<byte>? saltDigest = null) =>
        StoreFrame.LeafOf(Header, Trailer, Index, PayloadDigest, saltDigest);

    // The root covers members of the header, not its octets. So that nothing else can be said, or said otherwise, beside them, header and trailer
    // must be the very octets that are written for them, and what the leaf leaves out must be covered elsewhere or absent.
    private void RequireStrictForm(byte[] trailer)
    {
        var header = new DareHeader
        {
            SequenceInfo = Info,
            DigestAlgorithm = Header.DigestAlgorithm,
            EncryptionAlgorithm = Header.EncryptionAlgorithm,
            KeyIdentifier = Header.KeyIdentifier,
            Salt = Header.Salt,
            KeyCommit = Header.KeyCommit,
            Recipients = Header.Recipients,
            Cloaked = Header.Cloaked,
            ContentMetaData = Header.ContentMetaData,
        };
        var rest = new DareTrailer
        {
            PayloadDigest = PayloadDigest,
            PayloadTag = Trailer.PayloadTag,
            Signatures = [.. Trailer.Signatures.Select(s => s.WithoutOthers())],
            ApexDigest = ApexDigest,
            SequenceSignatures = [.. Trailer.SequenceSignatures.Select(s => s.WithoutOthers())],
        };
        if (!header.Octets.Span.SequenceEqual(Header.Octets.Span) || !rest.Octets.Span.SequenceEqual(trailer))
        {
            throw DareException.Malformed($"Frame {Index} has members that a sequence does not have, or other octets than are written for them.");
        }

        RequireCovered();
    }

    private void RequireCovered()
    {
        bool hidden = Header.Cloaked is not null;
        bool addressed = Header.Recipients is not null;
        if (hidden != Meta.CloakedDigest is not null || addressed != Meta.RecipientsDigest is not null
            || addressed != Header.KeyIdentifier is not null || (addressed && Info.ExchangePosition is not null))
        {
            throw DareException.Malformed($"Frame {Index} has recipients or hidden metadata that nothing covers.");
        }

        if (addressed && !SequenceRecipients.Digest(Header.Recipients!).AsSpan().SequenceEqual(Meta.RecipientsDigest!.Value.Span))
        {
            throw new DareException(DareError.DigestMismatch, $"The recipients of frame {Index} are not those that it was written with.");
        }

        if (Info.IsMeta != SequenceContent.IsMeta(Meta.ContentType))
        {
            throw DareException.Malformed($"Frame {Index} is of a type that contradicts IsMeta.");
        }
    }
}

namespace Mesh.Dare;

/// <summary>Opens the body of one frame, in the order of DARE 2.10: structure, digest, signatures asked for, keys, witness, and only then octets.</summary>
internal sealed class PublishedOpener(
    PublishedSequence sequence, PublishedFrame frame, IOctetSource body, BodyDigest digest, bool isCheckpointed)
{
    /// <exception cref="DareException">As <see cref="EnvelopeOpener.Open"/>.</exception>
    public PublishedContent Open(OpenRequest request)
    {
        if (request.Place is not null)
        {
            throw new DareException(DareError.InvalidRequest, "Published sequences do not say for which place an entry was made.");
        }

        ProtectedBody? form = ProtectedBody.Read(frame.Header, frame.Trailer, request.Legacy);
        BodyDigest? named = BodyDigest.AlgorithmOf(frame.Header, frame.Trailer) is null ? null : digest;
        IReadOnlyList<VerifiedSignature> signatures = SignatureCheck.Verify(frame.Header, frame.Trailer, named, request.Signers, place: null);
        if (form is null)
        {
            OpenedMetadata clear = OpenedMetadata.Of(frame.Header, item => item.Content.ToArray());
            return new PublishedContent(frame, new SourceStream(body), clear, Standing(named, signatures, tagged: false));
        }

        if (form.Cipher == BodyCipher.A256Cbc && body.Length == 0)
        {
            // Writers state enc also where there is no payload, as for a deletion (D-26).
            var nothing = new OpenedMetadata(frame.Header.ContentMetaData, []);
            return new PublishedContent(frame, new MemoryStream([], writable: false), nothing, Standing(named, signatures, tagged: false));
        }

        bool proven = isCheckpointed && request.Legacy.HasFlag(LegacyReading.SignedCbc);
        if (!proven)
        {
            EnvelopeOpener.RequireProofUnderCbc(form, signatures, request.Legacy);
        }

        return OpenSealed(form, named, signatures, request);
    }

    private PublishedContent OpenSealed(
        ProtectedBody form, BodyDigest? named, IReadOnlyList<VerifiedSignature> signatures, OpenRequest request)
    {
        var withExchange = new OpenRequest
        {
            Keys = request.Keys,
            SymmetricKeys = request.SymmetricKeys,
            Agreements = request.Agreements,
            Legacy = request.Legacy,
            Exchange = sequence.Exchange(frame),
        };
        using OpenKeys keys = OpenKeys.Find(frame.Header, form, withExchange);
        keys.CheckWitnesses(signatures, frame.Trailer);
        OpenedMetadata metadata = OpenedMetadata.Of(frame.Header, keys.Open);
        OpenedStanding standing = Standing(named, signatures, tagged: form.Cipher != BodyCipher.A256Cbc);
        return new PublishedContent(frame, Plaintext(form, keys), metadata, standing);
    }

    private Stream Plaintext(ProtectedBody form, OpenKeys keys)
    {
        switch (form.Cipher)
        {
            case BodyCipher.A256Cbc:
                return keys.OpenCbc(body);
            case BodyCipher.A256GcmS64K:
                SegmentedBody segments = keys.OpenSegments(body);
                return new SourceStream(new SegmentOctets(segments), segments);
            default:
                return new MemoryStream(keys.OpenBody(sequence.Envelope(frame).Body.Span), writable: false);
        }
    }

    private OpenedStanding Standing(BodyDigest? named, IReadOnlyList<VerifiedSignature> signatures, bool tagged)
    {
        OpenedStanding own = OpenedStanding.Of(named, signatures, tagged);
        VerificationLevel level = isCheckpointed ? VerificationLevel.Checkpointed
            : own.Level == VerificationLevel.Signed ? VerificationLevel.Signed
            : sequence.Level == VerificationLevel.Apex ? VerificationLevel.Apex
            : own.Level == VerificationLevel.Digest ? VerificationLevel.Digest
            : VerificationLevel.Framing;
        return own with { Level = level };
    }

    private sealed class SegmentOctets(SegmentedBody segments) : IOctetSource
    {
        public long Length => segments.Length;

        public int Read(long offset, Span<byte> destination) => segments.Read(offset, destination);
    }
}

using System.Security.Cryptography;

namespace Mesh.Dare;

/// <summary>
/// Envelopes that sign a file which is kept apart (Mesh sealing, section 7): no <c>enc</c>, an empty body, <c>PayloadDigest</c> of the file, and
/// <c>Detached</c> in the ContentMetaData, which every signature covers. Each other reader refuses such an envelope, so that none takes it for one with an
/// empty body; the verifier here refuses every other envelope, so that none is taken for a statement about the file beside it.
/// </summary>
public static class DetachedBody
{
    /// <summary>Whether the envelope says that its body is kept apart.</summary>
    /// <exception cref="DareException"><see cref="DareError.Malformed"/>: the ContentMetaData is not well-formed.</exception>
    public static bool IsMarked(DareHeader header)
    {
        ArgumentNullException.ThrowIfNull(header);
        return IsMarked(header.ContentMetaData);
    }

    /// <summary>Reads the envelope and the file to their ends, and verifies digest and signatures.</summary>
    /// <param name="envelope">The file form or the JSON form.</param>
    /// <param name="body">The file that is kept apart.</param>
    /// <param name="signers">Whose signatures are asked for.</param>
    /// <exception cref="DareException">
    /// As <see cref="EnvelopeFileVerifier.Verify"/>; <see cref="DareError.Malformed"/>: the envelope has a body or recipients, or is signed by nobody;
    /// <see cref="DareError.InvalidRequest"/>: it is not detached.
    /// </exception>
    public static CheckedFile Verify(Stream envelope, Stream body, SignerPolicy signers)
    {
        ArgumentNullException.ThrowIfNull(body);
        ArgumentNullException.ThrowIfNull(signers);
        var reader = new EnvelopeFileReader(envelope);
        if (!IsMarked(reader.Header))
        {
            throw new DareException(DareError.InvalidRequest, "The envelope has a body of its own: it says nothing about another file.");
        }

        if (reader.Header.IsEncrypted || reader.ReadBody(new byte[1]) > 0)
        {
            throw DareException.Malformed("An envelope for a file that is kept apart is in clear and has no body.");
        }

        DareTrailer claims = DareTrailer.Merge(reader.Header.Early, reader.ReadTrailer());
        _ = ProtectedBody.Read(reader.Header, claims, LegacyReading.None);
        if (claims.PayloadDigest is null || reader.Header.DigestAlgorithm is null || claims.Signatures.Count == 0)
        {
            throw DareException.Malformed("An envelope for a file that is kept apart states its digest, and is signed.");
        }

        using IncrementalHash hash = DareDigest.Find(reader.Header.DigestAlgorithm)?.Start()
            ?? throw DareException.Malformed("The envelope names no digest.");
        long length = Append(hash, body);
        BodyDigest? digest = BodyDigest.OfStream(reader.Header, claims, hash);
        return new CheckedFile(
            reader.Header, claims, length, digest, SignatureCheck.Verify(reader.Header, claims, digest, signers, place: null));
    }

    /// <exception cref="DareException"><see cref="DareError.DetachedBody"/>.</exception>
    internal static void Refuse(DareHeader header)
    {
        if (IsMarked(header))
        {
            throw new DareException(DareError.DetachedBody, "The envelope signs a file that is kept apart from it: nothing is shown without that file.");
        }
    }

    /// <summary>As above; an envelope that has a body, or is encrypted, cannot be taken for another one.</summary>
    internal static void Refuse(UnverifiedEnvelope envelope)
    {
        if (envelope.Body.IsEmpty && !envelope.Header.IsEncrypted)
        {
            Refuse(envelope.Header);
        }
    }

    /// <exception cref="DareException"><see cref="DareError.InvalidRequest"/>.</exception>
    internal static void RequireSignable(SealRequest request)
    {
        if (request.IsEncrypted || request.PlainManifest || request.Place is not null || request.Signers.Count == 0 || request.Annotations.Count > 0
            || !IsMarked(request.ContentMetaData))
        {
            throw new DareException(
                DareError.InvalidRequest, "A file that is kept apart is signed, with ContentMetaData that say so, and neither encrypted nor annotated.");
        }
    }

    private static bool IsMarked(ReadOnlyMemory<byte> contentMetaData) => ContentMeta.Stating(contentMetaData, "Detached"u8) is { Detached: true };

    private static long Append(IncrementalHash hash, Stream body)
    {
        byte[] buffer = new byte[1 << 17];
        long length = 0;
        for (int count = body.Read(buffer); count > 0; count = body.Read(buffer))
        {
            hash.AppendData(buffer, 0, count);
            length += count;
        }

        return length;
    }
}

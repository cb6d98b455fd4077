using System.Security.Cryptography;

namespace Mesh.Dare;

/// <summary>
/// Verifies and decrypts an envelope of any size that streams by, in bounded memory (Mesh sealing, section 2; DARE 2.11).
/// </summary>
public static class EnvelopeFileOpener
{
    /// <summary>
    /// Writes the plaintext to <paramref name="destination"/>. The trailer, and with it the signatures, comes after the body: what was
    /// written counts only when this call returns. Write to a temporary file, and rename it then.
    /// </summary>
    /// <exception cref="DareException">As <see cref="EnvelopeOpener.Open"/>; what was written is then void.</exception>
    public static OpenedFile Open(Stream source, Stream destination, OpenRequest request)
    {
        ArgumentNullException.ThrowIfNull(destination);
        ArgumentNullException.ThrowIfNull(request);
        var reader = new EnvelopeFileReader(source);
        DetachedBody.Refuse(reader.Header);
        ProtectedBody? form = ProtectedBody.Read(reader.Header, claims: null, request.Legacy);
        return form is null or { Cipher: BodyCipher.A256GcmS64K }
            ? OpenStream(reader, form, destination, request)
            : OpenWhole(reader, destination, request);
    }

    // One tag over the whole body, or none at all: nothing may go out before the end was seen.
    private static OpenedFile OpenWhole(EnvelopeFileReader reader, Stream destination, OpenRequest request)
    {
        using var body = new MemoryStream();
        byte[] buffer = new byte[1 << 16];
        for (int count = reader.ReadBody(buffer); count > 0; count = reader.ReadBody(buffer))
        {
            // Padding of CBC adds at most one block.
            if (body.Length + count > DareLimits.SingleBody + 16)
            {
                throw new DareException(
                    DareError.LimitExceeded, $"A body that is not in segments has at most {DareLimits.SingleBody} octets.");
            }

            body.Write(buffer, 0, count);
        }

        var envelope = new UnverifiedEnvelope(reader.Header, body.ToArray(), reader.ReadTrailer());
        OpenedEnvelope opened = EnvelopeOpener.Open(envelope, request);
        try
        {
            destination.Write(opened.Plaintext.Span);
        }
        finally
        {
            opened.Erase();
        }

        return new OpenedFile(
            reader.Header,
            envelope.Claims,
            opened.Plaintext.Length,
            new OpenedMetadata(opened.ContentMetaData, opened.Annotations),
            new OpenedStanding(opened.Level, opened.Signatures, opened.MetadataIsBound));
    }

    private static OpenedFile OpenStream(EnvelopeFileReader reader, ProtectedBody? form, Stream destination, OpenRequest request)
    {
        request.Place?.Require(reader.Header.ContentMetaData, DareError.WrongPlace);
        using OpenKeys? keys = form is null ? null : OpenKeys.Find(reader.Header, form, request);
        using IncrementalHash? hash = BodyDigest.Start(reader.Header, form);
        long length = Copy(reader, keys, hash, destination);
        DareTrailer claims = DareTrailer.Merge(reader.Header.Early, reader.ReadTrailer());
        _ = ProtectedBody.Read(reader.Header, claims, request.Legacy);
        BodyDigest? digest = BodyDigest.OfStream(reader.Header, claims, hash);
        IReadOnlyList<VerifiedSignature> signatures =
            SignatureCheck.Verify(reader.Header, claims, digest, request.Signers, request.Place);
        keys?.CheckWitnesses(signatures, claims);
        return new OpenedFile(
            reader.Header,
            claims,
            length,
            keys is null ? OpenedMetadata.Of(reader.Header, item => item.Content.ToArray()) : OpenedMetadata.OfSealed(reader.Header, keys),
            OpenedStanding.Of(digest, signatures, tagged: keys is not null));
    }

    private static long Copy(EnvelopeFileReader reader, OpenKeys? keys, IncrementalHash? hash, Stream destination)
    {
        long length = 0;
        void Release(ReadOnlyMemory<byte> octets)
        {
            destination.Write(octets.Span);
            length += octets.Length;
        }

        if (keys is null)
        {
            BodyPipeline.PassBody(reader.ReadBody, hash, Release, default);
        }
        else
        {
            keys.OpenStream(reader.ReadBody, hash, Release);
        }

        return length;
    }
}

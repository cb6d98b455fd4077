using System.Security.Cryptography;

namespace Mesh.Dare;

/// <summary>
/// Turns an <see cref="UnverifiedEnvelope"/> into something to act on. Order (DARE 2.10): structure, digest, signatures asked for, key
/// commitment, decryption, witness. Every failed decryption gives the same error.
/// </summary>
public static class EnvelopeOpener
{
    /// <summary>Verifies and decrypts.</summary>
    /// <exception cref="DareException">
    /// <see cref="DareError.Malformed"/>, <see cref="DareError.UnsupportedAlgorithm"/>, <see cref="DareError.WrongPlace"/>,
    /// <see cref="DareError.DigestMismatch"/>, <see cref="DareError.SignatureMissing"/>, <see cref="DareError.SignatureInvalid"/>,
    /// <see cref="DareError.Decryption"/>.
    /// </exception>
    public static OpenedEnvelope Open(UnverifiedEnvelope envelope, OpenRequest request)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        ArgumentNullException.ThrowIfNull(request);
        DareHeader header = envelope.Header;
        DetachedBody.Refuse(envelope);
        ProtectedBody? form = ProtectedBody.Read(header, envelope.Claims, request.Legacy);
        request.Place?.Require(header.ContentMetaData, DareError.WrongPlace);
        BodyDigest? digest = BodyDigest.Check(envelope);
        IReadOnlyList<VerifiedSignature> signatures =
            SignatureCheck.Verify(header, envelope.Claims, digest, request.Signers, request.Place);
        if (form is null)
        {
            return new OpenedEnvelope(
                envelope,
                envelope.Body,
                OpenedMetadata.Of(header, item => item.Content.ToArray()),
                OpenedStanding.Of(digest, signatures, tagged: false));
        }

        RequireProofUnderCbc(form, signatures, request.Legacy);
        using OpenKeys keys = OpenKeys.Find(header, form, request);
        byte[] plaintext = keys.OpenBody(envelope.Body.Span);
        try
        {
            keys.CheckWitnesses(signatures, envelope.Claims);
            return new OpenedEnvelope(
                envelope,
                plaintext,
                form.Cipher == BodyCipher.A256Cbc ? OpenedMetadata.Of(header, keys.Open) : OpenedMetadata.OfSealed(header, keys),
                OpenedStanding.Of(digest, signatures, tagged: form.Cipher != BodyCipher.A256Cbc));
        }
        catch
        {
            CryptographicOperations.ZeroMemory(plaintext);
            throw;
        }
    }

    /// <summary>
    /// Opens a body in segments for reading at any place, a file far larger than memory. The last segment is authenticated at once, every
    /// other one when it is read. Signatures cover the whole body and are not verified here.
    /// </summary>
    /// <param name="header">The header.</param>
    /// <param name="trailer">The trailer.</param>
    /// <param name="body">The body as carried, and nothing else.</param>
    /// <param name="request">Keys, and the place in a catalog; no signers.</param>
    /// <exception cref="DareException">
    /// As <see cref="Open"/>; <see cref="DareError.InvalidRequest"/>: the body is not in segments, or signatures are asked for.
    /// </exception>
    public static SegmentedBody OpenSegments(DareHeader header, DareTrailer trailer, IOctetSource body, OpenRequest request)
    {
        ArgumentNullException.ThrowIfNull(header);
        ArgumentNullException.ThrowIfNull(trailer);
        ArgumentNullException.ThrowIfNull(body);
        ArgumentNullException.ThrowIfNull(request);
        if (request.Signers.Count > 0)
        {
            throw new DareException(DareError.InvalidRequest, "Signatures cover the whole body: verify the envelope first, then read of it.");
        }

        ProtectedBody? form = ProtectedBody.Read(header, DareTrailer.Merge(header.Early, trailer), LegacyReading.None);
        if (form is not { Cipher: BodyCipher.A256GcmS64K })
        {
            throw new DareException(DareError.InvalidRequest, "Only a body in segments can be read at any place.");
        }

        request.Place?.Require(header.ContentMetaData, DareError.WrongPlace);
        using OpenKeys keys = OpenKeys.Find(header, form, request);
        return keys.OpenSegments(body);
    }

    /// <summary>A body under CBC is released only where a verified signature covers it, or the caller waived even that (D-04).</summary>
    internal static void RequireProofUnderCbc(ProtectedBody form, IReadOnlyList<VerifiedSignature> signatures, LegacyReading legacy)
    {
        if (form.Cipher == BodyCipher.A256Cbc && signatures.Count == 0 && !legacy.HasFlag(LegacyReading.UnsignedCbc))
        {
            throw new DareException(
                DareError.UnsupportedAlgorithm, "The body is under A256CBC and no signature that was asked for covers it.");
        }
    }
}

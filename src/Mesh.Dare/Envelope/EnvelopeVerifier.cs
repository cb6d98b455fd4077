namespace Mesh.Dare;

/// <summary>
/// Verifies an envelope without opening it: a service that holds no keys, or a reader of assertions in clear.
/// </summary>
public static class EnvelopeVerifier
{
    /// <summary>Verifies structure, digest and the signatures asked for.</summary>
    /// <param name="envelope">The envelope.</param>
    /// <param name="signers">Whose signatures are asked for; <see cref="SignerPolicy.None"/> is no way to verify.</param>
    /// <param name="place">In catalogs, where the entry was found or is to stand.</param>
    /// <param name="legacy">Old forms that are permitted.</param>
    /// <exception cref="DareException">
    /// <see cref="DareError.Malformed"/>, <see cref="DareError.UnsupportedAlgorithm"/>, <see cref="DareError.WrongPlace"/>,
    /// <see cref="DareError.DigestMismatch"/>, <see cref="DareError.SignatureMissing"/>, <see cref="DareError.SignatureInvalid"/>;
    /// <see cref="DareError.InvalidRequest"/>: no signer was named.
    /// </exception>
    public static SignedEnvelope Verify(
        UnverifiedEnvelope envelope, SignerPolicy signers, StorePlace? place = null, LegacyReading legacy = LegacyReading.None)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        ArgumentNullException.ThrowIfNull(signers);
        signers.RequireDemand();
        DetachedBody.Refuse(envelope);
        _ = ProtectedBody.Read(envelope.Header, envelope.Claims, legacy);
        place?.Require(envelope.Header.ContentMetaData, DareError.WrongPlace);
        BodyDigest? digest = BodyDigest.Check(envelope);
        return new SignedEnvelope(
            envelope, SignatureCheck.Verify(envelope.Header, envelope.Claims, digest, signers, place));
    }

    /// <summary>
    /// Verifies what needs neither keys nor signers: structure and, where one is stated, the digest of the body.
    /// </summary>
    /// <returns><see cref="VerificationLevel.Digest"/>, or <see cref="VerificationLevel.None"/> where no digest is stated.</returns>
    /// <exception cref="DareException">
    /// <see cref="DareError.Malformed"/>, <see cref="DareError.UnsupportedAlgorithm"/>, <see cref="DareError.WrongPlace"/>,
    /// <see cref="DareError.DigestMismatch"/>.
    /// </exception>
    public static VerificationLevel Check(UnverifiedEnvelope envelope, StorePlace? place = null, LegacyReading legacy = LegacyReading.None)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        DetachedBody.Refuse(envelope);
        _ = ProtectedBody.Read(envelope.Header, envelope.Claims, legacy);
        place?.Require(envelope.Header.ContentMetaData, DareError.WrongPlace);
        return BodyDigest.Check(envelope) is { Stated: true } ? VerificationLevel.Digest : VerificationLevel.None;
    }
}

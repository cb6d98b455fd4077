using Mesh.Keys;

namespace Mesh.Dare;

/// <summary>
/// Verification of the signatures of an envelope (Mesh sealing, sections 3 and 6; DARE 2.10). Everything that is compared was computed
/// here, not read. Entries by keys that were not asked for are ignored; a wrong one by a key asked for refuses the envelope.
/// </summary>
internal static class SignatureCheck
{
    /// <param name="header">The header as read.</param>
    /// <param name="claims">What header and trailer say together.</param>
    /// <param name="digest">The digest over the body, computed; null when the envelope names none.</param>
    /// <param name="policy">Whose signatures are asked for, and in which forms.</param>
    /// <param name="place">In catalogs, where the envelope was found.</param>
    /// <param name="batch">Where signatures over SignedData are verified together; the result counts once that was done.</param>
    /// <exception cref="DareException"><see cref="DareError.SignatureMissing"/>, <see cref="DareError.SignatureInvalid"/>.</exception>
    public static IReadOnlyList<VerifiedSignature> Verify(
        DareHeader header, DareTrailer claims, BodyDigest? digest, SignerPolicy policy, StorePlace? place, SignatureBatch? batch = null)
    {
        if (policy.Count == 0)
        {
            return [];
        }

        List<VerifiedSignature> verified = [];
        foreach (DareSignature entry in claims.Signatures)
        {
            if (policy.Find(entry.KeyIdentifier) is { } key)
            {
                verified.Add(VerifyOne(header, claims, digest, entry, key, policy.Forms, place, batch));
            }
        }

        RequireEnough(policy, verified);
        return verified;
    }

    internal static void RequireEnough(SignerPolicy policy, List<VerifiedSignature> verified) =>
        RequireEnough(policy, [.. verified.Select(v => v.Key.Kid)]);

    /// <param name="policy">Whose signatures are asked for.</param>
    /// <param name="verified">The keys of those that verified.</param>
    internal static void RequireEnough(SignerPolicy policy, List<string> verified)
    {
        string? absent = policy.NeedsAll
            ? policy.Kids.FirstOrDefault(kid => !verified.Contains(kid))
            : verified.Count == 0 && policy.NeedsAny ? policy.Kids.First() : null;
        if (absent is not null)
        {
            throw new DareException(DareError.SignatureMissing, $"The envelope is not signed by {absent}.");
        }
    }

    private static VerifiedSignature VerifyOne(
        DareHeader header,
        DareTrailer claims,
        BodyDigest? digest,
        DareSignature entry,
        SignaturePublicKey key,
        SignatureForms permitted,
        StorePlace? place,
        SignatureBatch? batch)
    {
        SignatureForms form = FormOf(entry, key, permitted, digest);
        if (!permitted.HasFlag(form))
        {
            throw Invalid(key, $"has the form {form}, which is not accepted here");
        }

        bool sealedByUs = header.KeyCommit is not null || claims.PayloadTag is not null;
        if (form != SignatureForms.SignedData && (sealedByUs || place is not null))
        {
            throw Invalid(key, "covers the body alone, where cipher, recipients or place must be covered as well");
        }

        if (digest is null)
        {
            throw Invalid(key, "has no digest to stand on");
        }

        (byte[] signed, DateTimeOffset? created) = form switch
        {
            SignatureForms.SignedData => SignedData(header, claims, digest, entry, key, place),
            SignatureForms.PlainManifest => (SignatureLabels.PlainManifest(digest.Digest.Name, digest.Value.Span), null),
            _ => (digest.Value.ToArray(), null),
        };
        RequireAlgorithm(entry, key, form);
        bool valid = entry.Value is { } value
            && (form == SignatureForms.SignedData ? SignatureBatch.Verify(batch, key, signed, value.Span) : Verify(key, form, signed, value.Span));
        if (!valid)
        {
            throw Invalid(key, "does not verify");
        }

        return new VerifiedSignature(key, form, created, WitnessInfo(form, signed, entry.Value!.Value), entry.Witness);
    }

    private static (byte[] Octets, DateTimeOffset? Created) SignedData(
        DareHeader header, DareTrailer claims, BodyDigest digest, DareSignature entry, SignaturePublicKey key, StorePlace? place)
    {
        if (entry.KeyIdentifier != key.Kid)
        {
            throw Invalid(key, "states another kid than that of its signer");
        }

        if (header.DigestAlgorithm != DareDigest.S512.Name && header.DigestAlgorithm != DareDigest.S256.Name)
        {
            throw Invalid(key, "needs dig S512 or S256 in the header");
        }

        if (header.IsEncrypted && entry.Witness is not { Length: SignatureSizes.Witness })
        {
            throw Invalid(key, "is over an encrypted body and has no witness");
        }

        ReadOnlyMemory<byte> signedData = entry.SignedData!.Value;
        DateTimeOffset created = EnvelopeStatement
            .Of(key.Kid, header, digest.Value, claims.PayloadTag, place)
            .Check(signedData);
        return (SignatureLabels.SignedOctets(signedData.Span), created);
    }

    private static SignatureForms FormOf(
        DareSignature entry, SignaturePublicKey key, SignatureForms permitted, BodyDigest? digest) => entry switch
        {
            { SignedData: not null } => SignatureForms.SignedData,
            { Algorithm: { } name } when DareDigest.TryFind(name, out _) => IsEmptyContext(entry, key, permitted, digest)
                ? SignatureForms.PayloadDigestEmptyContext
                : SignatureForms.PayloadDigest,
            _ => SignatureForms.PlainManifest,
        };

    // The two forms over the bare digest look the same; which one it is, only the signature itself shows.
    private static bool IsEmptyContext(DareSignature entry, SignaturePublicKey key, SignatureForms permitted, BodyDigest? digest) =>
        permitted.HasFlag(SignatureForms.PayloadDigestEmptyContext)
        && key.Algorithm == KeyAlgorithm.Ed25519
        && digest is not null
        && entry.Value is { } value
        && Verify(key, SignatureForms.PayloadDigestEmptyContext, digest.Value.Span, value.Span);

    private static bool IsBareDigest(SignatureForms form) =>
        form is SignatureForms.PayloadDigest or SignatureForms.PayloadDigestEmptyContext;

    private static bool Verify(SignaturePublicKey key, SignatureForms form, ReadOnlySpan<byte> signed, ReadOnlySpan<byte> value) =>
        form == SignatureForms.PayloadDigestEmptyContext
            ? key.VerifyAsPublished(signed, value)
            : key.Verify(signed, value);

    // In dialect A the member names the digest and says nothing about the key.
    private static void RequireAlgorithm(DareSignature entry, SignaturePublicKey key, SignatureForms form)
    {
        if (!IsBareDigest(form) && entry.Algorithm != SignatureLabels.Algorithm(key.Algorithm))
        {
            throw Invalid(key, "states an alg that is not that of the key");
        }
    }

    private static byte[] WitnessInfo(SignatureForms form, byte[] signed, ReadOnlyMemory<byte> value) =>
        IsBareDigest(form) ? value.ToArray() : signed;

    internal static DareException Invalid(SignaturePublicKey key, string problem) =>
        new(DareError.SignatureInvalid, $"The signature by {key.Kid} is refused: it {problem}.");
}

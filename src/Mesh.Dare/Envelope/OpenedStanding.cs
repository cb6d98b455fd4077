namespace Mesh.Dare;

/// <summary>What was shown about an envelope.</summary>
internal sealed record OpenedStanding(VerificationLevel Level, IReadOnlyList<VerifiedSignature> Signatures, bool MetadataIsBound)
{
    /// <param name="digest">The digest over the body, if there is one.</param>
    /// <param name="signatures">The signatures asked for, verified.</param>
    /// <param name="tagged">Whether a tag over the body was verified.</param>
    public static OpenedStanding Of(BodyDigest? digest, IReadOnlyList<VerifiedSignature> signatures, bool tagged)
    {
        VerificationLevel level = signatures.Count > 0 ? VerificationLevel.Signed
            : tagged || digest is { Stated: true } ? VerificationLevel.Digest
            : VerificationLevel.None;
        return new OpenedStanding(level, signatures, tagged || signatures.Any(s => s.Form == SignatureForms.SignedData));
    }
}

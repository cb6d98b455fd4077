using Mesh.Cryptography;
using Mesh.Keys;

namespace Mesh.Dare;

/// <summary>
/// Signatures over the root of a tree (Mesh sealing, sections 4 and 6): <c>seqsignatures</c>, each <c>kid</c>, <c>alg</c>,
/// <c>SignedData</c>, <c>signature</c>; SignedData is <c>Signer</c>, <c>Origin</c>, <c>Count</c>, <c>Root</c>, <c>Created</c>. A root signed in
/// frame i has Count i + 1.
/// </summary>
public static class RootSigner
{
    /// <summary>Signs a state of a store.</summary>
    public static DareSignature Sign(StoreCheckpoint state, SignaturePrivateKey key, IRandomSource random, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(time);
        byte[] signedData = Statement(state, key.Kid, MeshTime.Format(time.GetUtcNow())).ToOctets();
        return new DareSignature
        {
            KeyIdentifier = key.Kid,
            Algorithm = SignatureLabels.Algorithm(key.Algorithm),
            SignedData = signedData,
            Value = key.Sign(SignatureLabels.SignedOctets(signedData), random),
        };
    }

    /// <summary>Verifies the signatures asked for over a state that was recomputed from the frames.</summary>
    /// <param name="state">The state, computed.</param>
    /// <param name="signatures">The <c>seqsignatures</c> of the trailer.</param>
    /// <param name="signers">Whose signatures are asked for.</param>
    /// <returns>The signatures, at least one; the level is <see cref="VerificationLevel.Checkpointed"/>.</returns>
    /// <exception cref="DareException">
    /// <see cref="DareError.SignatureMissing"/>, <see cref="DareError.SignatureInvalid"/>; <see cref="DareError.InvalidRequest"/>: no signer
    /// was named.
    /// </exception>
    public static IReadOnlyList<VerifiedSignature> Verify(
        StoreCheckpoint state, IReadOnlyList<DareSignature> signatures, SignerPolicy signers) => Verify(state, signatures, signers, batch: null);

    /// <summary>As the other; with a <paramref name="batch"/> the result counts once that was verified.</summary>
    internal static IReadOnlyList<VerifiedSignature> Verify(
        StoreCheckpoint state, IReadOnlyList<DareSignature> signatures, SignerPolicy signers, SignatureBatch? batch)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(signatures);
        ArgumentNullException.ThrowIfNull(signers);
        signers.RequireDemand();

        List<VerifiedSignature> verified = [];
        foreach (DareSignature entry in signatures)
        {
            if (signers.Find(entry.KeyIdentifier) is { } key)
            {
                verified.Add(VerifyOne(state, entry, key, batch));
            }
        }

        SignatureCheck.RequireEnough(signers, verified);
        return verified;
    }

    private static VerifiedSignature VerifyOne(StoreCheckpoint state, DareSignature entry, SignaturePublicKey key, SignatureBatch? batch)
    {
        if (entry.SignedData is not { } signedData || entry.Witness is not null
            || entry.Algorithm != SignatureLabels.Algorithm(key.Algorithm))
        {
            throw SignatureCheck.Invalid(key, "does not have the form of a signature over a root");
        }

        DateTimeOffset created = Statement(state, key.Kid, null).Check(signedData);
        byte[] signed = SignatureLabels.SignedOctets(signedData.Span);
        return entry.Value is { } value && SignatureBatch.Verify(batch, key, signed, value.Span)
            ? new VerifiedSignature(key, SignatureForms.SignedData, created, [], null)
            : throw SignatureCheck.Invalid(key, "does not verify");
    }

    private static Statement Statement(StoreCheckpoint state, string signer, string? created) => new Statement()
        .Text("Signer", signer)
        .Binary("Origin", state.Origin)
        .Integer("Count", state.Count)
        .Binary("Root", state.Root)
        .Created(created);
}

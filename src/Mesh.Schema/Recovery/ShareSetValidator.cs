using Mesh.Keys;

namespace Mesh.Schema;

/// <summary>Decides whether a set of shares is what the owner of an account signed.</summary>
public static class ShareSetValidator
{
    /// <summary>
    /// A set signed by the key that it names. Whose it is, the fingerprint of that key says: compare
    /// <c>Value.ProfileSignature</c> with the account that is meant.
    /// </summary>
    /// <exception cref="SchemaException">
    /// <see cref="SchemaError.KeyInvalid"/>, <see cref="SchemaError.SignatureInvalid"/>, or not such a statement.
    /// </exception>
    public static Verified<ShareSet> Validate(Enveloped<ShareSet> envelope)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        ShareSet set = envelope.ReadUnverified();
        KeyRules.Check([new ProfileKey(nameof(ShareSet.ProfileSignature), KeyAlgorithm.Ed448, true, set.ProfileSignature)], set.Tag);
        Verified<ShareSet> verified = EnvelopeChecks.Assertion(envelope, KeyRules.Signature(set.ProfileSignature));
        verified.Value.ToEscrow();
        return verified;
    }
}

using Mesh.Keys;

namespace Mesh.Schema;

/// <summary>
/// The rules for the keys in an ActivationCommon: each is the private half of the key that the profile names, or a share of it, and store
/// keys come once per store with a complete chain of earlier ones.
/// </summary>
internal static class ActivationKeyRules
{
    /// <exception cref="SchemaException">A key breaks a rule (<see cref="SchemaError.KeyInvalid"/>).</exception>
    public static void Check(ActivationCommon common, ProfileUser account)
    {
        CheckProfileKey(common.ProfileSignature, account);
        RequireHalf(common.AdministratorSignature, account.AdministratorSignature, nameof(account.AdministratorSignature));
        RequireHalf(common.Encryption, account.CommonEncryption, nameof(account.CommonEncryption));
        RequireHalf(common.Authentication, account.CommonAuthentication, nameof(account.CommonAuthentication));
        RequireHalf(common.Signature, account.CommonSignature, nameof(account.CommonSignature));
        KeyGenerations.CheckOrder(KeyGenerations.CommonEncryption, common.Generation, common.PriorKeys);
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (ActivationEntry entry in common.Entries)
        {
            if (!StoreLabel.IsValid(entry.Resource) || !seen.Add(entry.Resource))
            {
                throw Invalid(entry.Resource, "has no proper label, or stands twice");
            }

            if (PublicOf(entry.Key) is not AgreementPublicKey)
            {
                throw Invalid(entry.Resource, "is no key that decrypts");
            }

            KeyGenerations.CheckOrder(entry.Resource, entry.Generation, entry.PriorKeys);
        }
    }

    /// <exception cref="SchemaException">It is another key than the profile's (<see cref="SchemaError.KeyInvalid"/>).</exception>
    public static void CheckProfileKey(KeyData? given, ProfileUser account) =>
        RequireHalf(given, account.ProfileSignature, nameof(account.ProfileSignature));

    private static void RequireHalf(KeyData? given, KeyData? named, string name)
    {
        if (given is not null && (PublicOf(given) is not { } key || !key.Equals(named?.PublicParameters)))
        {
            throw Invalid(name, "is not the one that the profile of the account names");
        }
    }

    /// <summary>The public key of what is given, in whole or as a share; null for anything else, or where the stated UDF is another.</summary>
    private static PublicKey? PublicOf(KeyData data)
    {
        PublicKey? key = data.PrivateParameters switch
        {
            PrivateKeyParameters whole => whole.Key.PublicKey,
            KeyShare share => share.PublicPrimary,
            _ => null,
        };
        return key is null || data.Udf is null || UdfText.Names(data.Udf, key.Fingerprint.Udf) ? key : null;
    }

    private static SchemaException Invalid(string name, string problem) =>
        new(SchemaError.KeyInvalid, $"the activation's key for {TaggedJson.Quote(name)} {problem}");
}

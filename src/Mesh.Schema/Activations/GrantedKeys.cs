using System.Collections.Immutable;
using Mesh.Keys;

namespace Mesh.Schema;

/// <summary>Chooses, out of the keys that an administrator's device holds, those that the roles of another device give it.</summary>
internal static class GrantedKeys
{
    /// <summary>The choice; it shares its keys with <paramref name="held"/> and must not be disposed.</summary>
    /// <param name="held">What the administrator's device holds.</param>
    /// <param name="grants">What the roles give.</param>
    /// <param name="hasProfileKey">The other device has ProfileSignature already, and keeps it where it is not held here.</param>
    /// <exception cref="SchemaException">
    /// A key is not held here (<see cref="SchemaError.KeyInvalid"/>); the roles ask for shares, which this version does not make
    /// (<see cref="SchemaError.RuleBroken"/>).
    /// </exception>
    public static ActivationCommon Select(ActivationCommon held, Grants grants, bool hasProfileKey = false)
    {
        if (grants.AreKeysShared)
        {
            throw new SchemaException(SchemaError.RuleBroken, "the role threshold asks for key shares, which this version does not make");
        }

        bool encrypts = grants.Keys.HasFlag(AccountKeys.CommonEncryption);
        return new ActivationCommon
        {
            ProfileSignature = hasProfileKey
                ? grants.Keys.HasFlag(AccountKeys.ProfileSignature) ? held.ProfileSignature : null
                : Take(held.ProfileSignature, AccountKeys.ProfileSignature, grants),
            AdministratorSignature = Take(held.AdministratorSignature, AccountKeys.AdministratorSignature, grants),
            Encryption = Take(held.Encryption, AccountKeys.CommonEncryption, grants),
            Signature = Take(held.Signature, AccountKeys.CommonSignature, grants),
            Generation = encrypts ? held.Generation : 0,
            PriorKeys = encrypts ? held.PriorKeys : [],
            Entries = [.. grants.Catalogs.Select(store => Find(held.Entries, store.Label))],
        };
    }

    /// <summary>The public key of MMM_Device, which every administrator's device holds.</summary>
    /// <exception cref="SchemaException">It is not held here in whole (<see cref="SchemaError.KeyInvalid"/>).</exception>
    public static AgreementPublicKey DeviceStoreKey(ActivationCommon held) =>
        Find(held.Entries, StoreLabel.Device).Key.PrivateParameters is PrivateKeyParameters { Key: AgreementPrivateKey key }
            ? key.Public
            : throw NotHeld(StoreLabel.Device);

    private static KeyData? Take(KeyData? key, AccountKeys name, Grants grants)
    {
        if (!grants.Keys.HasFlag(name))
        {
            return null;
        }

        return key ?? throw NotHeld(name.ToString());
    }

    private static ActivationEntry Find(ImmutableArray<ActivationEntry> entries, string label) =>
        entries.FirstOrDefault(e => StoreLabel.Same(e.Resource, label)) ?? throw NotHeld(label);

    private static SchemaException NotHeld(string name) =>
        new(SchemaError.KeyInvalid, $"this device does not hold the key for {name} and cannot give it");
}

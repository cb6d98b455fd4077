using Mesh.Dare;
using Mesh.Keys;

namespace Mesh.Client;

/// <summary>What it takes to read a catalog of an account.</summary>
/// <param name="Naming">The name of an entry as it stands in the open.</param>
/// <param name="Keys">The keys of the store, of every generation.</param>
/// <param name="IsSigned">Whether the administrator must have signed every entry.</param>
/// <param name="Administrators">Gives the administrator keys of all versions of the profile.</param>
internal sealed record StoreReading(
    EntryNaming Naming, IDecryptionKeyring Keys, bool IsSigned, Func<IReadOnlyList<SignaturePublicKey>> Administrators)
{
    /// <summary>The rules by which entries count.</summary>
    public CatalogRules Rules()
    {
        SignerPolicy administrators = SignerPolicy.AnyOf(Administrators());
        return new CatalogRules
        {
            Naming = Naming,
            PrimaryKey = EntryKeyRule.KeyOf,
            Keys = Keys,
            Writers = IsSigned ? administrators : SignerPolicy.None,
            Administrators = administrators,
        };
    }

    /// <summary>The rules for opening one entry of a store that anyone who has its key may write. No administrator is asked for.</summary>
    public CatalogRules LookupRules() => IsSigned
        ? throw new InvalidOperationException("the entries of this store are signed")
        : new CatalogRules { Naming = Naming, PrimaryKey = EntryKeyRule.KeyOf, Keys = Keys };
}

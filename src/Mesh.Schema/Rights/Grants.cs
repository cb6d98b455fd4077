using System.Collections.Immutable;

namespace Mesh.Schema;

/// <summary>What a set of roles gives: account keys, stores and rights (Mesh schema 10.4).</summary>
public sealed class Grants
{
    private readonly ImmutableSortedDictionary<string, StoreAccess> _stores;

    internal Grants(AccountKeys keys, bool shared, ImmutableSortedDictionary<string, StoreAccess> stores, ImmutableArray<string> rights)
    {
        Keys = keys;
        AreKeysShared = shared;
        _stores = stores;
        Rights = rights;
    }

    /// <summary>The account's private keys.</summary>
    public AccountKeys Keys { get; }

    /// <summary>Whether account and store keys are given as shares, the other half being the service's.</summary>
    public bool AreKeysShared { get; }

    /// <summary>The strings of <see cref="AccessCapability.Rights"/>, always explicit.</summary>
    public ImmutableArray<string> Rights { get; }

    /// <summary>What may be done with the store of that label.</summary>
    public StoreAccess Of(string label) => _stores.GetValueOrDefault(StoreLabel.Canonical(label));

    /// <summary>The catalogs whose keys are given, in the order of <see cref="StoreTable.All"/>.</summary>
    public IEnumerable<StoreDescription> Catalogs =>
        StoreTable.All.Where(s => s.Kind == StoreKind.Catalog && Of(s.Label).HasFlag(StoreAccess.Read));
}

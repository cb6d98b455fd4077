using System.Collections.Immutable;

namespace Mesh.Schema;

/// <summary>
/// The table from roles to grants (Mesh schema 10.4, corrected as S-22 and S-23 say), used by service and client alike. A device may
/// have several roles; it gets what any of them gives. CommonAuthentication is given to none.
/// </summary>
public static class RoleTable
{
    private const AccountKeys Common = AccountKeys.CommonEncryption | AccountKeys.CommonSignature;

    private static readonly ImmutableDictionary<string, StoreAccess> DeviceStores = Stores(
        (StoreLabel.Network, StoreAccess.ReadWrite), (StoreLabel.Application, StoreAccess.Read));

    private static readonly ImmutableDictionary<string, StoreAccess> MessageStores = DeviceStores.SetItems(Stores(
        (StoreLabel.Contact, StoreAccess.ReadWrite), (StoreLabel.Publication, StoreAccess.ReadWrite),
        (StoreLabel.Inbound, StoreAccess.ReadWrite), (StoreLabel.Outbound, StoreAccess.ReadWrite),
        (StoreLabel.Archive, StoreAccess.ReadWrite)));

    private static readonly ImmutableDictionary<string, StoreAccess> WebStores = MessageStores.SetItems(Stores(
        (StoreLabel.Credential, StoreAccess.ReadWrite), (StoreLabel.Bookmark, StoreAccess.ReadWrite),
        (StoreLabel.Task, StoreAccess.ReadWrite)));

    // Every store of the account. Device and Access entries are an administrator's work, so the role has both.
    private static readonly ImmutableDictionary<string, StoreAccess> AdminStores =
        StoreTable.All.ToImmutableDictionary(s => s.Label, _ => StoreAccess.ReadWrite);

    private static readonly ImmutableDictionary<string, StoreAccess> SuperStores = Stores(
        (StoreLabel.Device, StoreAccess.ReadWrite), (StoreLabel.Access, StoreAccess.ReadWrite));

    /// <summary>What those roles give together. No roles give nothing.</summary>
    public static Grants GrantsOf(IEnumerable<Role> roles)
    {
        ArgumentNullException.ThrowIfNull(roles);
        Role[] held = [.. roles.Distinct()];
        AccountKeys keys = held.Aggregate(AccountKeys.None, (sum, role) => sum | KeysOf(role));
        var stores = new SortedDictionary<string, StoreAccess>(StringComparer.Ordinal);
        foreach ((string label, StoreAccess access) in held.SelectMany(StoresOf))
        {
            stores[label] = stores.GetValueOrDefault(label) | access;
        }

        // A direct key would undo the sharing, so a device is threshold only if no other role gives it keys directly.
        bool shared = held.Contains(Role.Threshold) && !held.Any(r => r is not (Role.Threshold or Role.Device));
        return new Grants(keys, shared, stores.ToImmutableSortedDictionary(StringComparer.Ordinal), RightsOf(held, stores));
    }

    /// <summary>Whether a device with the roles <paramref name="held"/> may give <paramref name="wanted"/> to another device.</summary>
    /// <remarks>
    /// The administrator key comes with onward grant only to <c>super</c>, so <c>super</c> alone makes <c>super</c> and <c>admin</c>;
    /// both make the rest.
    /// </remarks>
    public static bool MayGrant(IEnumerable<Role> held, Role wanted)
    {
        ArgumentNullException.ThrowIfNull(held);
        return held.Any(role => role == Role.Super || (role == Role.Admin && wanted is not (Role.Super or Role.Admin)));
    }

    private static AccountKeys KeysOf(Role role) => role switch
    {
        Role.Super => AccountKeys.ProfileSignature | AccountKeys.AdministratorSignature,
        Role.Admin => AccountKeys.AdministratorSignature | Common,
        Role.Message or Role.Web or Role.Developer or Role.Threshold => Common,
        _ => AccountKeys.None,
    };

    private static ImmutableDictionary<string, StoreAccess> StoresOf(Role role) => role switch
    {
        Role.Super => SuperStores,
        Role.Admin => AdminStores,
        Role.Device => DeviceStores,
        Role.Message => MessageStores,
        Role.Web or Role.Developer or Role.Threshold => WebStores,
        _ => ImmutableDictionary<string, StoreAccess>.Empty,
    };

    private static ImmutableArray<string> RightsOf(Role[] roles, SortedDictionary<string, StoreAccess> stores)
    {
        if (roles.Length == 0)
        {
            return [];
        }

        var rights = ImmutableArray.CreateBuilder<string>();
        rights.Add(Right.Status);
        if (roles.Contains(Role.Admin))
        {
            rights.Add(Right.UnbindAccount);
        }

        if (roles.Contains(Role.Threshold))
        {
            rights.Add(Right.Operate);
        }

        foreach (StoreDescription store in StoreTable.All)
        {
            StoreAccess access = stores.GetValueOrDefault(store.Label);
            if (access.HasFlag(StoreAccess.Read))
            {
                rights.Add(Right.For(Right.Download, store.Label));
            }

            if (access.HasFlag(StoreAccess.Write))
            {
                rights.Add(Right.For(Right.Transact, store.Label));
            }
        }

        return rights.ToImmutable();
    }

    private static ImmutableDictionary<string, StoreAccess> Stores(params (string Label, StoreAccess Access)[] stores) =>
        stores.ToImmutableDictionary(s => s.Label, s => s.Access);
}

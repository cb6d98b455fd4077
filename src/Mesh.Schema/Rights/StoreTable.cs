using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Mesh.Schema;

/// <summary>The stores of a user's account (Mesh schema 9 and 13), the same table for service and client.</summary>
public static class StoreTable
{
    /// <summary>All stores, in the order in which they are listed and created.</summary>
    public static ImmutableArray<StoreDescription> All { get; } =
    [
        new(StoreLabel.Access, StoreKind.Catalog, "CatalogedAccess", Role.Admin, ReadableByService: true, SignedByAdministrator: true),
        new(StoreLabel.Device, StoreKind.Catalog, "CatalogedDevice", Role.Admin, false, SignedByAdministrator: true),
        new(StoreLabel.Publication, StoreKind.Catalog, "CatalogedPublication", Role.Message, ReadableByService: true, false),
        new(StoreLabel.Contact, StoreKind.Catalog, "CatalogedContact", Role.Message, false, false),
        new(StoreLabel.Credential, StoreKind.Catalog, "CatalogedCredential", Role.Web, false, false),
        new(StoreLabel.Bookmark, StoreKind.Catalog, "CatalogedBookmark", Role.Web, false, false),
        new(StoreLabel.Task, StoreKind.Catalog, "CatalogedTask", Role.Web, false, false),
        new(StoreLabel.Network, StoreKind.Catalog, "CatalogedNetwork", Role.Device, false, false),
        new(StoreLabel.Application, StoreKind.Catalog, "CatalogedApplication", Role.Admin, false, false),
        new(StoreLabel.Inbound, StoreKind.Spool, null, Role.Message, false, false),
        new(StoreLabel.Outbound, StoreKind.Spool, null, Role.Message, false, false),
        new(StoreLabel.Local, StoreKind.Spool, null, Role.Admin, false, false),
        new(StoreLabel.Archive, StoreKind.Spool, null, Role.Message, false, false),
    ];

    private static readonly FrozenDictionary<string, StoreDescription> ByLabel =
        All.ToFrozenDictionary(s => s.Label, StringComparer.OrdinalIgnoreCase);

    /// <summary>The store of that label, in any case, or null.</summary>
    public static StoreDescription? Find(string? label) => label is null ? null : ByLabel.GetValueOrDefault(label);
}

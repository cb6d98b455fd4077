namespace Mesh.Schema;

/// <summary>How a store is used.</summary>
public enum StoreKind
{
    /// <summary>Keyed entries that change (Mesh schema 9). Has a store key.</summary>
    Catalog,

    /// <summary>Messages that change state (Mesh schema 13). Messages are sealed to their readers, so it has no key.</summary>
    Spool,
}

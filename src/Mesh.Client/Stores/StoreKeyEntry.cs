using Mesh.Schema;

namespace Mesh.Client;

/// <summary>The Access entry that names the key of a store in force (Mesh rulings 7).</summary>
internal static class StoreKeyEntry
{
    public static CatalogedAccess Of(ActivationEntry entry) => new()
    {
        Capability = CapabilityStoreKey.Of(entry.Resource, entry.Key.Udf!, entry.Generation),
    };
}

namespace Mesh.Schema;

/// <summary>
/// Names the key of a store that is in force, so that the service can refuse entries sealed to a superseded one without being able to
/// open any (after a removal the old key is in the wrong hands). The identifier is a fingerprint: it opens nothing.
/// </summary>
public sealed record CapabilityStoreKey : Capability
{
    /// <summary>What <see cref="Capability.Id"/> begins with; the label of the store follows.</summary>
    public const string IdPrefix = "mmm/storekey/";

    /// <summary>UDF of the store's encryption key.</summary>
    public required string KeyIdentifier { get; init; }

    /// <summary>Generation of the key: 0 is derived from the account seed, later ones are random.</summary>
    public required long Generation { get; init; }

    /// <summary>The entry for a store.</summary>
    public static CapabilityStoreKey Of(string label, string keyIdentifier, long generation) =>
        new() { Id = IdPrefix + label, Active = true, KeyIdentifier = keyIdentifier, Generation = generation };
}

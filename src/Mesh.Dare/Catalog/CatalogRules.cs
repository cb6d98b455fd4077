using Mesh.Keys;

namespace Mesh.Dare;

/// <summary>What a reader of a catalog knows beforehand (Mesh sealing, section 5; Mesh schema, section 9).</summary>
public sealed class CatalogRules
{
    /// <summary>How keys are named in the open.</summary>
    public required EntryNaming Naming { get; init; }

    /// <summary>Where the true key stands in an entry.</summary>
    public required PrimaryKeyRule PrimaryKey { get; init; }

    /// <summary>The key of the store, and those it had before.</summary>
    public required IDecryptionKeyring Keys { get; init; }

    /// <summary>
    /// Who must have signed every entry: in the Device and Access catalogs the administrator, in the others nobody.
    /// </summary>
    public SignerPolicy Writers { get; init; } = SignerPolicy.None;

    /// <summary>Who must have signed Erase entries: the administrator. Without one, Erase entries are refused.</summary>
    public SignerPolicy Administrators { get; init; } = SignerPolicy.None;
}

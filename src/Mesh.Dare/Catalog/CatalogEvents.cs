namespace Mesh.Dare;

/// <summary>The words in <c>Event</c> of a catalog entry (DARE 5; Mesh sealing, section 5).</summary>
public static class CatalogEvents
{
    /// <summary>The first entry of a key, or the first after a Delete.</summary>
    public const string New = "New";

    /// <summary>A later entry of a live key.</summary>
    public const string Update = "Update";

    /// <summary>The end of a live key.</summary>
    public const string Delete = "Delete";

    /// <summary>A record that the body or salt of an earlier entry was destroyed.</summary>
    public const string Erase = "Erase";
}

namespace Mesh.Schema;

/// <summary>One row of the table of stores (Mesh schema 9 and 13).</summary>
/// <param name="Label">The label.</param>
/// <param name="Kind">Catalog or spool.</param>
/// <param name="Entry">Class of the entries, for catalogs.</param>
/// <param name="Writer">The least role that may write it; <c>admin</c> may always, null means that only the service does.</param>
/// <param name="ReadableByService">Whether its bodies are sealed to the service as well (Access and the Publication index alone).</param>
/// <param name="SignedByAdministrator">Whether entries without the administrator's signature are ignored (Mesh schema S-19).</param>
public sealed record StoreDescription(
    string Label, StoreKind Kind, string? Entry, Role? Writer, bool ReadableByService, bool SignedByAdministrator);

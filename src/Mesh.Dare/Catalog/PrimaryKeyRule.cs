using System.Text.Json;

namespace Mesh.Dare;

/// <summary>
/// Finds the true key of an entry in its opened body (Mesh schema, section 9), or null when the entry has none or does not belong into the
/// catalog.
/// </summary>
/// <param name="tag">The name of the entry's class, e.g. <c>CatalogedBookmark</c>.</param>
/// <param name="entry">The entry.</param>
public delegate string? PrimaryKeyRule(string tag, JsonElement entry);

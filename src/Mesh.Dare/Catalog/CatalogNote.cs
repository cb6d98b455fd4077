namespace Mesh.Dare;

/// <summary>An entry that was taken but should not have been written so (DARE D-25): two devices wrote at the same time.</summary>
/// <param name="Index">The frame.</param>
/// <param name="Key">The key.</param>
/// <param name="Kind">What is odd about it.</param>
public sealed record CatalogNote(long Index, string Key, CatalogOddity Kind);

namespace Mesh.Dare;

/// <summary>The latest entry of a live key.</summary>
/// <param name="Key">The true key.</param>
/// <param name="Name">What <c>UniqueId</c> says in the open.</param>
/// <param name="Index">The frame.</param>
/// <param name="Tag">The class of the entry.</param>
/// <param name="Entry">The entry, opened.</param>
public sealed record CatalogRecord(string Key, string Name, long Index, string Tag, OpenedEnvelope Entry)
{
    /// <summary>The tagged object.</summary>
    public ReadOnlyMemory<byte> Body => Entry.Plaintext;
}

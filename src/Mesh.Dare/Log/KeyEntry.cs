namespace Mesh.Dare;

/// <summary>The latest frame of a key in a store, and what a private record says of its own life.</summary>
/// <remarks>A class, as all that the index keeps in collections: code for collections of structures is compiled anew at every start.</remarks>
internal sealed record KeyEntry(long Index, bool IsDelete, long? Expire, string? Group)
{
    public static KeyEntry Of(StoreFacts facts) => new(facts.Index, facts.IsDelete, facts.Expire, facts.Group);

    /// <summary>Whether a private record still says something at this second.</summary>
    public bool IsLive(long now) => !IsDelete && (Expire is not { } expire || now < expire);
}

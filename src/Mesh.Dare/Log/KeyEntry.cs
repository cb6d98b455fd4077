namespace Mesh.Dare;

/// <summary>The latest frame of a key in a store, and what a private record says of its own life.</summary>
internal readonly record struct KeyEntry(long Index, bool IsDelete, long? Expire, string? Group)
{
    public static KeyEntry Of(StoreFacts facts) => new(facts.Index, facts.IsDelete, facts.Expire, facts.Group);

    /// <summary>Whether a private record still says something at this second.</summary>
    public bool IsLive(long now) => !IsDelete && (Expire is not { } expire || now < expire);
}

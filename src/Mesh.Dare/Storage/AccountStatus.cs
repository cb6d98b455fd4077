namespace Mesh.Dare;

/// <summary>How an account stands in storage.</summary>
/// <param name="Stores">The stores that peers may see, by label.</param>
/// <param name="IsBlocked">Whether it is blocked: then it is read but not written.</param>
/// <param name="Octets">The space that it takes, private records included.</param>
public sealed record AccountStatus(IReadOnlyList<StoreStatus> Stores, bool IsBlocked, long Octets);

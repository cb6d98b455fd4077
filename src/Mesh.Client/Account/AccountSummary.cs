namespace Mesh.Client;

/// <summary>An account on this machine.</summary>
public sealed record AccountSummary(
    string Address, string ProfileUdf, string DeviceUdf, string? LocalName, bool IsDefault, AccountState State, IReadOnlyList<string> Roles);

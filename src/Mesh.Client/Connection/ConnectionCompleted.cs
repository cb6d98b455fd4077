namespace Mesh.Client;

/// <summary>This device is a member of the account now.</summary>
public sealed record ConnectionCompleted(string DeviceUdf, string Address, string ProfileUdf, IReadOnlyList<string> Roles);

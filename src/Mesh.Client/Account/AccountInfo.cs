namespace Mesh.Client;

/// <summary>The public keys of an account, of its service and of this device.</summary>
public sealed record AccountInfo(
    string Address, string ProfileUdf, string ServiceUdf, string DeviceUdf, IReadOnlyList<string> Roles, IReadOnlyList<AccountKeyInfo> Keys);

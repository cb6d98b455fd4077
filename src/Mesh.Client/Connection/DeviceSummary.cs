namespace Mesh.Client;

/// <summary>A device of an account.</summary>
/// <param name="DeviceUdf">Profile fingerprint of the device.</param>
/// <param name="ConnectedUdf">Fingerprint of its connected signature key.</param>
/// <param name="LocalName">Name given on acceptance.</param>
/// <param name="Roles">Its roles.</param>
/// <param name="Updated">Last change.</param>
/// <param name="IsThisDevice">It is the device that asks.</param>
public sealed record DeviceSummary(
    string DeviceUdf, string? ConnectedUdf, string? LocalName, IReadOnlyList<string> Roles, DateTimeOffset? Updated, bool IsThisDevice);

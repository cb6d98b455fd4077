namespace Mesh.Client;

/// <summary>This device asked to join an account (Mesh protocols, 6.2 steps 1 to 4).</summary>
/// <param name="DeviceUdf">Profile fingerprint of this device.</param>
/// <param name="Witness">28 characters that the administrator's screen must show as well.</param>
/// <param name="Address">Account address.</param>
/// <param name="ProfileUdf">Fingerprint of the account that answered; no other can admit this device.</param>
public sealed record ConnectionRequested(string DeviceUdf, string Witness, string Address, string ProfileUdf);

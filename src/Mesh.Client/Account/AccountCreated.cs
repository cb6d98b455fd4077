namespace Mesh.Client;

/// <summary>A new account (Mesh protocols, 6.1).</summary>
/// <param name="Address">Canonical account address.</param>
/// <param name="ProfileUdf">Fingerprint of the account, permanent.</param>
/// <param name="DeviceUdf">Fingerprint of this device's profile.</param>
/// <param name="Resumed">An earlier attempt had been interrupted and was finished.</param>
/// <param name="KeepsProfileKey">Whether this device holds the profile key and the seed.</param>
public sealed record AccountCreated(string Address, string ProfileUdf, string DeviceUdf, bool Resumed, bool KeepsProfileKey);

namespace Mesh.Client;

/// <summary>
/// A key that the service lets in as a device of the account, though no device entry that verifies is its. An administrator's device that was
/// stolen can hide so: it writes both catalogs.
/// </summary>
/// <param name="KeyUdf">Fingerprint of the key; device delete takes it.</param>
/// <param name="DeviceUdf">Profile fingerprint of the device that the key was last said to be of, by an entry that verified; null where none ever did.</param>
/// <param name="IsThisDevice">It is the device that asks: its own entry was spoiled. The next removal of a device writes it anew.</param>
public sealed record UnaccountedDevice(string KeyUdf, string? DeviceUdf, bool IsThisDevice);

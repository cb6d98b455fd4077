namespace Mesh.Client;

/// <summary>A device that could not be given the new keys, because somebody has spoiled its entry. It lost its access and has to connect again.</summary>
/// <param name="DeviceUdf">Profile fingerprint of the device.</param>
/// <param name="LocalName">Name given on acceptance.</param>
/// <param name="HeldProfileKey">It had the profile key, which it loses when it connects again.</param>
public sealed record LeftOutDevice(string DeviceUdf, string? LocalName, bool HeldProfileKey);

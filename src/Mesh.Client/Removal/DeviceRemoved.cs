namespace Mesh.Client;

/// <summary>A device was removed (Mesh protocols, 6.6; rulings 7 to 9).</summary>
/// <param name="DeviceUdf">Profile fingerprint of the device; that of its key where no entry of it ever verified.</param>
/// <param name="Rotated">The keys that were replaced, by name.</param>
/// <param name="RotationPending">Keys that this device could not replace; the next super device does.</param>
/// <param name="IsProfileKeyOnDevice">Whether a device that stays holds the profile key; otherwise only recovery shares give it.</param>
/// <param name="ReadableStores">Stores whose entries, as far as downloaded before, a stolen copy of the device can still open.</param>
/// <param name="HeldAccountKeys">It held account keys directly: files and messages sealed to the account before stay readable to a copy.</param>
/// <param name="HeldProfileKey">It held the profile key: only a new account restores safety.</param>
public sealed record DeviceRemoved(
    string DeviceUdf,
    IReadOnlyList<string> Rotated,
    IReadOnlyList<string> RotationPending,
    bool IsProfileKeyOnDevice,
    IReadOnlyList<string> ReadableStores,
    bool HeldAccountKeys,
    bool HeldProfileKey)
{
    /// <summary>What devices state against the service, which did not keep the device from being removed; null where they agree.</summary>
    public string? Contradiction { get; init; }

    /// <summary>Devices that stayed, but could not be given the new keys: they have to connect again.</summary>
    public IReadOnlyList<LeftOutDevice> LeftOut { get; init; } = [];
}

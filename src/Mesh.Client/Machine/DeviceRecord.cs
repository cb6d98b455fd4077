namespace Mesh.Client;

/// <summary>The profile of this machine as a device. Its seed is in the key store.</summary>
internal sealed record DeviceRecord
{
    public required string DeviceUdf { get; init; }

    /// <summary>The signed profile, JSON.</summary>
    public required byte[] Profile { get; init; }
}

using System.Collections.Immutable;
using Mesh.Keys;

namespace Mesh.Schema;

/// <summary>What an administrator needs to connect a device, or to change what a connected one may do.</summary>
public sealed class DeviceConnection
{
    /// <summary>The account.</summary>
    public required Verified<ProfileUser> Account { get; init; }

    /// <summary>The device.</summary>
    public required Verified<ProfileDevice> Device { get; init; }

    /// <summary>The account's AdministratorSignature.</summary>
    public required SignaturePrivateKey Administrator { get; init; }

    /// <summary>The roles that the device gets.</summary>
    public required ImmutableArray<Role> Roles { get; init; }

    /// <summary>The account and store keys that the administrator's device holds, out of which the roles choose.</summary>
    public required ActivationCommon Held { get; init; }

    /// <summary>The PIN that the device is admitted with, if it is.</summary>
    public string? PinId { get; init; }

    /// <summary>The name that the user gives to the device; null keeps the one that it has.</summary>
    public string? LocalName { get; init; }
}

namespace Mesh.Schema;

/// <summary>
/// The administrator's statement that a device was removed. The device erases its keys on this evidence only: the word of a service, which
/// may lie, does not make a person's devices destroy themselves.
/// </summary>
public sealed record DeviceRevocation : Assertion
{
    /// <summary>UDF of the account.</summary>
    public required string AccountUdf { get; init; }

    /// <summary>UDF of the device's profile.</summary>
    public required string DeviceUdf { get; init; }
}

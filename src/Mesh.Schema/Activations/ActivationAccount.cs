namespace Mesh.Schema;

/// <summary>
/// The account's contribution to the keys of a device (Mesh schema 6). Sealed to the device's base Encryption key and, ours, to the key of
/// MMM_Device, for administrators; signed by the administrator.
/// </summary>
public record ActivationAccount : Activation
{
    /// <summary>UDF of the account: the device accepts an activation only from the account that it asked to join.</summary>
    public required string AccountUdf { get; init; }
}

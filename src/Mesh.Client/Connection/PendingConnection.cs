namespace Mesh.Client;

/// <summary>A device that asks to join, as an administrator's device sees it after its own verification.</summary>
/// <param name="MessageId">Identifier of the request; it is the witness.</param>
/// <param name="Witness">28 characters, recomputed here.</param>
/// <param name="DeviceUdf">Profile fingerprint of the device.</param>
/// <param name="Address">The account that it asks for.</param>
/// <param name="Description">What the device says of itself; not verified by anybody.</param>
/// <param name="Received">When the service received it.</param>
/// <param name="PinState">Null without a PIN, else why the PIN was not enough.</param>
public sealed record PendingConnection(
    string MessageId, string Witness, string DeviceUdf, string Address, string? Description, DateTimeOffset? Received, string? PinState);

namespace Mesh.Schema;

/// <summary>
/// A device asks to join an account (Mesh schema 12). <see cref="MessagePinValidated.AuthenticatedData"/> is its profile. Signed by
/// the profile's base Signature key.
/// </summary>
public sealed record RequestConnection : MessagePinValidated
{
    /// <summary>The account to join.</summary>
    public required string AccountAddress { get; init; }
}

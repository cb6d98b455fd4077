namespace Mesh.Schema;

/// <summary>
/// The service's contribution to the keys of a host (Mesh schema 6): <see cref="ActivationAccount.AccountUdf"/> is the UDF of the
/// service. Sealed to the host's base Encryption key, signed by ServiceSignature.
/// </summary>
public sealed record ActivationHost : ActivationAccount;

using System.Text.Json.Serialization;

namespace Mesh.Schema;

/// <summary>What accounts of every kind have (Mesh schema 4.3).</summary>
public abstract record ProfileAccount : Profile
{
    /// <summary><c>user@domain</c> or <c>@callsign</c>; absent while the account is not bound to a service.</summary>
    [JsonPropertyOrder(-3)]
    public string? AccountAddress { get; init; }

    /// <summary>Profile UDF of the service; absent while the account is not bound to one.</summary>
    [JsonPropertyOrder(-3)]
    public string? ServiceUdf { get; init; }

    /// <summary>X448. Opens escrowed keys after recovery; required of users.</summary>
    [JsonPropertyOrder(-2)]
    public KeyData? EscrowEncryption { get; init; }

    /// <summary>Ed448. Signs connections, activations, Device and Access entries, callsign bindings.</summary>
    [JsonPropertyOrder(-2)]
    public required KeyData AdministratorSignature { get; init; }

    /// <summary>X448. Data and messages to the account.</summary>
    [JsonPropertyOrder(-2)]
    public required KeyData CommonEncryption { get; init; }

    /// <summary>X448. Authenticates while binding and recovering; held by no device.</summary>
    [JsonPropertyOrder(-2)]
    public required KeyData CommonAuthentication { get; init; }
}

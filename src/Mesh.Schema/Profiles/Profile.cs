using System.Text.Json.Serialization;
using Mesh.Encoding;

namespace Mesh.Schema;

/// <summary>
/// A self-signed assertion that binds keys to the fingerprint of its signature key, the profile UDF (Mesh schema 4.1). That
/// fingerprint never changes; it is the identifier of the account, device, host or service.
/// </summary>
public abstract record Profile : Assertion
{
    /// <summary>What it is, for people. Text from outside.</summary>
    [JsonPropertyOrder(-5)]
    public string? Description { get; init; }

    /// <summary>Ed448. Signs the profile and nothing else.</summary>
    [JsonPropertyOrder(-4)]
    public required KeyData ProfileSignature { get; init; }

    /// <summary>The fingerprint of the profile in full.</summary>
    /// <exception cref="SchemaException">ProfileSignature has no public key (<see cref="SchemaError.KeyInvalid"/>).</exception>
    [JsonIgnore]
    public KeyFingerprint Fingerprint => ProfileSignature.PublicParameters?.Fingerprint
        ?? throw new SchemaException(SchemaError.KeyInvalid, $"the ProfileSignature of the {Tag} has no public key");

    /// <summary>The fingerprint as it is written: 28 characters.</summary>
    /// <exception cref="SchemaException">As <see cref="Fingerprint"/>.</exception>
    [JsonIgnore]
    public string Udf => Fingerprint.Text;

    /// <summary>Every key of the profile with its use, in the order of the wire; absent ones have no key.</summary>
    [JsonIgnore]
    public abstract IEnumerable<ProfileKey> Keys { get; }
}

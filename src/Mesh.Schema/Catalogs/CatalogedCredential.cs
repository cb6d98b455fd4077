using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Mesh.Schema;

/// <summary>A user name and password, or keys, for a service (Mesh schema 9). Dispose it: it holds the password.</summary>
public sealed record CatalogedCredential : CatalogedEntry, IDisposable
{
    /// <summary>The protocol, such as <c>https</c>.</summary>
    public string? Protocol { get; init; }

    /// <summary>The service, such as a DNS name.</summary>
    public string? Service { get; init; }

    /// <summary>The user name.</summary>
    public string? Username { get; init; }

    /// <summary>The password.</summary>
    public SecretText? Password { get; init; }

    /// <summary>Keys by which the client authenticates.</summary>
    public ImmutableArray<KeyData> ClientAuthentication { get => field.OrEmpty(); init; }

    /// <summary>Keys by which the host authenticates.</summary>
    public ImmutableArray<KeyData> HostAuthentication { get => field.OrEmpty(); init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override string PrimaryKey => KeyOf(Protocol, Service);

    /// <summary>The primary key of a credential: <c>protocol:service</c>, either part may be empty (Mesh schema 2).</summary>
    public static string KeyOf(string? protocol, string? service) => $"{protocol}:{service}";

    /// <summary>Erases the password and private keys.</summary>
    public void Dispose()
    {
        Password?.Dispose();
        foreach (KeyData key in ClientAuthentication)
        {
            key.Dispose();
        }

        foreach (KeyData key in HostAuthentication)
        {
            key.Dispose();
        }
    }
}

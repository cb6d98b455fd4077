namespace Mesh.Client;

/// <summary>A password entry (Mesh schema, 9). It prints without the password.</summary>
/// <param name="Protocol">Protocol prefix, or empty.</param>
/// <param name="Service">Site name.</param>
/// <param name="Username">User name, or empty.</param>
/// <param name="Password">The password.</param>
public sealed record Credential(string Protocol, string Service, string Username, string Password)
{
    /// <summary>Primary key in the catalog: <c>protocol:service</c>.</summary>
    public string Key => Protocol + ":" + Service;

    /// <summary>Never the password.</summary>
    public override string ToString() => $"{Username}@{Service}";
}

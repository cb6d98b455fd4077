namespace Mesh.Schema;

/// <summary>A machine that its maker prepared, waiting to be claimed (Mesh schema 15).</summary>
public sealed record CatalogedPreconfigured : CatalogedMachine
{
    /// <summary>The machine's profile.</summary>
    public required Enveloped<ProfileDevice> EnvelopedProfileDevice { get; init; }

    /// <summary>The maker's connection, shown to the service.</summary>
    public Enveloped<ConnectionService>? EnvelopedConnectionService { get; init; }

    /// <summary>The maker's connection, shown to devices.</summary>
    public Enveloped<ConnectionDevice>? EnvelopedConnectionDevice { get; init; }

    /// <summary>The maker's account.</summary>
    public required string AccountAddress { get; init; }

    /// <summary>The publication under which it is claimed.</summary>
    public required string PublicationId { get; init; }

    /// <summary>Proof of a claim towards the service.</summary>
    public required string ServiceAuthenticator { get; init; }

    /// <summary>Proof of a claim towards the machine.</summary>
    public required string DeviceAuthenticator { get; init; }
}

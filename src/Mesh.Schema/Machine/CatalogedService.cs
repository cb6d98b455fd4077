namespace Mesh.Schema;

/// <summary>A service of which this machine is a host (Mesh schema 15).</summary>
public sealed record CatalogedService : CatalogedMachine
{
    /// <summary>The service.</summary>
    public required Enveloped<ProfileService> EnvelopedProfileService { get; init; }

    /// <summary>The host.</summary>
    public Enveloped<ProfileHost>? EnvelopedProfileHost { get; init; }

    /// <summary>The service's contribution to the host's keys.</summary>
    public Enveloped<ActivationHost>? EnvelopedActivationHost { get; init; }

    /// <summary>What the host shows to clients.</summary>
    public Enveloped<ConnectionService>? EnvelopedConnectionService { get; init; }
}

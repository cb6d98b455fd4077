using System.Collections.Immutable;
using Mesh.Schema;

namespace Mesh.Protocol;

/// <summary>What a service is (Mesh protocol, section 4.1). The client compares the profile with the handshake's.</summary>
public sealed record MeshHelloResponse : MeshResponse
{
    /// <summary>The protocol as served here.</summary>
    public MeshVersion? Version { get; init; }

    /// <summary>Other versions.</summary>
    public ImmutableArray<MeshVersion> Alternates { get => field.OrEmpty(); init; }

    /// <summary>Limits on updates.</summary>
    public ConstraintsData? ConstraintsUpdate { get; init; }

    /// <summary>Limits on messages.</summary>
    public ConstraintsData? ConstraintsPost { get; init; }

    /// <summary>Rules for account names.</summary>
    public PolicyAccount? PolicyAccount { get; init; }

    /// <summary>The service.</summary>
    public Enveloped<ProfileService>? EnvelopedProfileService { get; init; }

    /// <summary>The host; older services send it.</summary>
    public Enveloped<ProfileHost>? EnvelopedProfileHost { get; init; }

    /// <summary>The binding that the service offers.</summary>
    public Enveloped<CallsignBinding>? CallsignBinding { get; init; }
}

using System.Collections.Immutable;
using Mesh.Schema;

namespace Mesh.Protocol;

/// <summary>Binds an account, or a later version of its profile, to the service (Mesh protocol, section 4.2). Credential kind C.</summary>
public sealed record BindRequest : MeshRequest
{
    /// <summary>The address asked for.</summary>
    public required string AccountAddress { get; init; }

    /// <summary>ProfileUser or ProfileGroup.</summary>
    public required Enveloped<ProfileAccount> EnvelopedProfileAccount { get; init; }

    /// <summary>Names for the account, each signed by its AdministratorSignature.</summary>
    public ImmutableArray<Enveloped<CallsignBinding>> EnvelopedCallsignBinding { get => field.OrEmpty(); init; }
}

using System.Collections.Immutable;
using Mesh.Schema;

namespace Mesh.Protocol;

/// <summary>Delivers messages from another service (Mesh protocol, section 4.9). Credential kind E.</summary>
public sealed record PostRequest : MeshRequest
{
    /// <summary>Recipients.</summary>
    public ImmutableArray<string> Accounts { get => field.OrEmpty(); init; }

    /// <summary>Messages, each of at most 32 KiB.</summary>
    public ImmutableArray<Enveloped<Message>> Messages { get => field.OrEmpty(); init; }

    /// <summary>Profile of the sender.</summary>
    public Enveloped<ProfileAccount>? EnvelopedProfileAccount { get; init; }
}

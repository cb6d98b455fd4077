using System.Collections.Immutable;
using Mesh.Schema;

namespace Mesh.Protocol;

/// <summary>
/// Changes stores and sends messages, all or nothing (Mesh protocol, section 4.8). Credential kind D; C while setting up or recovering.
/// </summary>
public sealed record TransactRequest : MeshRequestUser
{
    /// <summary>Frames to append to catalogs, with the place and the root that they make.</summary>
    public ImmutableArray<ContainerUpdate> Updates { get => field.OrEmpty(); init; }

    /// <summary>Recipients of the outbound messages.</summary>
    public ImmutableArray<string> Accounts { get => field.OrEmpty(); init; }

    /// <summary>Messages to <see cref="Accounts"/>.</summary>
    public ImmutableArray<Enveloped<Message>> Outbound { get => field.OrEmpty(); init; }

    /// <summary>Notices for the account's own Inbound.</summary>
    public ImmutableArray<Enveloped<Message>> Inbound { get => field.OrEmpty(); init; }

    /// <summary>Entries for Local, by administrators.</summary>
    public ImmutableArray<Enveloped<Message>> Local { get => field.OrEmpty(); init; }

    /// <summary>Ours: a later version of the account's profile, bound in the same moment (rotation of keys after a removal).</summary>
    public Enveloped<ProfileUser>? EnvelopedProfileAccount { get; init; }
}

using System.Collections.Immutable;

namespace Mesh.Schema;

/// <summary>An address in a network (Mesh schema 8).</summary>
public sealed record NetworkAddress
{
    /// <summary>True for an address no longer used.</summary>
    public bool? Inactive { get; init; }

    /// <summary>The address.</summary>
    public required string Address { get; init; }

    /// <summary>What the address can do.</summary>
    public ImmutableArray<string> NetworkCapability { get => field.OrEmpty(); init; }

    /// <summary>The self-signed profile behind a Mesh address.</summary>
    public Enveloped<ProfileAccount>? EnvelopedProfileAccount { get; init; }

    /// <summary>Protocols spoken at the address.</summary>
    public ImmutableArray<NetworkProtocol> Protocols { get => field.OrEmpty(); init; }
}

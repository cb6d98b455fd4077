using System.Collections.Immutable;
using Mesh.Schema;

namespace Mesh.Protocol;

/// <summary>Answer to Status (Mesh protocol, section 4.6).</summary>
public sealed record StatusResponse : MeshResponse
{
    /// <summary>The account's profile as bound.</summary>
    public Enveloped<ProfileAccount>? EnvelopedProfileAccount { get; init; }

    /// <summary>The device's own entry, where it is not the one that the device has.</summary>
    public Enveloped<CatalogedDevice>? EnvelopedCatalogedDevice { get; init; }

    /// <summary>Digest of the device's own entry.</summary>
    public string? CatalogedDeviceDigest { get; init; }

    /// <summary>State of the stores that the device may read.</summary>
    public ImmutableArray<ContainerStatus> ContainerStatus { get => field.OrEmpty(); init; }

    /// <summary>Where the account is served.</summary>
    public Enveloped<AccountHostAssignment>? EnvelopedAccountHostAssignment { get; init; }
}

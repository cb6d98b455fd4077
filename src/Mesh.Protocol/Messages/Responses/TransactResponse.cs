using System.Collections.Immutable;

namespace Mesh.Protocol;

/// <summary>Answer to Transact (Mesh protocol, section 4.8).</summary>
public sealed record TransactResponse : MeshResponse
{
    /// <summary>Results, one for each entry.</summary>
    public ImmutableArray<EntryResponse> Entries { get => field.OrEmpty(); init; }

    /// <summary>Limits that were passed.</summary>
    public ConstraintsData? ConstraintsData { get; init; }

    /// <summary>State of the stores after the change; with 409 of those that were not as expected.</summary>
    public ImmutableArray<ContainerStatus> ContainerStatus { get => field.OrEmpty(); init; }
}

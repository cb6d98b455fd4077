using System.Collections.Immutable;

namespace Mesh.Protocol;

/// <summary>Fetches frames of stores (Mesh protocol, section 4.7). Credential kind D; C while setting up or recovering.</summary>
public sealed record DownloadRequest : MeshRequestUser
{
    /// <summary>What to fetch.</summary>
    public ImmutableArray<ConstraintsSelect> Select { get => field.OrEmpty(); init; }

    /// <summary>How much to fetch at once.</summary>
    public ConstraintsData? ConstraintsPost { get; init; }
}

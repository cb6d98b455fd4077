using System.Collections.Immutable;

namespace Mesh.Protocol;

/// <summary>Answer to Post (Mesh protocol, section 4.9): one entry for each message and account.</summary>
public sealed record PostResponse : MeshResponse
{
    /// <summary>Results.</summary>
    public ImmutableArray<EntryResponse> Entries { get => field.OrEmpty(); init; }

    /// <summary>Limits that were passed.</summary>
    public ConstraintsData? ConstraintsData { get; init; }
}

using System.Collections.Immutable;

namespace Mesh.Protocol;

/// <summary>Answer to Download (Mesh protocol, section 4.7). Where it stops short, the client goes on with IndexMin.</summary>
public sealed record DownloadResponse : MeshResponse
{
    /// <summary>Frames, store by store.</summary>
    public ImmutableArray<ContainerUpdate> Updates { get => field.OrEmpty(); init; }
}

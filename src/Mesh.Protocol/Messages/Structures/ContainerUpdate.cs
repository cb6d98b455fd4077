using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Mesh.Dare;

namespace Mesh.Protocol;

/// <summary>
/// Frames of a store by value (Mesh protocol, section 3, P-4): whoever writes a frame builds its <c>SequenceInfo</c>, and the tree
/// commits to values, so the JSON text need not survive.
/// </summary>
public sealed record ContainerUpdate : ContainerStatus
{
    /// <summary>The frames, the first at <see cref="ContainerStatus.Index"/>.</summary>
    public ImmutableArray<UnverifiedEnvelope> Envelopes { get => field.OrEmpty(); init; }

    /// <summary>The index after the last frame.</summary>
    [JsonIgnore]
    public long NextIndex => Index + Envelopes.Length;

    internal override string? Wrong() => Container.Length is 0 or > 64 || Index < 0 || Index > long.MaxValue - Envelopes.Length
        || Digest is { Length: not DigestOctets } || NextIndex == 0 != Digest is null
            ? "a store's update does not fit together"
            : null;
}

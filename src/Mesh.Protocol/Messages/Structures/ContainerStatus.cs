using System.Text.Json.Serialization;

namespace Mesh.Protocol;

/// <summary>
/// State of a store (Mesh protocol, section 3, P-4): <see cref="Index"/> is the next free frame index, so the number of frames, and
/// <see cref="Digest"/> the root over all frames below it.
/// </summary>
public record ContainerStatus
{
    /// <summary>Octets of a root.</summary>
    public const int DigestOctets = 32;

    /// <summary>Label of the store.</summary>
    [JsonPropertyOrder(-9)]
    public required string Container { get; init; }

    /// <summary>Number of frames. In a <see cref="ContainerUpdate"/>: the index of the first frame in it.</summary>
    [JsonPropertyOrder(-9)]
    public required long Index { get; init; }

    /// <summary>
    /// SHA-256 root, 32 octets; absent for an empty store. In an update sent: the root after its last frame, which names the base as well.
    /// In an update received: the root of the store at the time of the reply.
    /// </summary>
    [JsonPropertyOrder(-9)]
    public byte[]? Digest { get; init; }

    internal virtual string? Wrong() => Container.Length is 0 or > 64 || Index < 0
        || Digest is { Length: not DigestOctets } || Index == 0 != Digest is null
            ? "a store's status does not fit together"
            : null;
}

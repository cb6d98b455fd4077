namespace Mesh.Schema;

/// <summary>A store in a <see cref="DeviceCheckpoint"/>. Frame 0 is under the root, and with it the store's origin.</summary>
public sealed record StoreApex
{
    /// <summary>Octets of a root.</summary>
    public const int RootLength = 32;

    /// <summary>Label.</summary>
    public required string Store { get; init; }

    /// <summary>Number of frames.</summary>
    public required long Count { get; init; }

    /// <summary>The root over them, 32 octets.</summary>
    public required byte[] Root { get; init; }
}

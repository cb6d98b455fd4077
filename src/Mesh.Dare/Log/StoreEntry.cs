namespace Mesh.Dare;

/// <summary>
/// One frame to be appended: octets of a frame as it stands in the store's own stream, lengths both ways included. Its Index,
/// TreePosition and ApexDigest are checked.
/// </summary>
public sealed class StoreEntry
{
    private StoreEntry(ReadOnlyMemory<byte> frame) => Frame = frame;

    internal ReadOnlyMemory<byte> Frame { get; }

    /// <summary>A frame that is complete, stored octet for octet.</summary>
    public static StoreEntry FromFrame(ReadOnlyMemory<byte> frame) => new(frame);
}

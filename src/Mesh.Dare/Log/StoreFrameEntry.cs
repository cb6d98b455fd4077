namespace Mesh.Dare;

/// <summary>Where a frame of a store stands.</summary>
/// <param name="Offset">Its first octet in the log.</param>
/// <param name="StreamStart">Its first octet in the store's own stream, which is what an export writes.</param>
/// <param name="Outer">The number of the outer frame that holds it.</param>
internal readonly record struct StoreFrameEntry(long Offset, long StreamStart, long Outer);

namespace Mesh.Dare;

/// <summary>
/// The last outer frame up to which a log is known: what the next frame must continue (Mesh account log, Layout and Opening).
/// </summary>
/// <param name="LogId">16 octets, the same in every frame.</param>
/// <param name="Index">The frame's number; −1 before frame zero.</param>
/// <param name="Start">Offset of its first octet.</param>
/// <param name="End">Offset behind its last octet.</param>
/// <param name="Digest">SHA-256 of its body, 32 octets; the next frame's Prev.</param>
/// <param name="DurableTo">The file length that was known to be flushed before the flush of this frame.</param>
/// <param name="IsMark">Whether it is a frame without records.</param>
internal sealed record LogTip(
    ReadOnlyMemory<byte> LogId, long Index, long Start, long End, ReadOnlyMemory<byte> Digest, long DurableTo, bool IsMark);

namespace Mesh.Dare;

/// <summary>What reading a log from its start, or from a known frame, has shown (Mesh account log, Opening).</summary>
/// <param name="State">How the log stands.</param>
/// <param name="Tip">The last good frame; null when there is none.</param>
/// <param name="FirstBad">Offset of the first octet of the first frame that does not verify; −1 when all do.</param>
/// <param name="Reason">Why it is corruption and not a torn tail.</param>
/// <param name="Witness">Offset of the frame that proves corruption; −1 when it was not shown by a frame.</param>
internal sealed record LogScan(LogState State, LogTip? Tip, long FirstBad, LogFault Reason, long Witness);

namespace Mesh.Client;

/// <summary>An archive after it was written.</summary>
/// <param name="Path">The file.</param>
/// <param name="Frames">Frames in it.</param>
/// <param name="Recipients">Keys that open it; shared secrets and passphrases are not among them.</param>
/// <param name="Signers">Keys that sign it.</param>
/// <param name="Torn">Where octets were put that an interrupted writer had left at its end; null when there were none.</param>
public sealed record ArchiveWritten(
    string Path, long Frames, IReadOnlyList<string> Recipients, IReadOnlyList<string> Signers, string? Torn);

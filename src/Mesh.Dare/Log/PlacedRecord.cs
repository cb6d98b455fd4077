namespace Mesh.Dare;

/// <summary>A record of an outer frame and where it stands.</summary>
/// <param name="Record">The record.</param>
/// <param name="Offset">The first octet of its store frame, counted from the start of the outer frame.</param>
internal sealed record PlacedRecord(LogRecord Record, int Offset);

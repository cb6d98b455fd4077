namespace Mesh.Client;

/// <summary>A file was opened.</summary>
/// <param name="Path">The plaintext.</param>
/// <param name="PlaintextBytes">Octets written.</param>
/// <param name="WasEncrypted">The body was encrypted.</param>
/// <param name="Signatures">What was verified of the signatures, and those that nobody here knows; empty when the file is unsigned.</param>
/// <param name="Filename">The name that was stated for it, by whoever sealed it; null where none is stated, or nothing covers it.</param>
/// <param name="Modified">When it was last changed, likewise.</param>
public sealed record FileOpened(
    string Path, long PlaintextBytes, bool WasEncrypted, IReadOnlyList<SignatureReport> Signatures, string? Filename = null, string? Modified = null);

namespace Mesh.Client;

/// <summary>A file was opened.</summary>
/// <param name="Path">The plaintext.</param>
/// <param name="PlaintextBytes">Octets written.</param>
/// <param name="WasEncrypted">The body was encrypted.</param>
/// <param name="Signatures">What was verified of the signatures; empty when the file is unsigned.</param>
public sealed record FileOpened(string Path, long PlaintextBytes, bool WasEncrypted, IReadOnlyList<SignatureReport> Signatures);

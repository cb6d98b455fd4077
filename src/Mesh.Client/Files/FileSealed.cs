namespace Mesh.Client;

/// <summary>A file was sealed.</summary>
/// <param name="Path">The envelope.</param>
/// <param name="PlaintextBytes">Octets sealed.</param>
/// <param name="Recipients">Fingerprints of the keys that open it.</param>
/// <param name="Signers">Fingerprints of the keys that signed it.</param>
/// <param name="HasPassphrase">A passphrase opens it as well.</param>
public sealed record FileSealed(
    string Path, long PlaintextBytes, IReadOnlyList<string> Recipients, IReadOnlyList<string> Signers, bool HasPassphrase = false);

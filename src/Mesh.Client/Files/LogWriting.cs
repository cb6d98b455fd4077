using Mesh.Keys;

namespace Mesh.Client;

/// <summary>When entries of a log are on the medium, and who makes notes of it. The key stays the caller's.</summary>
public sealed record LogWriting
{
    /// <summary>Every entry is on the medium before the next one is appended.</summary>
    public bool FlushesEach { get; init; }

    /// <summary>Otherwise, how long one may be there without being on the medium; at the end all are.</summary>
    public TimeSpan FlushInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The Ed25519 key that signs notes beside the log; null for none.</summary>
    public SignaturePrivateKey? NoteKey { get; init; }
}

using Mesh.Cryptography;

namespace Mesh.Dare;

/// <summary>How a log is written (docs/format/log.md).</summary>
public sealed class JournalOptions
{
    /// <summary>Keys, policy of a new log, file system and clock. The content type is that of logs, whatever it says.</summary>
    public SequenceOptions Sequence { get; init; } = new();

    /// <summary>
    /// How long an entry may be there without being on the medium. Zero: <see cref="JournalWriter.Append(ContentMeta, ReadOnlySpan{byte})"/> returns when it
    /// is; null: only <see cref="JournalWriter.Flush"/>, checkpoints and <see cref="JournalWriter.Close"/> see to that.
    /// </summary>
    public TimeSpan? FlushInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long an entry may be there without a signature over it, where the policy asks for signed roots or there is a <see cref="NoteKey"/>.</summary>
    public TimeSpan CheckpointInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How many frames may be there without a signature over them.</summary>
    public int CheckpointFrames { get; init; } = 4096;

    /// <summary>Whoever closes the log makes an index frame if so many frames lack one: short-lived writers do not make one each.</summary>
    public int IndexFrames { get; init; } = 1024;

    /// <summary>The key of the signed note that is put beside the log at every checkpoint; null for none. It stays the caller's.</summary>
    public Ed25519Seed? NoteKey { get; init; }

    /// <summary>The name of the log in such notes, for the outside; null for <see cref="JournalNotes.OriginOf"/>.</summary>
    public string? NoteOrigin { get; init; }
}

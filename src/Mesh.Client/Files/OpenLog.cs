using Mesh.Dare;

namespace Mesh.Client;

/// <summary>A log that is open for reading.</summary>
public sealed class OpenLog
{
    private readonly IReadOnlyCollection<KnownSigner> _known;

    internal OpenLog(JournalReader reader, IReadOnlyCollection<KnownSigner> known)
    {
        Reader = reader;
        _known = known;
    }

    /// <summary>The log.</summary>
    public JournalReader Reader { get; }

    /// <summary>The signatures over everything that can be read now.</summary>
    public IReadOnlyList<SignatureReport> Signatures => FileReports.Of(Reader.Sequence.Standing.Signatures, _known);

    /// <summary>Requires that the log continues the one that a note is about, signed by one of the known signers.</summary>
    /// <param name="name">The file with the note.</param>
    /// <exception cref="ClientException">
    /// <see cref="ClientError.Storage"/>, <see cref="ClientError.InvalidInput"/>: there is no such note, or no key of ed25519 to compare it with;
    /// <see cref="ClientError.Verification"/>: it is signed by another, or the log went back or forks.
    /// </exception>
    public void RequireContinues(string name)
    {
        NoteFile note = NoteFile.Read(name, _known);
        Reader.RequireContinues(note.Count, note.Root.Span);
    }
}

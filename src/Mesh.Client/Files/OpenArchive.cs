using Mesh.Dare;

namespace Mesh.Client;

/// <summary>An archive that is open for reading.</summary>
public sealed class OpenArchive
{
    internal OpenArchive(ArchiveReader reader, IReadOnlyCollection<KnownSigner> known)
    {
        Reader = reader;
        Signatures = FileReports.Of(reader.Sequence.Standing.Signatures, known);
    }

    /// <summary>The archive.</summary>
    public ArchiveReader Reader { get; }

    /// <summary>
    /// The signatures over everything that can be read. They verify; those by keys that are known here are <c>Verified</c>, of the others nobody can say
    /// whose they are.
    /// </summary>
    public IReadOnlyList<SignatureReport> Signatures { get; }
}

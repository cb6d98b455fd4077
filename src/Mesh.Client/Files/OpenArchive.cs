using Mesh.Dare;

namespace Mesh.Client;

/// <summary>An archive that is open for reading.</summary>
public sealed class OpenArchive
{
    internal OpenArchive(ArchiveReader reader, IReadOnlyCollection<KnownSigner> known)
    {
        Reader = reader;
        Signatures =
        [
            .. reader.Sequence.Standing.Signatures.Select(s => known.FirstOrDefault(k => k.Key.Kid == s.Key.Kid) is { } signer
                ? new SignatureReport(s.Key.Kid, Verified: true, signer.Name, s.Created, signer.IsReplaced)
                : new SignatureReport(s.Key.Kid, Verified: false, Signer: null, s.Created)),
        ];
    }

    /// <summary>The archive.</summary>
    public ArchiveReader Reader { get; }

    /// <summary>
    /// The signatures over everything that can be read. They verify; those by keys that are known here are <c>Verified</c>, of the others nobody can say
    /// whose they are.
    /// </summary>
    public IReadOnlyList<SignatureReport> Signatures { get; }
}

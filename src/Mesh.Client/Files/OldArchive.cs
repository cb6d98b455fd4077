using Mesh.Dare;

namespace Mesh.Client;

/// <summary>An archive of a published dialect that is open for reading. Nothing in it authenticates names, times and deletions.</summary>
public sealed class OldArchive
{
    private readonly string _file;
    private readonly OpenRequest _request;

    internal OldArchive(string file, PublishedArchive archive, FileOpening opening, OpenRequest request)
    {
        _file = file;
        Archive = archive;
        _request = new OpenRequest
        {
            Keys = request.Keys,
            SymmetricKeys = request.SymmetricKeys,
            Signers = OldForms.Policy(opening.Signers),
            Legacy = OldForms.Legacy(opening),
        };
    }

    /// <summary>The archive.</summary>
    public PublishedArchive Archive { get; }

    /// <summary>Requires that an entry can be extracted, and gives its path as ours are.</summary>
    /// <exception cref="ClientException"><see cref="ClientError.Verification"/>: the path is refused, or the entry has a problem.</exception>
    public static ArchivePath PathOf(PublishedEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        string text = entry.Path ?? $"entry-{entry.Index}"; // logs have no names
        return !ArchivePath.TryParse(text, out ArchivePath? path, out ArchivePathFault fault)
            ? throw new ClientException(ClientError.Verification, $"The path \"{ArchivePath.Show(text)}\" is refused: {ArchivePath.Reason(fault)}.")
            : entry.Problem is { } problem
                ? throw new ClientException(ClientError.Verification, $"\"{ArchivePath.Show(text)}\" is refused, because {problem}.")
                : path;
    }

    /// <summary>Verifies an entry and opens it.</summary>
    /// <exception cref="ClientException"><see cref="ClientError.Verification"/>: nothing authenticates its body.</exception>
    /// <exception cref="DareException">As <see cref="PublishedArchive.Open"/>.</exception>
    public PublishedContent Open(PublishedEntry entry)
    {
        try
        {
            return Archive.Open(entry, _request);
        }
        catch (DareException e) when (e.Code == DareError.UnsupportedAlgorithm && OldForms.IsCbc(entry.Frame.Header))
        {
            throw OldForms.Refuse($"\"{ArchivePath.Show(entry.Path ?? "")}\" in {Path.GetFileName(_file)}", e);
        }
    }
}

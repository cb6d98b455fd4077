using Mesh.Dare;

namespace Mesh.Client;

/// <summary>Reads archives and other sequences of published dialects (docs/format/published.md).</summary>
public static class OldArchives
{
    /// <summary>Reads one, the whole of it once, and digests every body.</summary>
    /// <param name="file">The file.</param>
    /// <param name="opening">What opens it, and whose signatures are known.</param>
    /// <param name="work">Reads.</param>
    /// <exception cref="ClientException"><see cref="ClientError.Storage"/>, <see cref="ClientError.InvalidInput"/>,
    /// <see cref="ClientError.NoDecryptionKey"/>, <see cref="ClientError.Verification"/>.</exception>
    public static T Read<T>(string file, FileOpening opening, Func<OldArchive, T> work)
    {
        ArgumentNullException.ThrowIfNull(opening);
        ArgumentNullException.ThrowIfNull(work);
        using var access = new ArchiveAccess(opening, []);
        return ArchiveFault.Guard(file, access, () =>
        {
            using IDurableFile octets = DurableFiles.Instance.OpenToRead(file) ?? throw new FileNotFoundException(file);

            // They were written on Windows, and by programs that took its separator.
            var options = new PublishedArchiveOptions { Backslashes = true, Signers = OldForms.Policy(opening.Signers) };
            return work(new OldArchive(file, Read(file, octets, options), opening, access.Request));
        });
    }

    private static PublishedArchive Read(string file, IOctetSource octets, PublishedArchiveOptions options)
    {
        try
        {
            return PublishedArchive.Read(octets, options);
        }
        catch (DareException e) when (e.Code is DareError.Malformed or DareError.LimitExceeded or DareError.WrongPlace)
        {
            throw new ClientException(ClientError.InvalidInput, $"{Path.GetFileName(file)} is of an old form, and was damaged: {e.Message}", e);
        }
    }
}

// Archives of files (docs/format/archive.md; command-line reference, section 9). The keys come from the caller; nothing here knows of accounts.

using Mesh.Cryptography;
using Mesh.Dare;
using Mesh.Keys;

namespace Mesh.Client;

/// <summary>Makes, extends and reads archives.</summary>
public static class ArchiveFiles
{
    /// <summary>Makes a new archive, or goes on with one.</summary>
    /// <param name="archive">The file.</param>
    /// <param name="isNew">True for a new one.</param>
    /// <param name="sealing">For a new archive to whom it is sealed; for both who signs.</param>
    /// <param name="opening">What opens the archive that is there.</param>
    /// <param name="compression">How contents are compressed; null for not at all.</param>
    /// <param name="work">Adds and deletes.</param>
    /// <returns>What it is then.</returns>
    /// <exception cref="ClientException"><see cref="ClientError.Storage"/>, <see cref="ClientError.InvalidInput"/>,
    /// <see cref="ClientError.NoDecryptionKey"/>, <see cref="ClientError.Verification"/>. A new archive that did not come about is removed.</exception>
    public static ArchiveWritten Write(
        string archive, bool isNew, FileSealing sealing, FileOpening opening, string? compression, Action<ArchiveWriter> work)
    {
        ArgumentNullException.ThrowIfNull(sealing);
        ArgumentNullException.ThrowIfNull(opening);
        ArgumentNullException.ThrowIfNull(work);
        using var access = new ArchiveAccess(opening, sealing.SymmetricKeys);
        using SequenceSealing parts = SequenceSealing.OfNew(sealing);
        var options = new ArchiveOptions { Compression = compression, Sequence = parts.Options(SequenceContent.Archive, access.Request) };
        return ArchiveFault.Guard(archive, access, () =>
        {
            using ArchiveWriter writer = isNew ? ArchiveWriter.Create(archive, options) : ArchiveWriter.Open(archive, options);
            try
            {
                work(writer);
                writer.Close();
            }
            catch when (isNew)
            {
                writer.Dispose();
                File.Delete(archive);
                throw;
            }

            return SequenceFiles.Written(archive, writer.Sequence);
        });
    }

    /// <summary>Deletes entries, and destroys the contents of all their versions in the file.</summary>
    /// <param name="archive">The file.</param>
    /// <param name="sealing">Who signs it, as its policy asks.</param>
    /// <param name="opening">What opens it.</param>
    /// <param name="paths">The entries.</param>
    /// <exception cref="ClientException">As <see cref="Write"/>; nothing was changed then.</exception>
    public static SequenceErased Erase(string archive, FileSealing sealing, FileOpening opening, IEnumerable<ArchivePath> paths)
    {
        ArgumentNullException.ThrowIfNull(sealing);
        ArgumentNullException.ThrowIfNull(opening);
        ArgumentNullException.ThrowIfNull(paths);
        using var access = new ArchiveAccess(opening, sealing.SymmetricKeys);
        using SequenceSealing parts = SequenceSealing.OfNew(sealing);
        return ArchiveFault.Guard(
            archive,
            access,
            () => SequenceEraser.Erase(archive, parts.Options(SequenceContent.Archive, access.Request), [.. paths.Select(p => p.Text)]));
    }

    /// <summary>Opens an archive for reading.</summary>
    /// <param name="archive">The file.</param>
    /// <param name="opening">What opens it, and whose signatures are known.</param>
    /// <param name="work">Reads.</param>
    /// <exception cref="ClientException">As <see cref="Write"/>.</exception>
    public static T Read<T>(string archive, FileOpening opening, Func<OpenArchive, T> work)
    {
        ArgumentNullException.ThrowIfNull(opening);
        ArgumentNullException.ThrowIfNull(work);
        using var access = new ArchiveAccess(opening, []);
        return ArchiveFault.Guard(archive, access, () =>
        {
            using IDurableFile file = DurableFiles.Instance.OpenToRead(archive) ?? throw new FileNotFoundException(archive);
            using ArchiveReader reader = ArchiveReader.Open(SubsetOctets.Original(file), access.Request);
            return work(new OpenArchive(reader, opening.Signers));
        });
    }
}

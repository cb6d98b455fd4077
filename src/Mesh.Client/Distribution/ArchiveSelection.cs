using Mesh.Dare;

namespace Mesh.Client;

/// <summary>Entries of an archive as they are named: one, or a folder with all that is in it.</summary>
public static class ArchiveSelection
{
    /// <summary>The latest versions of what is named, each once.</summary>
    /// <exception cref="ClientException"><see cref="ClientError.NotFound"/>: there is no such entry.</exception>
    /// <exception cref="DareException">The index cannot be read.</exception>
    public static IReadOnlyList<ArchiveEntry> Find(ArchiveReader reader, IReadOnlyList<ArchivePath> paths)
    {
        ArgumentNullException.ThrowIfNull(reader);
        ArgumentNullException.ThrowIfNull(paths);
        List<ArchiveEntry> found = [];
        foreach (ArchivePath path in paths)
        {
            ArchiveEntry? entry = reader.Find(path);
            List<ArchiveEntry> below = entry is null or { Listed.Type: IndexedType.Folder } ? [.. reader.Below(path)] : [];
            if (entry is null && below.Count == 0)
            {
                throw new ClientException(ClientError.NotFound, $"The archive has no entry {ArchivePath.Show(path.Text)}.");
            }

            found.AddRange(entry is null ? below : [entry, .. below]);
        }

        return [.. found.DistinctBy(e => e.Path.Text)];
    }
}

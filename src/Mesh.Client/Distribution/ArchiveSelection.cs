using Mesh.Dare;

namespace Mesh.Client;

/// <summary>Entries of an archive as they are named: one, or a folder with all that is in it.</summary>
public static class ArchiveSelection
{
    /// <summary>The latest versions of what is named, each once; read anew, and not kept, whenever they are enumerated.</summary>
    /// <exception cref="ClientException"><see cref="ClientError.NotFound"/>: there is no such entry.</exception>
    /// <exception cref="DareException">The index cannot be read.</exception>
    public static IEnumerable<ArchiveEntry> Find(ArchiveReader reader, IReadOnlyList<ArchivePath> paths)
    {
        ArgumentNullException.ThrowIfNull(reader);
        ArgumentNullException.ThrowIfNull(paths);
        IEnumerable<ArchiveEntry> all = [];
        foreach (ArchivePath path in paths.Distinct())
        {
            ArchiveEntry? entry = reader.Find(path);
            if (entry is null && !reader.Below(path).Any())
            {
                throw new ClientException(ClientError.NotFound, $"The archive has no entry {ArchivePath.Show(path.Text)}.");
            }

            // What is in a folder that was named as well comes with that.
            if (!paths.Any(p => path.Text.StartsWith(p.Text + "/", StringComparison.Ordinal)))
            {
                all = all.Concat(entry is null ? [] : [entry]).Concat(entry is null or { Listed.Type: IndexedType.Folder } ? reader.Below(path) : []);
            }
        }

        return all;
    }
}

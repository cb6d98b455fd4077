namespace Mesh.Dare;

/// <summary>
/// The file system, as far as storage needs it: an injectable seam, so that tests can simulate power loss, torn and reordered
/// writes, short writes, a full disk and a failing flush (Mesh account log, Writing and Opening). Paths are absolute.
/// </summary>
public interface IDurableFiles
{
    /// <summary>Opens for reading beside a writer; null where there is no such file.</summary>
    IDurableFile? OpenToRead(string path);

    /// <summary>Opens for reading and writing; null where there is no such file.</summary>
    IDurableFile? OpenToWrite(string path);

    /// <summary>Creates a file that only its owner may read; fails where one exists.</summary>
    IDurableFile Create(string path);

    /// <summary>Whether there is such a file.</summary>
    bool Exists(string path);

    /// <summary>Gives a file another name, replacing one that has it, at once. Durable after <see cref="FlushFolder"/>.</summary>
    void Rename(string from, string to);

    /// <summary>Gives a file a name that no file has, and fails where one has it. Durable after <see cref="FlushFolder"/>.</summary>
    void MoveToFree(string from, string to)
    {
        if (Exists(to))
        {
            throw new IOException($"{to} exists already.");
        }

        Rename(from, to);
    }

    /// <summary>Removes a file; none there is no error. Durable after <see cref="FlushFolder"/>.</summary>
    void Remove(string path);

    /// <summary>The names, without folder, of the files in a folder; none where the folder does not exist.</summary>
    IEnumerable<string> Names(string folder);

    /// <summary>Creates a folder, and those above it, that only the owner may enter.</summary>
    void CreateFolder(string path);

    /// <summary>Returns when creations, renames and removals in the folder are on the medium.</summary>
    void FlushFolder(string path);

    /// <summary>
    /// Takes the exclusive lock that the file at <paramref name="path"/> stands for, across processes and within this one; null
    /// where somebody has it. It ends with its disposal or with the process. The file is made if need be, holds nothing, and must
    /// never be removed: whoever waits on a removed file would hold a lock that others do not see.
    /// </summary>
    IDisposable? TryLock(string path);

    /// <summary>
    /// The lock that goes with a file which others read meanwhile; nothing is held yet. Where a file cannot be locked beside its content, a file with
    /// the same name and <c>.lock</c> stands for it.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="current">The name that it has yet, where it will get <paramref name="path"/> later; null for a file that is there.</param>
    IFileLock OpenLock(string path, string? current = null) => new CompanionLock(this, path + ".lock");
}

using Mesh.Dare;

namespace Mesh.EndToEnd.Client;

/// <summary>
/// The file system of this machine, with a point in each state that a death can leave: in the middle of a write, which shows what one before it
/// would, and before a file that was written whole under another name gets its own.
/// </summary>
internal sealed class DyingFiles(DeathPoints points) : IDurableFiles
{
    private readonly DurableFiles _files = DurableFiles.Instance;

    public IDurableFile? OpenToRead(string path) => _files.OpenToRead(path);

    public IDurableFile? OpenToWrite(string path) => Dying(_files.OpenToWrite(path), path);

    public IDurableFile Create(string path) => Dying(_files.Create(path), path)!;

    public bool Exists(string path) => _files.Exists(path);

    public void Rename(string from, string to)
    {
        points.Pass();
        _files.Rename(from, to);
    }

    public void Remove(string path)
    {
        if (_files.Exists(path))
        {
            points.Pass();
        }

        _files.Remove(path);
    }

    public IEnumerable<string> Names(string folder) => _files.Names(folder);

    public void CreateFolder(string path) => _files.CreateFolder(path);

    public void FlushFolder(string path) => _files.FlushFolder(path);

    public IDisposable? TryLock(string path) => _files.TryLock(path);

    private static bool IsTemporary(string path) => path.EndsWith("new", StringComparison.Ordinal);

    private IDurableFile? Dying(IDurableFile? file, string path) => file is null || IsTemporary(path) ? file : new DyingFile(file, points);

    private sealed class DyingFile(IDurableFile file, DeathPoints points) : IDurableFile
    {
        public long Length => file.Length;

        public int Read(long offset, Span<byte> destination) => file.Read(offset, destination);

        public int Write(long offset, ReadOnlySpan<byte> octets)
        {
            int half = file.Write(offset, octets[..(octets.Length / 2)]);
            points.Pass();
            return half + file.Write(offset + half, octets[half..]);
        }

        public void Cut(long length)
        {
            points.Pass();
            file.Cut(length);
        }

        // What a process has written, its death does not take back: before a flush and after it are the same here.
        public void Flush() => file.Flush();

        public void Dispose() => file.Dispose();
    }
}

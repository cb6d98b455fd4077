// A file of an extraction appears whole under its name or not at all. Until then it has a name of ours in the same folder, and only its owner may read it.

using Mesh.Keys;
using Microsoft.Win32.SafeHandles;

namespace Mesh.Dare;

/// <summary>A file that is being extracted. <see cref="Keep"/> gives it its name; disposal without that leaves nothing behind.</summary>
public sealed class ExtractedFile : IDisposable
{
    private const int OnlyOwner = 0b110_000_000;

    private readonly ExtractionFolder _extraction;
    private readonly FolderHandle _folder;
    private readonly FileEntry _entry;
    private readonly string _temporary;
    private readonly SafeFileHandle _handle;
    private readonly ExtractionStream _stream;
    private bool _renamed;
    private bool _ended;

    internal ExtractedFile(ExtractionFolder extraction, FolderHandle folder, ArchivePath path, FileEntry entry, ExtractionBudget budget)
    {
        _extraction = extraction;
        _folder = folder;
        Path = path;
        _entry = entry;
        _temporary = TemporaryName.New();
        _handle = folder.CreateFile(_temporary, OnlyOwner);
        _stream = new ExtractionStream(_handle, path, entry.Size, budget);
    }

    /// <summary>The path in the archive, which is the path below the target folder.</summary>
    public ArchivePath Path { get; }

    /// <summary>Where the content goes, from its beginning to its end. Limits are checked at every write.</summary>
    public Stream Stream => _stream;

    /// <summary>Sets permissions and times and gives the file its name, in one step of the file system.</summary>
    /// <exception cref="DareException">
    /// <see cref="DareError.AlreadyExists"/>: the name is taken. <see cref="DareError.EntryRefused"/>: the content is shorter than was stated, or what is
    /// to be replaced is no file.
    /// </exception>
    /// <exception cref="IOException">The system failed.</exception>
    public void Keep()
    {
        ObjectDisposedException.ThrowIf(_ended, this);
        if (_entry.Size is { } size && size != _stream.Length)
        {
            throw new DareException(
                DareError.EntryRefused, $"\"{ArchivePath.Show(Path.Text)}\" is refused: it has {_stream.Length} octets, and {size} were stated.");
        }

        _extraction.Restore(_handle, Path, _entry);
        _extraction.Place(_folder, _handle, Path, _temporary);
        _renamed = true;
        Dispose();
    }

    /// <summary>Closes the file; removes it unless <see cref="Keep"/> succeeded.</summary>
    public void Dispose()
    {
        if (_ended)
        {
            return;
        }

        _ended = true;
        _stream.Close();
        _handle.Dispose();
        try
        {
            if (!_renamed)
            {
                _folder.Remove(_temporary);
            }
        }
        finally
        {
            _extraction.Ended(this, _renamed);
        }
    }
}

// A reader must never take half a file for a whole one. Output goes to a temporary name in the same folder, and takes its real name only when
// everything was verified; whatever happens before that leaves the old file, and no plaintext, behind. What takes the place of an old file is on
// the medium first; a new file is left to the system, as everywhere (decision 17). A device or pipe is written to as it is: a file in its place
// would take it from everybody on the machine.

using Mesh.Keys;

namespace Mesh.Client;

/// <summary>A file that appears whole or not at all, readable by its owner alone until it is complete.</summary>
internal sealed class OutputFile : IDisposable
{
    private readonly string? _temporary;
    private readonly FileStream _file;
    private bool _kept;

    private OutputFile(string name, string path, string? temporary, FileStream file)
    {
        Path = path;
        _temporary = temporary;
        _file = file;
        Stream = new GuardedOutput(file, name, willBeFlushed: temporary is not null && File.Exists(path));
    }

    /// <summary>The name that the file will have.</summary>
    public string Path { get; }

    /// <summary>Where to write.</summary>
    public Stream Stream { get; }

    /// <summary>Opens the temporary file beside <paramref name="path"/>, or beside the file that it is a link to.</summary>
    public static OutputFile Create(string path)
    {
        string full = System.IO.Path.GetFullPath(path);
        if (Directory.Exists(full))
        {
            throw new ClientException(ClientError.Storage, $"{path} is a folder. Name a file for the output.");
        }

        try
        {
            if (SpecialFile.Is(full))
            {
                return new OutputFile(path, full, null, new FileStream(full, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0));
            }

            full = new FileInfo(full).LinkTarget is null ? full : File.ResolveLinkTarget(full, returnFinalTarget: true)!.FullName;
            string temporary = full + "." + Guid.NewGuid().ToString("N") + ".part";
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None, BufferSize = 0 };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            return new OutputFile(path, full, temporary, new FileStream(temporary, options));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw GuardedOutput.Failed(path, e);
        }
    }

    /// <summary>
    /// Gives the file its name. Nothing is visible under that name before; where a file had the name, a failure of the machine leaves that one or
    /// this one, and each is whole.
    /// </summary>
    public void Keep()
    {
        try
        {
            if (_temporary is not null && File.Exists(Path))
            {
                SystemFiles.Flush(_file);
            }

            _file.Dispose();
            if (_temporary is not null)
            {
                File.Move(_temporary, Path, overwrite: true);
            }

            _kept = true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw GuardedOutput.Failed(Path, e);
        }
    }

    /// <summary>Removes the temporary file unless <see cref="Keep"/> was called.</summary>
    public void Dispose()
    {
        _file.Dispose();
        if (!_kept && _temporary is not null)
        {
            File.Delete(_temporary);
        }
    }
}

// A reader must never take half a file for a whole one. Output goes to a temporary name in the same folder, is flushed, and takes
// its real name only when everything was verified; whatever happens before that leaves the old file, and no plaintext, behind.

namespace Mesh.Client;

/// <summary>A file that appears whole or not at all, readable by its owner alone until it is complete.</summary>
internal sealed class OutputFile : IDisposable
{
    private readonly string _temporary;
    private bool _kept;

    private OutputFile(string path, string temporary, FileStream stream)
    {
        Path = path;
        _temporary = temporary;
        Stream = stream;
    }

    /// <summary>The name that the file will have.</summary>
    public string Path { get; }

    /// <summary>Where to write.</summary>
    public FileStream Stream { get; }

    /// <summary>Opens the temporary file beside <paramref name="path"/>.</summary>
    public static OutputFile Create(string path)
    {
        string full = System.IO.Path.GetFullPath(path);
        if (Directory.Exists(full))
        {
            throw new ClientException(ClientError.Storage, $"{path} is a folder. Name a file for the output.");
        }

        string temporary = full + "." + Guid.NewGuid().ToString("N") + ".part";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        try
        {
            return new OutputFile(full, temporary, new FileStream(temporary, options));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ClientException(ClientError.Storage, $"{path} cannot be written: {e.Message}", e);
        }
    }

    /// <summary>Gives the file its name. Nothing is visible under that name before.</summary>
    public void Keep()
    {
        Stream.Flush(flushToDisk: true);
        Stream.Dispose();
        File.Move(_temporary, Path, overwrite: true);
        _kept = true;
    }

    /// <summary>Removes the temporary file unless <see cref="Keep"/> was called.</summary>
    public void Dispose()
    {
        Stream.Dispose();
        if (!_kept)
        {
            File.Delete(_temporary);
        }
    }
}

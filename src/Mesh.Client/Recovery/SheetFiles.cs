using System.Globalization;
using Mesh.Dare;
using Mesh.Keys;

namespace Mesh.Client;

/// <summary>Writes what holders get, one file for each, readable by its owner alone. Nothing that exists is written over.</summary>
public static class SheetFiles
{
    /// <summary>Writes <c>prefix-1.txt</c>, <c>prefix-2.txt</c>, …; all of them, or none.</summary>
    /// <returns>Their names.</returns>
    /// <exception cref="ClientException"><see cref="ClientError.Storage"/>.</exception>
    public static IReadOnlyList<string> Write(IssuedShares shares, string prefix)
    {
        ArgumentNullException.ThrowIfNull(shares);
        ArgumentException.ThrowIfNullOrEmpty(prefix);
        List<string> written = [];
        try
        {
            for (int i = 0; i < shares.Shares.Count; i++)
            {
                string path = string.Create(CultureInfo.InvariantCulture, $"{prefix}-{i + 1}.txt");
                using FileStream file = Create(path);
                written.Add(path);
                file.Write(System.Text.Encoding.UTF8.GetBytes(shares.Sheet(i)));
                SystemFiles.Flush(file);
            }

            return written;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            written.ForEach(File.Delete);
            throw new ClientException(ClientError.Storage, $"The shares cannot be written to {prefix}-….txt, and none was: {FileProblem.Of(e)}.", e);
        }
    }

    private static FileStream Create(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(path, options);
    }
}

using System.Security.Cryptography;

namespace Mesh.Protocol;

/// <summary>
/// Sessions in files of mode 0600 in the user's run-time directory, which the system empties at log-out (Mesh channel, section 3).
/// Replaced by rename; no locks. Where the directory is not the user's alone, nothing is kept.
/// </summary>
public sealed class FileTicketCache : ITicketCache
{
    /// <summary>The environment variable that names the run-time directory.</summary>
    public const string Variable = "XDG_RUNTIME_DIR";

    private const string FolderName = "mesh";
    private const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnerFolder = OwnerFile | UnixFileMode.UserExecute;
    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    private readonly string _folder;
    private readonly TimeProvider _clock;

    private FileTicketCache(string folder, TimeProvider clock)
    {
        _folder = folder;
        _clock = clock;
    }

    /// <summary>
    /// A cache in the folder <c>mesh</c> of a run-time directory; null where there is no such directory, it is open to others, or the
    /// platform has no file modes.
    /// </summary>
    /// <param name="runTimeDirectory">The value of <see cref="Variable"/>.</param>
    /// <param name="clock">This machine's clock.</param>
    public static FileTicketCache? In(string? runTimeDirectory, TimeProvider clock)
    {
        if (string.IsNullOrEmpty(runTimeDirectory) || !Path.IsPathFullyQualified(runTimeDirectory) || OperatingSystem.IsWindows())
        {
            return null;
        }

        try
        {
            string folder = Path.Combine(runTimeDirectory, FolderName);
            if (!Directory.Exists(runTimeDirectory) || (File.GetUnixFileMode(runTimeDirectory) & Others) != 0)
            {
                return null;
            }

            Directory.CreateDirectory(folder, OwnerFolder);
            return (File.GetUnixFileMode(folder) & Others) == 0 ? new FileTicketCache(folder, clock) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public ChannelSession? Find(SessionKey key)
    {
        string path = PathOf(key);
        byte[] octets = new byte[SessionOctets.Maximum + 1];
        try
        {
            int length;
            using (FileStream file = File.OpenRead(path))
            {
                if (OperatingSystem.IsWindows() || (File.GetUnixFileMode(file.SafeFileHandle) & Others) != 0)
                {
                    return null;
                }

                length = file.ReadAtLeast(octets, octets.Length, throwOnEndOfStream: false);
            }

            ChannelSession session = SessionOctets.Read(octets.AsSpan(0, length));
            if (session.IsCurrent(_clock))
            {
                return session;
            }

            session.Dispose();
            Remove(key);
            return null;
        }
        catch (ProtocolException)
        {
            Remove(key);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(octets);
        }
    }

    /// <inheritdoc/>
    public void Store(SessionKey key, ChannelSession session)
    {
        ArgumentNullException.ThrowIfNull(session);
        byte[] octets = SessionOctets.Write(session);
        string temporary = Path.Combine(_folder, Path.GetRandomFileName());
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = OwnerFile;
            }

            using (var file = new FileStream(temporary, options))
            {
                file.Write(octets);
            }

            File.Move(temporary, PathOf(key), overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Delete(temporary);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(octets);
        }
    }

    /// <inheritdoc/>
    public void Remove(SessionKey key) => Delete(PathOf(key));

    private static void Delete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What cannot be deleted is refused by the service and found out of date by the next reader.
            return;
        }
    }

    private string PathOf(SessionKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return Path.Combine(_folder, key.Name);
    }
}

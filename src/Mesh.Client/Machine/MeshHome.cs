// The folder of one person on one machine (MESH_HOME, by default ~/.mesh). Everything in it is for the owner alone: folders 0700, files 0600.
//
//     lock                      held by the process that changes anything
//     keys/                     key store: device-<UDF>, account-<UDF>, activation-<UDF>
//     accounts/<UDF>.log        account logs
//     machine.log               which accounts and pending requests this machine has
//     roots/                    remembered roots of stores, apart from the logs so that they do not roll back together
//     run/                      channel tickets, where there is no XDG_RUNTIME_DIR

using Mesh.Keys;

namespace Mesh.Client;

/// <summary>Names the files of a Mesh folder and checks that nobody else can get at them.</summary>
public sealed class MeshHome
{
    private const UnixFileMode FolderMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode OthersMode =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    private MeshHome(string root) => Root = root;

    /// <summary>The folder itself, as an absolute path.</summary>
    public string Root { get; }

    /// <summary>The file that the process which changes anything holds locked.</summary>
    public string LockFile => Path.Combine(Root, "lock");

    /// <summary>The folder of the key store.</summary>
    public string Keys => Path.Combine(Root, "keys");

    /// <summary>The folder of the account logs.</summary>
    public string Accounts => Path.Combine(Root, "accounts");

    /// <summary>The folder of the remembered roots.</summary>
    public string Roots => Path.Combine(Root, "roots");

    /// <summary>The folder of channel tickets where the system has no run-time folder.</summary>
    public string Run => Path.Combine(Root, "run");

    /// <summary>Opens the folder, making it with mode 0700 when it is absent.</summary>
    /// <exception cref="ClientException"><see cref="ClientError.UnsafeFolder"/>: others can read or write it;
    /// <see cref="ClientError.Storage"/>: it cannot be made or read.</exception>
    public static MeshHome Open(string root)
    {
        var home = new MeshHome(Path.GetFullPath(root));
        MakeOrCheck(home.Root);
        MakeOrCheck(home.Keys);
        MakeOrCheck(home.Accounts);
        MakeOrCheck(home.Roots);
        return home;
    }

    /// <summary>Makes a folder for the owner alone, or checks that an existing one is.</summary>
    public static void MakeOrCheck(string folder)
    {
        try
        {
            if (!Directory.Exists(folder))
            {
                if (OperatingSystem.IsWindows())
                {
                    Directory.CreateDirectory(folder);
                }
                else
                {
                    Directory.CreateDirectory(folder, FolderMode);
                }

                SystemFiles.FlushFolder(Path.GetDirectoryName(folder)!); // or what is made durable inside is not
            }

            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(folder) & OthersMode) != 0)
            {
                throw new ClientException(
                    ClientError.UnsafeFolder,
                    $"The folder {folder} is open to other users of this machine. Close it with: chmod 700 {folder}");
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ClientException(
                ClientError.Storage, $"The folder {folder} cannot be used: {Dare.FileProblem.Of(e)}. Set MESH_HOME to a folder that you own.", e);
        }
    }
}

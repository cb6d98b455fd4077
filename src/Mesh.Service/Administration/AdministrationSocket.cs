// A Unix socket in the service's folder, which only its owner may enter. Who connects is asked of the system besides: the folder may have
// been opened to others by mistake.

using System.Buffers.Binary;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Mesh.Service;

/// <summary>Where administration listens, and who may come.</summary>
internal static partial class AdministrationSocket
{
    public const int LongestLine = 65_536;

    private const string Name = "admin.sock";
    private const int SolSocket = 1;
    private const int PeerCredentials = 17;

    /// <summary>The end point; null where the folder's name is too long for one.</summary>
    public static UnixDomainSocketEndPoint? Of(string data)
    {
        try
        {
            return new UnixDomainSocketEndPoint(PathOf(data));
        }
        catch (ArgumentOutOfRangeException)
        {
            return null;
        }
    }

    public static string PathOf(string data) => Path.Combine(Path.GetFullPath(data), Name);

    public static Socket Make() => new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);

    /// <summary>Whether the other end runs as this user or as root. Where the system does not tell, the folder's permissions alone decide.</summary>
    public static bool IsPeerAllowed(Socket peer)
    {
        if (!OperatingSystem.IsLinux())
        {
            return true;
        }

        Span<byte> credentials = stackalloc byte[12]; // pid, uid, gid
        peer.GetRawSocketOption(SolSocket, PeerCredentials, credentials);
        uint user = BinaryPrimitives.ReadUInt32LittleEndian(credentials[4..]);
        return user == 0 || user == EffectiveUser();
    }

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint EffectiveUser();
}

using System.Net;
using System.Net.Sockets;

namespace Mesh.Protocol;

/// <summary>The part of a peer's address that stands for one customer: IPv4 /32, IPv6 /56 (Mesh channel, section 5).</summary>
internal static class AddressPrefix
{
    /// <summary>Octets of the longest prefix: a family octet and 7 octets of IPv6.</summary>
    public const int MaximumOctets = 8;

    private const int Ipv6PrefixOctets = 7;

    /// <summary>Writes the prefix and returns its length. IPv4 inside IPv6 counts as IPv4.</summary>
    public static int Write(IPAddress address, Span<byte> destination)
    {
        if (address.IsIPv4MappedToIPv6)
        {
            address = address.MapToIPv4();
        }

        Span<byte> octets = stackalloc byte[16];
        address.TryWriteBytes(octets, out int written);
        int kept = address.AddressFamily == AddressFamily.InterNetwork ? written : Ipv6PrefixOctets;
        destination[0] = (byte)written;
        octets[..kept].CopyTo(destination[1..]);
        return 1 + kept;
    }
}

using System.Globalization;
using System.Net;
using System.Net.NetworkInformation;

namespace Mesh.Protocol;

/// <summary>Which name servers to ask and how patiently, as resolv.conf(5) says it.</summary>
/// <param name="Servers">At most three, asked in order.</param>
/// <param name="Timeout">Seconds to wait for one server, 1 to 30; 5 by default.</param>
/// <param name="Attempts">Rounds through the list, 1 to 5; 2 by default.</param>
public sealed record DnsServers(IReadOnlyList<IPEndPoint> Servers, int Timeout = 5, int Attempts = 2)
{
    private const int Port = 53;
    private const int MaximumServers = 3;
    private const string ResolverFile = "/etc/resolv.conf";

    /// <summary>The servers of this machine: resolv.conf where there is one, else those of the network interfaces.</summary>
    public static DnsServers OfThisMachine()
    {
        if (File.Exists(ResolverFile))
        {
            try
            {
                return Parse(File.ReadAllText(ResolverFile));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new ProtocolException(ProtocolError.Configuration, $"{ResolverFile} cannot be read: {e.Message}", e);
            }
        }

        IEnumerable<IPAddress> addresses = NetworkInterface.GetAllNetworkInterfaces()
            .Where(i => i.OperationalStatus == OperationalStatus.Up)
            .SelectMany(i => i.GetIPProperties().DnsAddresses)
            .Distinct();
        return new DnsServers(Chosen(addresses));
    }

    /// <summary>Reads the text of a resolv.conf. Lines that do not concern servers, timeout or attempts are passed over.</summary>
    public static DnsServers Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var addresses = new List<IPAddress>();
        int timeout = 5;
        int attempts = 2;
        foreach (string line in text.Split('\n'))
        {
            string[] words = line.Split([' ', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries);
            if (words is ["nameserver", var server, ..] && IPAddress.TryParse(server, out IPAddress? address))
            {
                addresses.Add(address);
            }
            else if (words is ["options", .. var options])
            {
                timeout = Option(options, "timeout:", timeout, 30);
                attempts = Option(options, "attempts:", attempts, 5);
            }
        }

        return new DnsServers(Chosen(addresses), timeout, attempts);
    }

    private static List<IPEndPoint> Chosen(IEnumerable<IPAddress> addresses)
    {
        List<IPEndPoint> servers = [.. addresses.Take(MaximumServers).Select(a => new IPEndPoint(a, Port))];
        return servers.Count > 0 ? servers : [new IPEndPoint(IPAddress.Loopback, Port)];
    }

    private static int Option(string[] options, string name, int otherwise, int most)
    {
        foreach (string option in options)
        {
            if (option.StartsWith(name, StringComparison.Ordinal)
                && int.TryParse(option.AsSpan(name.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int value))
            {
                return Math.Clamp(value, 1, most);
            }
        }

        return otherwise;
    }
}

// What an operator publishes so that clients find the service (Mesh protocol, section 9), in the form of a zone file (RFC 1035 5.1).

using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Mesh.Protocol;

/// <summary>The DNS records of a service.</summary>
/// <param name="Domain">The domain of its addresses.</param>
/// <param name="ServiceUdf">Fingerprint of its profile: a hint that makes first contact safer, never what it is trusted by.</param>
/// <param name="Host">The name of the host.</param>
/// <param name="Port">Where it listens.</param>
/// <param name="Addresses">The host's addresses.</param>
public sealed record ServiceRecords(ServiceDomain Domain, string ServiceUdf, ServiceDomain Host, int Port, IReadOnlyList<IPAddress> Addresses)
{
    private const string Service = "_mmm._tcp.";
    private const int Lifetime = 3600;

    /// <summary>The host that clients try where there is no SRV record.</summary>
    public static ServiceDomain DefaultHost(ServiceDomain domain)
    {
        ArgumentNullException.ThrowIfNull(domain);
        return ServiceDomain.Parse("mmm." + domain.Name);
    }

    /// <summary>One record per line: SRV and TXT of the domain, TXT and addresses of the host.</summary>
    public IReadOnlyList<string> ToZone()
    {
        string text = $"\"path={ServiceEndpoint.WellKnown[0]}\" \"version=3.0\" \"udf={ServiceUdf}\"";
        List<string> lines =
        [
            Line(Service + Domain.Name, "SRV", string.Create(CultureInfo.InvariantCulture, $"1 1 {Port} {Host.Name}.")),
            Line(Service + Domain.Name, "TXT", text),
        ];
        if (!Host.Equals(Domain))
        {
            lines.Add(Line(Service + Host.Name, "TXT", $"\"udf={ServiceUdf}\""));
        }

        lines.AddRange(Addresses.Select(a => Line(Host.Name, a.AddressFamily == AddressFamily.InterNetworkV6 ? "AAAA" : "A", a.ToString())));
        return lines;
    }

    private static string Line(string name, string type, string data) => string.Create(CultureInfo.InvariantCulture, $"{name}. {Lifetime} IN {type} {data}");
}

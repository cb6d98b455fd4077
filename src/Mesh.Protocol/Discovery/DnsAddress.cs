using System.Net;

namespace Mesh.Protocol;

/// <summary>A or AAAA (RFC 1035 3.4.1, RFC 3596 2.2).</summary>
/// <param name="Address">The address, 4 or 16 octets.</param>
public sealed record DnsAddress(IPAddress Address) : DnsRecord;

namespace Mesh.Protocol;

/// <summary>SRV (RFC 2782).</summary>
/// <param name="Priority">Hosts of the lowest priority come first.</param>
/// <param name="Weight">Share among hosts of one priority.</param>
/// <param name="Port">TCP port.</param>
/// <param name="Target">Host name in lower case; empty where the record says that there is no such service.</param>
public sealed record DnsService(ushort Priority, ushort Weight, ushort Port, string Target) : DnsRecord;

namespace Mesh.Protocol;

/// <summary>TXT (RFC 1035 3.3.14).</summary>
/// <param name="Strings">Character strings of at most 255 octets, read as Latin-1.</param>
public sealed record DnsText(IReadOnlyList<string> Strings) : DnsRecord;

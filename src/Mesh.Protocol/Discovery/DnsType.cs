namespace Mesh.Protocol;

/// <summary>The types of resource record that discovery asks for (RFC 1035, 3596, 2782).</summary>
public enum DnsType : ushort
{
    /// <summary>A: an IPv4 address.</summary>
    A = 1,

    /// <summary>CNAME: another name for the owner; followed inside an answer.</summary>
    Cname = 5,

    /// <summary>TXT: strings.</summary>
    Txt = 16,

    /// <summary>AAAA: an IPv6 address.</summary>
    Aaaa = 28,

    /// <summary>SRV: hosts of a service.</summary>
    Srv = 33,
}

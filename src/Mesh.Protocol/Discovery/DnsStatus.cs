namespace Mesh.Protocol;

/// <summary>RCODE of an answer (RFC 1035 4.1.1); other values occur and mean failure.</summary>
public enum DnsStatus
{
    /// <summary>NOERROR: the name exists, perhaps without records of this type.</summary>
    NoError = 0,

    /// <summary>SERVFAIL: ask another server.</summary>
    ServerFailure = 2,

    /// <summary>NXDOMAIN: the name does not exist.</summary>
    NoSuchName = 3,
}

namespace Mesh.Protocol;

/// <summary>The data of one resource record of an answer. Unauthenticated: it says where to connect, never whom to trust.</summary>
public abstract record DnsRecord
{
    private protected DnsRecord()
    {
    }
}

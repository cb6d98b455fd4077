namespace Mesh.Protocol;

/// <summary>Answers questions to the domain name system.</summary>
public interface INameResolver
{
    /// <summary>The records of <paramref name="name"/> (absolute, no final dot); none where it has none or does not exist.</summary>
    /// <exception cref="ProtocolException">NotDiscovered: no server gave a usable answer.</exception>
    Task<DnsAnswer> ResolveAsync(string name, DnsType type, CancellationToken cancellation);
}

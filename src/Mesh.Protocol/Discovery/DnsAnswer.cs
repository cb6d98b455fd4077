namespace Mesh.Protocol;

/// <summary>What a name server said to one question.</summary>
/// <param name="Status">RCODE.</param>
/// <param name="Truncated">The answer did not fit into a datagram; ask again over TCP.</param>
/// <param name="Records">Records of the type asked for, of the name or of what it is an alias for.</param>
public sealed record DnsAnswer(DnsStatus Status, bool Truncated, IReadOnlyList<DnsRecord> Records)
{
    /// <summary>The records as <typeparamref name="T"/>.</summary>
    public IEnumerable<T> Of<T>()
        where T : DnsRecord => Records.OfType<T>();
}

namespace Mesh.Protocol;

/// <summary>Finds the hosts of a service.</summary>
public interface IServiceDiscovery
{
    /// <summary>Hosts in the order in which they are to be tried, at most <see cref="ProtocolLimits.HostsTried"/>.</summary>
    /// <exception cref="ProtocolException">NotDiscovered.</exception>
    Task<IReadOnlyList<ServiceEndpoint>> FindAsync(ServiceTarget target, CancellationToken cancellation);
}

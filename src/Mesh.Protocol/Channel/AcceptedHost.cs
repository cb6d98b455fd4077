namespace Mesh.Protocol;

/// <summary>A host that proved to belong to the service that was asked for. Only <see cref="HostAcceptance"/> makes one.</summary>
public sealed class AcceptedHost
{
    internal AcceptedHost(UnverifiedHost host, string serviceUdf)
    {
        Host = host;
        ServiceUdf = serviceUdf;
    }

    /// <summary>UDF of the service profile, to be pinned at first contact.</summary>
    public string ServiceUdf { get; }

    /// <summary>Envelope of the ProfileService as the host sent it, verified.</summary>
    public ReadOnlyMemory<byte> ProfileService => Host.ProfileService;

    internal UnverifiedHost Host { get; }
}

using System.Globalization;
using System.Net;

namespace Mesh.Protocol;

/// <summary>
/// The setting <c>MESH_RESOLVE</c>: <c>domain=http://127.0.0.1:port</c>, several separated by commas, for tests and closed networks
/// on one machine. Setting it is the explicit flag that plain HTTP asks for, and it asks for loopback addresses.
/// </summary>
public sealed class ServiceOverride
{
    /// <summary>The environment variable.</summary>
    public const string Variable = "MESH_RESOLVE";

    private readonly Dictionary<ServiceDomain, ServiceEndpoint> _endpoints;

    private ServiceOverride(Dictionary<ServiceDomain, ServiceEndpoint> endpoints) => _endpoints = endpoints;

    /// <summary>No override.</summary>
    public static ServiceOverride None { get; } = new([]);

    /// <summary>Reads the value of the variable; null or empty is no override.</summary>
    /// <exception cref="ProtocolException">Configuration: it has another form, or an address that is not loopback.</exception>
    public static ServiceOverride Parse(string? value)
    {
        if (string.IsNullOrWhiteSpace(value))
        {
            return None;
        }

        var endpoints = new Dictionary<ServiceDomain, ServiceEndpoint>();
        foreach (string entry in value.Split(','))
        {
            int equals = entry.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
            {
                throw Wrong($"'{entry}' is not domain=http://127.0.0.1:port");
            }

            ServiceDomain domain = Domain(entry[..equals].Trim());
            if (!endpoints.TryAdd(domain, Endpoint(entry[(equals + 1)..].Trim())))
            {
                throw Wrong($"{domain} occurs twice");
            }
        }

        return new ServiceOverride(endpoints);
    }

    /// <summary>The endpoint set for a domain, or null.</summary>
    public ServiceEndpoint? Find(ServiceDomain domain) => _endpoints.GetValueOrDefault(domain);

    private static ServiceDomain Domain(string text)
    {
        try
        {
            return ServiceDomain.Parse(text);
        }
        catch (ProtocolException e)
        {
            throw Wrong(e.Message);
        }
    }

    private static ServiceEndpoint Endpoint(string text)
    {
        const string Scheme = "http://";
        if (!text.StartsWith(Scheme, StringComparison.Ordinal)
            || !IPEndPoint.TryParse(text.AsSpan(Scheme.Length).TrimEnd('/'), out IPEndPoint? point) || point.Port == 0)
        {
            throw Wrong($"'{text}' is not http://127.0.0.1:port or http://[::1]:port");
        }

        if (!IPAddress.IsLoopback(point.Address))
        {
            throw Wrong($"{point.Address} is not a loopback address, and plain HTTP is for loopback alone");
        }

        string host = point.Address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6
            ? string.Create(CultureInfo.InvariantCulture, $"[{point.Address}]")
            : point.Address.ToString();
        return new ServiceEndpoint(host, point.Port, [point.Address], ServiceEndpoint.WellKnown, IsSecure: false, Udf: null);
    }

    private static ProtocolException Wrong(string what) => new(ProtocolError.Configuration, $"{Variable}: {what}");
}

using System.Globalization;
using System.Net;
using Mesh.Cryptography;

namespace Mesh.Protocol;

/// <summary>
/// Discovery (Mesh protocol, section 9): the override; the addresses that the account knows; SRV <c>_mmm._tcp.&lt;domain&gt;</c> with
/// TXT of the domain and of each host; and where there is no SRV record <c>https://mmm.&lt;domain&gt;</c>. Answers choose where to
/// connect, never whom to trust (P-37).
/// </summary>
public sealed class ServiceDiscovery : IServiceDiscovery
{
    private const string Prefix = "_mmm._tcp.";
    private const string FallbackLabel = "mmm.";
    private const int TlsPort = 443;
    private const int ServicesConsidered = 16;
    private const int AddressesPerHost = 8;

    private readonly INameResolver _resolver;
    private readonly IRandomSource _random;
    private readonly ServiceOverride _override;

    /// <summary>Discovery through <paramref name="resolver"/>, after <paramref name="overrides"/>.</summary>
    public ServiceDiscovery(INameResolver resolver, IRandomSource random, ServiceOverride overrides)
    {
        _resolver = resolver;
        _random = random;
        _override = overrides;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ServiceEndpoint>> FindAsync(ServiceTarget target, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(target);
        if (_override.Find(target.Domain) is { } overridden)
        {
            return [overridden];
        }

        var endpoints = new List<ServiceEndpoint>();
        foreach (string address in target.HostAddresses ?? [])
        {
            if (endpoints.Count < ProtocolLimits.HostsTried
                && await KnownHostAsync(address, cancellation).ConfigureAwait(false) is { } known)
            {
                endpoints.Add(known);
            }
        }

        if (endpoints.Count < ProtocolLimits.HostsTried)
        {
            await AddDiscoveredAsync(endpoints, target, cancellation).ConfigureAwait(false);
        }

        return endpoints;
    }

    /// <summary>Adds what the name system says; its failure matters only where nothing else is known.</summary>
    private async Task AddDiscoveredAsync(List<ServiceEndpoint> endpoints, ServiceTarget target, CancellationToken cancellation)
    {
        try
        {
            foreach (ServiceEndpoint found in await DiscoverAsync(target.Domain, cancellation).ConfigureAwait(false))
            {
                if (endpoints.Count < ProtocolLimits.HostsTried
                    && !endpoints.Exists(e => e.Host == found.Host && e.Port == found.Port))
                {
                    endpoints.Add(found);
                }
            }
        }
        catch (ProtocolException) when (endpoints.Count > 0)
        {
            return;
        }

        if (endpoints.Count == 0)
        {
            throw new ProtocolException(ProtocolError.NotDiscovered, $"{target.Domain} has no Mesh service that this program can use");
        }
    }

    private async Task<List<ServiceEndpoint>> DiscoverAsync(ServiceDomain domain, CancellationToken cancellation)
    {
        Task<DnsAnswer> services = _resolver.ResolveAsync(Prefix + domain, DnsType.Srv, cancellation);
        ServiceText text = await TextAsync(domain.Name, cancellation).ConfigureAwait(false);
        List<DnsService> found = [.. (await services.ConfigureAwait(false)).Of<DnsService>().Take(ServicesConsidered)];
        if (found.Count == 0)
        {
            found.Add(new DnsService(0, 0, TlsPort, FallbackLabel + domain));
        }

        // The texts of all hosts first: one that does not fit takes no part in the weighting (web-service-discovery 3.3). A host whose
        // names cannot be looked up now is left out; the others may do.
        IEnumerable<DnsService> hosts = found.Where(s => s.Port != 0 && ServiceDomain.IsCanonical(s.Target)).Distinct();
        (DnsService Service, ServiceText? Text)[] described = await Task.WhenAll(hosts.Select(async s =>
            (s, (await KnownAsync(TextAsync(s.Target, cancellation)).ConfigureAwait(false))?.Over(text)))).ConfigureAwait(false);
        Dictionary<DnsService, ServiceText> fit = described.Where(d => d.Text is { Fits: true }).ToDictionary(d => d.Service, d => d.Text!);
        var endpoints = new List<ServiceEndpoint>();
        foreach (DnsService service in ServiceSelection.Order(fit.Keys, _random))
        {
            if (await KnownAsync(AddressesAsync(service.Target, cancellation)).ConfigureAwait(false) is { Count: > 0 } addresses)
            {
                endpoints.Add(Endpoint(service.Target, service.Port, addresses, fit[service]));
            }

            if (endpoints.Count == ProtocolLimits.HostsTried)
            {
                break;
            }
        }

        return endpoints;
    }

    private async Task<ServiceEndpoint?> KnownHostAsync(string address, CancellationToken cancellation)
    {
        if (IPEndPoint.TryParse(address, out IPEndPoint? point))
        {
            return Endpoint(UriHost(point.Address), point.Port == 0 ? TlsPort : point.Port, [point.Address], ServiceText.Empty);
        }

        string[] parts = address.Split(':');
        ushort port = TlsPort;
        if (parts.Length > 2 || !ServiceDomain.IsCanonical(parts[0])
            || parts.Length == 2 && !ushort.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out port))
        {
            return null;
        }

        ServiceText? text = await KnownAsync(TextAsync(parts[0], cancellation)).ConfigureAwait(false);
        return text is not null && await KnownAsync(AddressesAsync(parts[0], cancellation)).ConfigureAwait(false) is { Count: > 0 } addresses
            ? Endpoint(parts[0], port, addresses, text)
            : null;
    }

    /// <summary>What a look-up gives, or null where it fails.</summary>
    private static async Task<T?> KnownAsync<T>(Task<T> lookUp)
        where T : class
    {
        try
        {
            return await lookUp.ConfigureAwait(false);
        }
        catch (ProtocolException e) when (e.Code == ProtocolError.NotDiscovered)
        {
            return null;
        }
    }

    private static ServiceEndpoint Endpoint(string host, int port, List<IPAddress> addresses, ServiceText text) =>
        new(host, port, addresses, text.Path is null ? ServiceEndpoint.WellKnown : [text.Path], IsSecure: true, text.Udf);

    private static string UriHost(IPAddress address) =>
        address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? $"[{address}]" : address.ToString();

    private async Task<ServiceText> TextAsync(string name, CancellationToken cancellation)
    {
        DnsAnswer answer = await _resolver.ResolveAsync(Prefix + name, DnsType.Txt, cancellation).ConfigureAwait(false);
        return ServiceText.Read(answer.Of<DnsText>());
    }

    /// <summary>IPv6 and IPv4 in turn, as RFC 8305 4 orders them.</summary>
    private async Task<List<IPAddress>> AddressesAsync(string host, CancellationToken cancellation)
    {
        Task<DnsAnswer> six = _resolver.ResolveAsync(host, DnsType.Aaaa, cancellation);
        Task<DnsAnswer> four = _resolver.ResolveAsync(host, DnsType.A, cancellation);
        DnsAnswer[] answers = await Task.WhenAll(six, four).ConfigureAwait(false);
        IPAddress[] first = [.. answers[0].Of<DnsAddress>().Select(a => a.Address)];
        IPAddress[] second = [.. answers[1].Of<DnsAddress>().Select(a => a.Address)];
        var addresses = new List<IPAddress>();
        for (int i = 0; i < Math.Max(first.Length, second.Length); i++)
        {
            addresses.AddRange(first.Skip(i).Take(1));
            addresses.AddRange(second.Skip(i).Take(1));
        }

        return [.. addresses.Distinct().Take(AddressesPerHost)];
    }
}

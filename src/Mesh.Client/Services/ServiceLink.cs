// The way to services: discovery, transport, tickets and the channel put together (Mesh channel; Mesh protocol 9).

using Mesh.Protocol;
using Mesh.Schema;

namespace Mesh.Client;

/// <summary>Sends requests to services.</summary>
internal sealed class ServiceLink : IDisposable
{
    private readonly MachineOptions _options;
    private readonly MeshChannelClient _client;
    private readonly List<IDisposable> _owned = [];

    public ServiceLink(MachineOptions options, MeshHome home)
    {
        _options = options;
        _client = new MeshChannelClient(
            options.Discovery ?? Discovery(),
            options.Transport ?? Own(new HttpTransport(new HttpTransportOptions(), options.Time)),
            new HostAcceptance(new HostChain(), FirstContact.Rule, options.Time),
            Tickets(home),
            options.Random,
            options.Time);
    }

    /// <summary>Sends what was prepared, and gives the answer whatever its status.</summary>
    public Task<ServiceAnswer> SendAsync(ServiceTarget target, ClientIdentity identity, PreparedRequest request, CancellationToken cancel) =>
        _client.SendAsync(target, identity, request, cancel);

    /// <summary>Sends a request and gives its successful response.</summary>
    /// <exception cref="ClientException">What the service refused, by <see cref="Refusal.Of"/>.</exception>
    public async Task<(T Response, string ServiceUdf)> CallAsync<T>(
        ServiceTarget target, ClientIdentity identity, MeshRequest request, CancellationToken cancel)
        where T : MeshResponse
    {
        ServiceAnswer answer = await SendAsync(target, identity, PreparedRequest.Of(request, _options.Random), cancel).ConfigureAwait(false);
        return answer.Response is T response && response.IsSuccess
            ? (response, answer.ServiceUdf)
            : throw Refusal.Of(answer.Response);
    }

    /// <summary>Asks a service who it is; the profile is verified and is that of the service which the handshake proved.</summary>
    public async Task<(Verified<ProfileService> Service, MeshHelloResponse Hello)> HelloAsync(ServiceTarget target, CancellationToken cancel)
    {
        using var anonymous = ClientIdentity.Anonymous(_options.Random);
        (MeshHelloResponse hello, string udf) =
            await CallAsync<MeshHelloResponse>(target, anonymous, new HelloRequest(), cancel).ConfigureAwait(false);
        Enveloped<ProfileService> profile = hello.EnvelopedProfileService
            ?? throw new ClientException(ClientError.InvalidResponse, "The service did not send its profile.");
        return (ProfileValidator.ValidateAs(profile, udf), hello);
    }

    public void Dispose() => _owned.ForEach(o => o.Dispose());

    private ServiceDiscovery Discovery()
    {
        ServiceOverride overrides = ServiceOverride.Parse(_options.Variable(ServiceOverride.Variable));
        return new ServiceDiscovery(new DnsClient(DnsServers.OfThisMachine(), _options.Random, _options.Time), _options.Random, overrides);
    }

    private ITicketCache Tickets(MeshHome home)
    {
        if (FileTicketCache.In(_options.Variable(FileTicketCache.Variable), _options.Time) is { } shared)
        {
            return shared;
        }

        MeshHome.MakeOrCheck(home.Run);
        return FileTicketCache.In(home.Run, _options.Time) is { } own ? own : Own(new MemoryTicketCache(_options.Time));
    }

    private T Own<T>(T item)
        where T : IDisposable
    {
        _owned.Add(item);
        return item;
    }
}

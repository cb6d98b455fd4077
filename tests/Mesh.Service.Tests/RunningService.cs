using Mesh.Cryptography;
using Mesh.Protocol;

namespace Mesh.Service.Tests;

/// <summary>A service on loopback with a folder of its own, and callers that speak the protocol to it: no client of ours stands between.</summary>
internal sealed class RunningService : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private readonly HttpTransport _transport = new(new HttpTransportOptions(), TimeProvider.System);
    private ServiceHost _host;

    private RunningService(TempFolder folder, ServiceHost host)
    {
        _folder.Dispose();
        _folder = folder;
        _host = host;
    }

    public string Data => _folder.File("data");

    public Uri Address => _host.Address;

    public string ServiceUdf { get; private set; } = "";

    public static async Task<RunningService> StartAsync(ServicePolicy? policy = null)
    {
        var folder = new TempFolder();
        ServiceIdentity.Create(folder.File("data"), "example.com", SystemRandom.Instance, TimeProvider.System);
        var running = new RunningService(folder, await HostAsync(folder.File("data"), policy));
        using ServiceIdentity identity = ServiceIdentity.Open(running.Data, TimeProvider.System);
        running.ServiceUdf = identity.Profile.Value.Udf;
        return running;
    }

    public async Task RestartAsync()
    {
        await StopAsync();
        await StartAgainAsync();
    }

    public async Task StopAsync() => await _host.DisposeAsync();

    public async Task StartAgainAsync(ServicePolicy? policy = null) => _host = await HostAsync(Data, policy);

    public Task<IServiceAdministration> AdministerAsync() =>
        ServiceAdministration.OpenAsync(Data, TimeProvider.System, problem => Assert.Fail(problem));

    public Task<ServiceAnswer> SendAsync(ClientIdentity identity, MeshRequest request) =>
        SendAsync(identity, PreparedRequest.Of(request, SystemRandom.Instance));

    public async Task<ServiceAnswer> SendAsync(ClientIdentity identity, PreparedRequest request)
    {
        var discovery = new ServiceDiscovery(
            new DnsClient(DnsServers.OfThisMachine(), SystemRandom.Instance, TimeProvider.System), SystemRandom.Instance,
            ServiceOverride.Parse($"example.com={_host.Address.GetLeftPart(UriPartial.Authority)}"));
        using var tickets = new MemoryTicketCache(TimeProvider.System);
        var client = new MeshChannelClient(
            discovery, _transport, new HostAcceptance(new HostChain(), FirstContact.Rule, TimeProvider.System), tickets,
            SystemRandom.Instance, TimeProvider.System);
        return await client.SendAsync(new ServiceTarget(ServiceDomain.Parse("example.com"), ServiceUdf), identity, request);
    }

    /// <summary>The octets of a request record under a good ticket, which are not sent.</summary>
    public async Task<byte[]> RecordAsync(ClientIdentity identity, MeshRequest request)
    {
        var domain = ServiceDomain.Parse("example.com");
        ServiceEndpoint endpoint = ServiceOverride.Parse($"example.com={_host.Address.GetLeftPart(UriPartial.Authority)}").Find(domain)!;
        await using IConversation conversation = _transport.Open(endpoint);
        using ClientHandshake handshake = ClientHandshake.Begin(domain, identity, SystemRandom.Instance, TimeProvider.System);
        TransportReply reply = await conversation.PostAsync(handshake.Post1, ProtocolLimits.Record, default);
        AcceptedHost accepted = new HostAcceptance(new HostChain(), FirstContact.Rule, TimeProvider.System)
            .Accept(handshake.ReadReply(reply.Body.Span), new ServiceTarget(domain, ServiceUdf), endpoint);
        reply = await conversation.PostAsync(handshake.WritePost2(accepted, []), ProtocolLimits.Record, default);
        using ChannelSession session = handshake.ReadAnswer(reply.Body.Span).Session!;
        return session.Seal(PreparedRequest.Of(request, SystemRandom.Instance).Octets.Span, SystemRandom.Instance, TimeProvider.System).Octets.ToArray();
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        _transport.Dispose();
        _folder.Dispose();
    }

    private static Task<ServiceHost> HostAsync(string data, ServicePolicy? policy) => ServiceHost.StartAsync(new HostOptions
    {
        Data = data,
        Listen = new Uri("http://127.0.0.1:0"),
        InsecureLoopback = true,
        Policy = policy ?? new ServicePolicy(),
    });
}

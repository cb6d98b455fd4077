// Client and service over HTTP on loopback: discovery by MESH_RESOLVE, and TLS 1.3 with hosts from the name system.

using Mesh.Cryptography;
using Mesh.Keys;

namespace Mesh.Protocol.Tests;

public sealed class EndToEndTests : IDisposable
{
    private static readonly TestCertificates Certificates = new();

    private readonly TestService _service = new("service", TimeProvider.System);
    private readonly TempFolder _runTime = new();
    private readonly AgreementPrivateKey _key = AgreementPrivateKey.Generate(KeyAlgorithm.X448, SystemRandom.Instance);
    private readonly ClientIdentity _identity;

    public EndToEndTests() =>
        _identity = new ClientIdentity(ChannelCredentials.ConnectedDevice(_key.Public.Octets, new byte[] { 1 }), _key);

    public void Dispose()
    {
        _identity.Dispose();
        _key.Dispose();
        _service.Dispose();
        _runTime.Dispose();
    }

    [Fact]
    public async Task A_program_meets_the_service_and_its_next_run_uses_the_ticket()
    {
        using var server = new LoopbackServer(AnswerAsync);
        ServiceOverride overrides = ServiceOverride.Parse($"example.com=http://127.0.0.1:{server.Port}");
        var discovery = new ServiceDiscovery(new FakeNames(), SystemRandom.Instance, overrides);
        string udf = await RunAsync(discovery, new HttpTransportOptions(), pin: null);
        Assert.Equal(_service.Udf, udf);
        await RunAsync(discovery, new HttpTransportOptions(), udf);
        await RunAsync(discovery, new HttpTransportOptions(), udf);
        Assert.Equal(
            [Wire.Post1Type, Wire.Post2Type, Wire.RequestType, Wire.RequestType], server.Requests.Select(r => r.Body[0]));

        // POST 2 comes on the connection of POST 1.
        Assert.Equal(server.Requests[0].Connection, server.Requests[1].Connection);
        Assert.Equal(3, _service.Effects.Count);
    }

    [Fact]
    [Requirement("NET-15", "NET-21")]
    public async Task Over_TLS_the_host_that_the_name_system_gives_is_met_by_its_certificate()
    {
        using var server = new LoopbackServer(AnswerAsync, Certificates.For("h.example.net"));
        FakeNames names = new FakeNames()
            .Srv("_mmm._tcp.example.com", 1, 1, (ushort)server.Port, "h.example.net")
            .Txt("_mmm._tcp.example.com", "udf=" + _service.Udf)
            .Address("h.example.net", "127.0.0.1");
        var discovery = new ServiceDiscovery(names, SystemRandom.Instance, ServiceOverride.None);
        var options = new HttpTransportOptions { TrustedRoots = Certificates.Roots };
        Assert.Equal(_service.Udf, await RunAsync(discovery, options, pin: null));

        // A name system that promises another service is believed about nothing.
        var lying = new ServiceDiscovery(
            new FakeNames().Srv("_mmm._tcp.example.com", 1, 1, (ushort)server.Port, "h.example.net")
                .Txt("_mmm._tcp.h.example.net", "udf=" + ChannelWorld.Udf(new SeededRandom("lie"))).Address("h.example.net", "127.0.0.1"),
            SystemRandom.Instance, ServiceOverride.None);
        var e = await Assert.ThrowsAsync<ProtocolException>(() => RunAsync(lying, options, pin: null));
        Assert.Equal(ProtocolError.HostNotAccepted, e.Code);
        Assert.Equal(_service.Udf, await RunAsync(lying, options, _service.Udf));
    }

    [Fact]
    [Requirement("NET-12")]
    public async Task A_connection_that_breaks_after_the_commit_is_repaired_by_the_same_ID()
    {
        int answers = 0;
        using var server = new LoopbackServer(async r =>
        {
            byte[]? reply = await AnswerAsync(r);
            return r.Body[0] == Wire.Post2Type && answers++ == 0 ? null : reply;
        });
        var discovery = new ServiceDiscovery(
            new FakeNames(), SystemRandom.Instance, ServiceOverride.Parse($"example.com=http://127.0.0.1:{server.Port}"));
        await RunAsync(discovery, new HttpTransportOptions(), _service.Udf);
        Assert.Single(_service.Effects);
        Assert.Equal(2, answers);
    }

    private async Task<byte[]?> AnswerAsync(LoopbackServer.Request request)
    {
        TransportReply reply = await _service.AnswerAsync(request.Body);
        return LoopbackServer.Reply(reply.Status, reply.Body.ToArray());
    }

    /// <summary>One run of a program: everything new but what is in the run-time directory.</summary>
    private async Task<string> RunAsync(IServiceDiscovery discovery, HttpTransportOptions options, string? pin)
    {
        using var transport = new HttpTransport(options, TimeProvider.System);
        var client = new MeshChannelClient(
            discovery, transport, new HostAcceptance(new NamedChain(), FirstContact.Rule, TimeProvider.System),
            FileTicketCache.In(_runTime.Path, TimeProvider.System)!, SystemRandom.Instance, TimeProvider.System,
            new MeshChannelOptions { FirstPause = TimeSpan.FromMilliseconds(10) });
        PreparedRequest request = PreparedRequest.Of(new TransactRequest { Account = "alice@example.com" }, SystemRandom.Instance);
        ServiceAnswer answer = await client.SendAsync(new ServiceTarget(ChannelWorld.Domain, pin), _identity, request);
        Assert.True(answer.Response.IsSuccess);
        Assert.Equal(request.Id, answer.Response.Id);
        return answer.ServiceUdf;
    }
}

using Mesh.Cryptography;
using Mesh.Encoding;
using Mesh.Keys;

namespace Mesh.Protocol.Tests;

/// <summary>A service with one host and a device of an account, for attacks on what goes between them.</summary>
internal sealed class ChannelWorld : IDisposable
{
    public const string Json = """{"Status":{"ID":"NAAA-0001","Account":"alice@example.com","Secret":"not for the network"}}""";

    public static readonly ServiceDomain Domain = ServiceDomain.Parse("example.com");

    private readonly AgreementPrivateKey _deviceKey;

    public ChannelWorld(string seed = "world", IRandomSource? hostRandom = null, IRandomSource? clientRandom = null)
    {
        Random = new SeededRandom(seed);
        ClientRandom = clientRandom ?? Random;
        HostRandom = hostRandom ?? Random;
        HostKey = AgreementPrivateKey.Generate(KeyAlgorithm.X448, Random);
        _deviceKey = AgreementPrivateKey.Generate(KeyAlgorithm.X448, Random);
        ServiceUdf = Udf(Random);
        HostConnection = NamedChain.Connection(ServiceUdf, HostKey.Public.Octets.Span);
        DeviceConnection = System.Text.Encoding.ASCII.GetBytes("the connection assertion of this device " + _deviceKey.Kid);
        Identity = new ClientIdentity(ChannelCredentials.ConnectedDevice(_deviceKey.Public.Octets, DeviceConnection), _deviceKey);
        Host = NewHost();
        Acceptance = new HostAcceptance(new NamedChain(), FirstContact.Rule, Clock);
    }

    public ManualClock Clock { get; } = new(1_767_225_600);

    public SeededRandom Random { get; }

    public IRandomSource ClientRandom { get; }

    public IRandomSource HostRandom { get; }

    public AgreementPrivateKey HostKey { get; }

    public AgreementPrivateKey DeviceKey => _deviceKey;

    public string ServiceUdf { get; }

    public byte[] HostConnection { get; }

    public byte[] DeviceConnection { get; }

    public ClientIdentity Identity { get; }

    public ChannelHost Host { get; private set; }

    public HostAcceptance Acceptance { get; }

    public ServiceTarget Target => new(Domain, ServiceUdf);

    public static ServiceEndpoint Endpoint { get; } =
        new("mmm.example.com", 443, [System.Net.IPAddress.Loopback], ServiceEndpoint.WellKnown, IsSecure: true, Udf: null);

    public TicketNames Names => new(Identity.KeyUdf, "MPRO", TicketNames.Digest(DeviceConnection), "MADM", ServiceUdf);

    public static string Udf(SeededRandom random) => KeyFingerprint.Of(KeyAlgorithmId.Ed448, random.Bytes(57)).Text;

    public static byte[] Octets(string text) => System.Text.Encoding.UTF8.GetBytes(text);

    /// <summary>A process started anew: same keys of service and host, nothing else.</summary>
    public void Restart() => Host = NewHost();

    public ClientHandshake Begin(ServiceDomain? domain = null) => ClientHandshake.Begin(domain ?? Domain, Identity, ClientRandom, Clock);

    public AcceptedHost Accept(UnverifiedHost host) => Acceptance.Accept(host, Target, Endpoint);

    /// <summary>All octets of one undisturbed handshake.</summary>
    public Trace Handshake(string json = Json)
    {
        ClientHandshake client = Begin();
        byte[] reply = Host.AnswerPost1(client.Post1.Span);
        byte[] post2 = client.WritePost2(Accept(client.ReadReply(reply)), Octets(json)).ToArray();
        using HandshakeCall call = Host.OpenPost2(post2);
        Assert.Equal(json, System.Text.Encoding.UTF8.GetString(call.Request.Span));
        byte[] m4 = call.Answer(Octets("""{"StatusResponse":{"Status":201}}"""), Names);
        return new Trace(client, client.Post1.ToArray(), reply, post2, m4, client.ReadAnswer(m4).Session!);
    }

    public void Dispose()
    {
        Host.Dispose();
        Identity.Dispose();
        _deviceKey.Dispose();
        HostKey.Dispose();
    }

    private ChannelHost NewHost()
    {
        var identity = new HostIdentity(ServiceUdf, HostKey, HostConnection, NamedChain.Profile(ServiceUdf));
        return new ChannelHost(new Dictionary<ServiceDomain, HostIdentity> { [Domain] = identity }, HostRandom, Clock);
    }

    internal sealed record Trace(
        ClientHandshake Client, byte[] Post1, byte[] Reply, byte[] Post2, byte[] Message4, ChannelSession Session);
}

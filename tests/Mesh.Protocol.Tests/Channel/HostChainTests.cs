using Mesh.Keys;
using Mesh.Schema;

namespace Mesh.Protocol.Tests;

public class HostChainTests
{
    private static readonly SeededRandom Random = new("chain");
    private static readonly ManualClock Clock = new(1_767_225_600);
    private static readonly ObjectSealer Sealer = new(Random, Clock);
    private static readonly RealService Ours = new();
    private static readonly RealService Theirs = new();

    [Fact]
    public void A_host_that_its_service_connected_is_proved_with_its_key()
    {
        HostProof proof = Verify(Ours.Connection, Ours.Profile);
        Assert.Equal(Ours.Service.Value.Fingerprint.Udf, proof.Service);
        Assert.Equal(Ours.HostKey.Public.Octets.ToArray(), proof.HostKey.ToArray());
    }

    [Fact]
    [Requirement("NET-20")]
    public void A_host_of_another_service_is_not() =>
        Assert.All(
            new[] { (Theirs.Connection, Ours.Profile), (Ours.Connection, Theirs.Profile), (Ours.Profile, Ours.Profile), (Ours.Connection, Ours.Connection) },
            pair => Refused(pair.Item1, pair.Item2));

    [Fact]
    [Requirement("NET-20")]
    public void A_connection_that_names_another_service_or_key_or_nobody_is_not()
    {
        Refused(Sign(c => c with { Authority = Theirs.Service.Value.Udf }), Ours.Profile);
        Refused(Sign(c => c with { Authority = null }), Ours.Profile);
        Refused(Sign(c => c with { Authentication = new KeyData() }), Ours.Profile);
        Refused(Sign(c => c, Theirs.Keys.Signature), Ours.Profile);
        Verify(Sign(c => c), Ours.Profile);
    }

    [Theory]
    [InlineData(-10, -1, false)]
    [InlineData(1, 10, false)]
    [InlineData(-10, 0, false)]
    [InlineData(0, 1, true)]
    [InlineData(null, null, true)]
    public void A_connection_holds_in_its_time_alone(int? from, int? to, bool accepted)
    {
        byte[] connection = Sign(c => c with
        {
            Authentication = c.Authentication with
            {
                NotBefore = from is { } f ? Clock.GetUtcNow().AddSeconds(f) : null,
                NotOnOrAfter = to is { } t ? Clock.GetUtcNow().AddSeconds(t) : null,
            },
        });
        if (accepted)
        {
            Verify(connection, Ours.Profile);
        }
        else
        {
            Refused(connection, Ours.Profile);
        }
    }

    [Fact]
    public void Unknown_conditions_make_it_hold_for_nobody()
    {
        using var json = System.Text.Json.JsonDocument.Parse("""{"Moon":{"Phase":"full"}}""");
        var condition = new Condition("Moon", json.RootElement.GetProperty("Moon").Clone());
        Refused(Sign(c => c with { Conditions = [condition] }), Ours.Profile);
    }

    [Fact]
    [Requirement("NET-11")]
    public void Damaged_envelopes_are_refused()
    {
        byte[][] seeds = [Ours.Connection, Ours.Profile];
        int accepted = 0;
        new Mutations("chain").Run(seeds, 1_000, octets =>
        {
            try
            {
                new HostChain().Verify(octets, Ours.Profile, Clock.GetUtcNow());
                accepted++;
            }
            catch (ProtocolException e) when (e.Code == ProtocolError.HostNotAccepted)
            {
                return;
            }
        });

        // The seed itself, and damage to what nothing covers.
        Assert.InRange(accepted, 1, 60);
        Refused([], []);
    }

    [Fact]
    [Requirement("NET-01", "NET-20", "NET-21")]
    public void A_whole_handshake_with_real_envelopes_pins_the_service()
    {
        using var identity = new HostIdentity(Ours.Service.Value.Udf, Ours.HostKey, Ours.Connection, Ours.Profile);
        using var host = new ChannelHost(
            new Dictionary<ServiceDomain, HostIdentity> { [ChannelWorld.Domain] = identity }, Random, Clock);
        using ClientIdentity caller = ClientIdentity.Anonymous(Random);
        using ClientHandshake client = ClientHandshake.Begin(ChannelWorld.Domain, caller, Random, Clock);
        UnverifiedHost met = client.ReadReply(host.AnswerPost1(client.Post1.Span));
        var acceptance = new HostAcceptance(new HostChain(), FirstContact.Rule, Clock);
        ServiceEndpoint endpoint = ChannelWorld.Endpoint with { Udf = Ours.Service.Value.Udf };
        AcceptedHost accepted = acceptance.Accept(met, new ServiceTarget(ChannelWorld.Domain), endpoint);
        Assert.Equal(Ours.Service.Value.Udf, accepted.ServiceUdf);
        Assert.Equal(Ours.Profile, accepted.ProfileService.ToArray());
        acceptance.Accept(met, new ServiceTarget(ChannelWorld.Domain, accepted.ServiceUdf), ChannelWorld.Endpoint);
        Assert.Throws<ProtocolException>(
            () => acceptance.Accept(met, new ServiceTarget(ChannelWorld.Domain, Theirs.Service.Value.Udf), endpoint));
        Assert.Throws<ProtocolException>(() => acceptance.Accept(
            met, new ServiceTarget(ChannelWorld.Domain), endpoint with { Udf = Theirs.Service.Value.Udf }));
        Assert.False(client.WritePost2(accepted, []).IsEmpty);
    }

    private static HostProof Verify(byte[] connection, byte[] profile) => new HostChain().Verify(connection, profile, Clock.GetUtcNow());

    private static void Refused(byte[] connection, byte[] profile)
    {
        var e = Assert.Throws<ProtocolException>(() => Verify(connection, profile));
        Assert.Equal(ProtocolError.HostNotAccepted, e.Code);
    }

    private static byte[] Sign(Func<ConnectionService, ConnectionService> change, SignaturePrivateKey? signer = null)
    {
        var connection = new ConnectionService
        {
            Subject = Ours.Host.Value.Udf,
            Authority = Ours.Service.Value.Udf,
            ProfileUdf = Ours.Host.Value.Udf,
            Authentication = KeyData.Compact(Ours.HostKey.Public),
        };
        return Sealer.SignAssertion(change(connection), signer ?? Ours.Keys.Signature).ToJson();
    }

    private sealed class RealService
    {
        private readonly ConnectedKeys _connected;

        public RealService()
        {
            Keys = ServiceKeySet.Of(KeySeed.Generate(SeedKind.MeshProfileService, Random));
            Service = ProfileValidator.Validate(ProfileBuilder.Service(Sealer, Keys));
            Profile = Service.Envelope.ToJson();
            DeviceKeySet hostKeys = DeviceKeySet.OfHost(KeySeed.Generate(SeedKind.MeshProfileDevice, Random));
            Host = ProfileValidator.Validate(ProfileBuilder.Host(Sealer, hostKeys));
            (Enveloped<ConnectionService> connection, Enveloped<ActivationHost> activation) =
                ConnectionBuilder.ConnectHost(Sealer, Service, Keys.Signature, Host);
            Connection = connection.ToJson();
            Verified<ConnectionService> verified = ConnectionValidator.ValidateHost(connection, Service, Clock.GetUtcNow());
            _connected = ActivationValidator.ActivateHost(activation, Host, verified, Service, hostKeys);
        }

        public ServiceKeySet Keys { get; }

        public Verified<ProfileService> Service { get; }

        public Verified<ProfileHost> Host { get; }

        public byte[] Profile { get; }

        public byte[] Connection { get; }

        public AgreementPrivateKey HostKey => _connected.Authentication;
    }
}

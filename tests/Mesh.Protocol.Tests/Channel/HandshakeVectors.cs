using System.Text.Json;
using Mesh.Cryptography;
using Mesh.Keys;

namespace Mesh.Protocol.Tests;

/// <summary>M1 to M4, seals and what is refused (Mesh channel, sections 1, 2 and 6).</summary>
internal static class HandshakeVectors
{
    private static readonly ServiceDomain Domain = ServiceDomain.Parse("example.com");

    /// <summary>One whole handshake by the production classes, every message compared with the vectors of its name.</summary>
    public static void Message(string id)
    {
        string[] parts = id.Split('-', 3);
        string name = parts[0] + "-" + parts[1];
        JsonElement Given(string part) => ChannelVectors.Inputs(name + "-" + part);
        JsonElement Expected(string part) => ChannelVectors.Expected(name + "-" + part);
        string m4 = id == "hs-a-m4-nothing" ? "m4-nothing" : "m4";

        ChannelCredentials credentials = ChannelCredentials.Read(Given("m3").Hex("credentials"));
        using AgreementPrivateKey key = KeyVectors.PrivateKey(Given("m3").GetProperty("s_i"));
        using var throwAway = new SecretBytes(Given("m3").GetProperty("s_i").Hex("private"));
        using ClientIdentity identity = credentials.Kind is CredentialKind.Anonymous
            ? ClientIdentity.Anonymous(throwAway)
            : new ClientIdentity(credentials, key);
        string suffix = name == "hs-d" ? "" : "-a";
        JsonElement ephemeralI = ChannelVectors.Inputs("ephemeral-e-i" + suffix);
        JsonElement ephemeralR = ChannelVectors.Inputs("ephemeral-e-r" + suffix);
        using ClientHandshake client = ClientHandshake.Begin(
            Domain, identity, new KnownRandom(ephemeralI.Hex("random")), new ManualClock(ephemeralI.Number("time")));
        Assert.Equal(Expected("m1").Hex("post1"), client.Post1.ToArray());

        bool withTicket = Given(m4).Text("ticket").Length > 0;
        JsonElement ticket = ChannelVectors.Inputs("ticket-" + parts[1]);
        var world = new World(
            Given("m2").Number("server_time"), Given("seal").GetProperty("number").GetUInt32(),
            [ephemeralR.Hex("random"), Given("seal").Hex("random"),
                .. withTicket ? new[] { ticket.Hex("random") } : [], Given(m4).Hex("random")]);
        byte[] reply = world.Host.AnswerPost1(client.Post1.Span);
        Assert.Equal(Expected("seal").Hex("reply"), reply);

        UnverifiedHost host = client.ReadReply(reply);
        Assert.Equal(Given("m2").Number("server_time"), host.Time);
        Assert.Equal(Given("m2").Hex("host_connection"), host.HostConnection.ToArray());
        Assert.Equal(Given("m2").Hex("profile_service"), host.ProfileService.ToArray());
        Assert.Equal(Given("m2").GetProperty("s_r").Hex("public"), host.Key.ToArray());
        byte[] first = System.Text.Encoding.UTF8.GetBytes(Given("m3").Text("first_request"));
        ReadOnlyMemory<byte> post2 = client.WritePost2(new AcceptedHost(host, "service"), first);
        Assert.Equal(Expected("m3").Hex("post2"), post2.ToArray());

        world.Clock.AdvanceSeconds(ticket.Number("handshake_time") - Given("m2").Number("server_time"));
        using HandshakeCall call = world.Host.OpenPost2(post2.Span);
        Assert.Equal(ChannelFault.None, call.Fault);
        Assert.Equal(first, call.Request.ToArray());
        Assert.Equal(Given("m3").Hex("credentials"), call.Credentials!.Write());
        Assert.Equal(Expected("secret").Hex("hb"), call.Binding.ToArray());
        byte[] json = System.Text.Encoding.UTF8.GetBytes(Given(m4).Text("response"));
        var names = new TicketNames(
            ticket.Text("key_udf"), ticket.Text("profile_udf"), TicketNames.Digest(ticket.Hex("credential")),
            ticket.Text("signature_udf"), ticket.Text("service_udf"));
        byte[] m4Octets = call.Answer(json, withTicket ? names : null);
        Assert.Equal(Expected(m4).Base64("wire_base64"), m4Octets);

        HandshakeAnswer answer = client.ReadAnswer(m4Octets);
        Assert.Equal(json, answer.Json.ToArray());
        Assert.Equal(withTicket, answer.Session is not null);
        if (answer.Session is { } session)
        {
            Assert.Equal(Expected("secret").Hex("RS"), session.Secret.Reveal().ToArray());
            Assert.Equal(Expected("secret").Hex("hb"), session.Binding.ToArray());
            Assert.Equal(ChannelVectors.Expected("ticket-" + parts[1]).Hex("ticket"), session.Ticket.ToArray());
            session.Dispose();
        }
    }

    public static void SealEpoch(string id)
    {
        if (id == "seal-opened")
        {
            JsonElement inputs = ChannelVectors.Inputs(id);
            using SealEpochs keys = World.Seals(inputs.Hex("K_epoch"), new ManualClock(0));
            using OpenedSeal opened = keys.Open(inputs.Hex("seal"));
            Assert.Equal(ChannelVectors.Expected(id).Number("epoch"), opened.Epoch);
            Assert.Equal(ChannelVectors.Expected(id).Number("number"), opened.Number);
            using var content = new SealContent(opened.Number, opened.State, opened.Domain);
            Assert.Equal(ChannelVectors.Expected(id).Hex("content"), content.Write());
            return;
        }

        byte[] seal = ChannelVectors.Octets(ChannelVectors.Inputs(id).Text("seal"));
        var clock = new ManualClock(0);
        using SealEpochs seals = World.Seals(ChannelVectors.Inputs("hs-d-seal").Hex("K_epoch"), clock);
        clock.AdvanceSeconds(60 * (ChannelVectors.Inputs(id).Number("epoch_now") - 7));
        if (ChannelVectors.Expected(id).GetProperty("accepted").GetBoolean())
        {
            seals.Open(seal).Dispose();
        }
        else
        {
            ChannelVectorTests.AssertRefused(ChannelVectors.Expected(id), () => seals.Open(seal));
        }
    }

    public static void RefusedMessage2(string id)
    {
        ServiceDomain domain = id == "neg-m2-other-domain" ? ServiceDomain.Parse("other.example") : Domain;
        JsonElement given = ChannelVectors.Inputs("hs-d-m3");
        using AgreementPrivateKey key = KeyVectors.PrivateKey(given.GetProperty("s_i"));
        using var identity = new ClientIdentity(ChannelCredentials.Read(given.Hex("credentials")), key);
        JsonElement ephemeral = ChannelVectors.Inputs("ephemeral-e-i");
        using ClientHandshake client = ClientHandshake.Begin(
            domain, identity, new KnownRandom(ephemeral.Hex("random")), new ManualClock(ephemeral.Number("time")));
        byte[] reply = HandshakeOctets.Reply(ChannelVectors.Edited(ChannelVectors.Inputs(id)), ChannelVectors.Octets("hs-d-seal"));
        var e = Assert.Throws<ProtocolException>(() => client.ReadReply(reply));
        Assert.Equal(ProtocolError.HostNotAccepted, e.Code);
        Assert.Equal("initiator aborts; no credential sent", ChannelVectors.Expected(id).Text("answer"));
        Assert.True(client.Post2.IsEmpty);
    }

    public static void RefusedMessage3(string id)
    {
        JsonElement inputs = ChannelVectors.Inputs(id);
        JsonElement expected = ChannelVectors.Expected(id);
        byte[] m3 = inputs.TryGetProperty("m3", out _) ? inputs.Hex("m3") : ChannelVectors.Edited(inputs);
        byte[] seal = ChannelVectors.Octets(id == "neg-m3-of-other-handshake" ? "hs-a-seal" : "hs-d-seal");
        var world = new World(ChannelVectors.Inputs("hs-d-m2").Number("server_time"));
        byte[] post2 = HandshakeOctets.Post2(seal, m3);
        if (id == "neg-m3-foreign-credential")
        {
            Assert.Equal("encrypted response (M4), Status 401", expected.Text("answer"));
            using HandshakeCall call = world.Host.OpenPost2(post2);
            Assert.Equal(ChannelFault.ForeignCredential, call.Fault);
            Assert.Null(call.Credentials);
            Assert.True(call.Request.IsEmpty);
            return;
        }

        ChannelVectorTests.AssertRefused(expected, () => world.Host.OpenPost2(post2));
        if (expected.TryGetProperty("number_spent", out JsonElement spent))
        {
            byte[] good = ChannelVectors.Expected(id == "neg-m3-of-other-handshake" ? "hs-a-m3" : "hs-d-m3").Hex("post2");
            if (spent.GetBoolean())
            {
                Assert.Throws<ProtocolException>(() => world.Host.OpenPost2(good));
            }
            else
            {
                world.Host.OpenPost2(good).Dispose();
            }
        }
    }

    public static void RefusedSeal(string id)
    {
        JsonElement expected = ChannelVectors.Expected(id);
        ulong now = ChannelVectors.Inputs("hs-d-m2").Number("server_time");
        byte[] good = ChannelVectors.Expected("hs-d-m3").Hex("post2");
        if (id == "neg-seal-spent")
        {
            var once = new World(now);
            once.Host.OpenPost2(good).Dispose();
            ChannelVectorTests.AssertRefused(expected, () => once.Host.OpenPost2(good));
            return;
        }

        byte[] seal = ChannelVectors.Edited(ChannelVectors.Inputs(id));
        byte[] post2 = HandshakeOctets.Post2(seal, ChannelVectors.Octets("hs-d-m3"));
        byte[] key = id == "neg-seal-other-process"
            ? Convert.FromHexString(ChannelVectors.Note(id)!["opened under another K_epoch: ".Length..])
            : ChannelVectors.Inputs("hs-d-seal").Hex("K_epoch");

        // Epochs 6 and 7 have the same key, so that an epoch number changed in the seal is refused by the seal alone.
        var clock = new ManualClock(now);
        var seals = new SealEpochs(new KnownRandom(key, key), clock, firstEpoch: 6, firstNumber: 0);
        clock.AdvanceSeconds(60);
        var world = new World(clock, seals);
        ChannelVectorTests.AssertRefused(expected, () => world.Host.OpenPost2(post2));
        if (id != "neg-seal-other-process")
        {
            world.Host.OpenPost2(good).Dispose();
        }
    }

    public static void RefusedPost1(string id)
    {
        var world = new World(0, 0, new byte[64], new byte[32]);
        byte[] octets = ChannelVectors.Inputs(id).Hex("octets");
        ChannelVectorTests.AssertRefused(ChannelVectors.Expected(id), () => world.Host.AnswerPost1(octets));
    }

    /// <summary>The host of the vectors: its keys, its clock, and the octets that it will draw.</summary>
    internal sealed class World
    {
        public World(ulong now, params byte[][] draws)
            : this(now, 0, draws)
        {
        }

        public World(ulong now, uint firstNumber, params byte[][] draws)
            : this(new ManualClock(now), seals: null, firstNumber, draws)
        {
        }

        public World(ManualClock clock, SealEpochs? seals, uint firstNumber = 0, params byte[][] draws)
        {
            JsonElement m2 = ChannelVectors.Inputs("hs-d-m2");
            JsonElement seal = ChannelVectors.Inputs("hs-d-seal");
            JsonElement ticket = ChannelVectors.Inputs("ticket-d");
            Clock = clock;
            var random = new KnownRandom([.. seals is null ? new[] { seal.Hex("K_epoch") } : [], ticket.Hex("TK"), .. draws]);
            seals ??= new SealEpochs(random, clock, firstEpoch: 7, firstNumber);
            var identity = new HostIdentity(
                ticket.Text("service_udf"), KeyVectors.PrivateKey(m2.GetProperty("s_r")), m2.Hex("host_connection"),
                m2.Hex("profile_service"));
            Host = new ChannelHost(
                new Dictionary<ServiceDomain, HostIdentity> { [Domain] = identity }, seals, new TicketKeys(random, clock),
                new SecretBytes(ChannelVectors.Inputs("ephemeral-e-r").Hex("secret")), random, clock);
        }

        public ManualClock Clock { get; }

        public ChannelHost Host { get; }

        public static SealEpochs Seals(byte[] key, ManualClock clock) =>
            new(new KnownRandom(key, new byte[32]), clock, firstEpoch: 7, firstNumber: 0);
    }
}

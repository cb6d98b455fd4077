// Who can pass for whom: stolen keys, foreign hosts, points of low order, credentials of others (security requirements, section 4).

using Mesh.Cryptography;
using Mesh.Encoding;
using Mesh.Keys;

namespace Mesh.Protocol.Tests;

public sealed class ImpersonationTests : IDisposable
{
    private readonly ChannelWorld _world = new("impersonation");

    public void Dispose() => _world.Dispose();

    [Fact]
    [Requirement("NET-01")]
    public void A_host_with_a_key_of_its_own_cannot_show_the_envelopes_of_the_service()
    {
        using AgreementPrivateKey mike = AgreementPrivateKey.Generate(KeyAlgorithm.X448, _world.Random);
        RefusedAs(mike, _world.HostConnection, NamedChain.Profile(_world.ServiceUdf));
    }

    [Fact]
    [Requirement("NET-20")]
    public void A_host_of_another_service_cannot_act_for_this_one()
    {
        using AgreementPrivateKey mike = AgreementPrivateKey.Generate(KeyAlgorithm.X448, _world.Random);
        string other = ChannelWorld.Udf(_world.Random);
        byte[] connection = NamedChain.Connection(other, mike.Public.Octets.Span);
        RefusedAs(mike, connection, NamedChain.Profile(other));
        RefusedAs(mike, connection, NamedChain.Profile(_world.ServiceUdf));
    }

    [Fact]
    [Requirement("NET-09")]
    public void The_thief_of_a_clients_key_cannot_pass_for_the_service()
    {
        // As responder the thief has the victim's key, its own, and the envelopes of the true host.
        RefusedAs(_world.DeviceKey, _world.HostConnection, NamedChain.Profile(_world.ServiceUdf));

        // With the true host's static key in M2 it lacks DH(e_i, s_r); DH(s_i, s_r), which it has, is no part of M2.
        using ClientHandshake client = _world.Begin();
        HandshakeOctets.ReadPost1(client.Post1.Span, out ReadOnlySpan<byte> prologue, out ReadOnlySpan<byte> e);
        using ClampedScalar448 ephemeral = ClampedScalar448.Random(_world.Random);
        using AgreementScalar448 stolen = ChannelKey.CopyOf(_world.DeviceKey);
        var noise = new RawNoise(prologue.ToArray());
        noise.MixHash(e);
        noise.MixHash([]);
        byte[] own = X448.PublicKey(ephemeral)[..56];
        noise.MixHash(own);
        using SecretBytes ee = X448.AgreeCleared(ephemeral, e);
        noise.MixKey(ee.Reveal());
        byte[] sealedStatic = noise.Encrypt(_world.HostKey.Public.Octets.Span[..56]);
        using SecretBytes guess = X448.AgreeCleared(stolen, _world.HostKey.Public.Octets.Span);
        noise.MixKey(guess.Reveal());
        byte[] payload = UnverifiedHost.Write(0, _world.HostConnection, NamedChain.Profile(_world.ServiceUdf));
        byte[] reply = HandshakeOctets.Reply([.. own, .. sealedStatic, .. noise.Encrypt(payload)], new byte[300]);
        var refused = Assert.Throws<ProtocolException>(() => client.ReadReply(reply));
        Assert.Equal(ProtocolError.HostNotAccepted, refused.Code);
    }

    [Fact]
    public void The_same_responder_with_the_hosts_key_and_envelopes_is_accepted()
    {
        (ClientHandshake client, UnverifiedHost host) =
            Meet(_world.HostKey, _world.HostConnection, NamedChain.Profile(_world.ServiceUdf));
        using (client)
        {
            Assert.Equal(_world.ServiceUdf, _world.Accept(host).ServiceUdf);
        }
    }

    [Fact]
    [Requirement("NET-16")]
    public void The_name_system_never_decides_about_a_pinned_service()
    {
        using AgreementPrivateKey mike = AgreementPrivateKey.Generate(KeyAlgorithm.X448, _world.Random);
        string other = ChannelWorld.Udf(_world.Random);
        (ClientHandshake client, UnverifiedHost host) =
            Meet(mike, NamedChain.Connection(other, mike.Public.Octets.Span), NamedChain.Profile(other));
        using (client)
        {
            ServiceEndpoint claimed = ChannelWorld.Endpoint with { Udf = other };
            var e = Assert.Throws<ProtocolException>(() => _world.Acceptance.Accept(host, _world.Target, claimed));
            Assert.Equal(ProtocolError.HostNotAccepted, e.Code);
            Assert.Contains(other, e.Message, StringComparison.Ordinal);

            // The contrary claim of the name system does not shut out the pinned service either.
            using ClientHandshake good = _world.Begin();
            UnverifiedHost pinned = good.ReadReply(_world.Host.AnswerPost1(good.Post1.Span));
            _world.Acceptance.Accept(pinned, _world.Target, claimed);
        }
    }

    [Theory]
    [Requirement("NET-21")]
    [InlineData(null, true)]
    [InlineData("own", true)]
        [InlineData("own-short", false)]
    [InlineData("other", false)]
    [InlineData("not a fingerprint", false)]
    [InlineData("", false)]
    public void At_first_contact_the_name_systems_udf_must_agree_where_there_is_one(string? udf, bool accepted)
    {
        udf = udf switch
        {
            "own" => _world.ServiceUdf,
            "own-short" => _world.ServiceUdf[..19],
            "other" => ChannelWorld.Udf(_world.Random),
            _ => udf,
        };
        using ClientHandshake client = _world.Begin();
        UnverifiedHost host = client.ReadReply(_world.Host.AnswerPost1(client.Post1.Span));
        ServiceTarget first = _world.Target with { ServiceUdf = null };
        if (accepted)
        {
            Assert.Equal(_world.ServiceUdf, _world.Acceptance.Accept(host, first, ChannelWorld.Endpoint with { Udf = udf }).ServiceUdf);
        }
        else
        {
            Assert.Throws<ProtocolException>(() => _world.Acceptance.Accept(host, first, ChannelWorld.Endpoint with { Udf = udf }));
        }
    }

    [Theory]
    [Requirement("CRY-06")]
    [InlineData(140, true)]
    [InlineData(200, true)]
    [InlineData(120, false)]
    public void A_pin_is_met_in_full_and_has_140_bits_at_least(int bits, bool accepted)
    {
        Udf service = KeyFingerprint.Of(KeyAlgorithmId.Ed448, _world.Random.Bytes(57)).Udf;
        var acceptance = new HostAcceptance(new FixedChain(service, _world.HostKey.Public.Octets), FirstContact.Rule, _world.Clock);
        using ClientHandshake client = _world.Begin();
        UnverifiedHost host = client.ReadReply(_world.Host.AnswerPost1(client.Post1.Span));
        ServiceTarget pinned = _world.Target with { ServiceUdf = service.ToString(bits) };
        ServiceTarget longer = _world.Target with { ServiceUdf = service.ToString(200)[..^1] + "Z" };
        if (accepted)
        {
            Assert.Equal(service.ToString(140), acceptance.Accept(host, pinned, ChannelWorld.Endpoint).ServiceUdf);
        }
        else
        {
            Assert.Throws<ProtocolException>(() => acceptance.Accept(host, pinned, ChannelWorld.Endpoint));
        }

        Assert.Throws<ProtocolException>(() => acceptance.Accept(host, longer, ChannelWorld.Endpoint));
    }

    [Fact]
    [Requirement("NET-01")]
    public void Nothing_is_sent_to_a_host_that_was_not_accepted()
    {
        using ClientHandshake one = _world.Begin();
        using ClientHandshake two = _world.Begin();
        AcceptedHost first = _world.Accept(one.ReadReply(_world.Host.AnswerPost1(one.Post1.Span)));
        two.ReadReply(_world.Host.AnswerPost1(two.Post1.Span));
        Assert.Throws<InvalidOperationException>(() => two.WritePost2(first, []));
        Assert.True(two.Post2.IsEmpty);
    }

    [Fact]
    public void One_reply_is_read_and_one_M3_written_for_each_M1()
    {
        using ClientHandshake client = _world.Begin();
        byte[] reply = _world.Host.AnswerPost1(client.Post1.Span);
        AcceptedHost host = _world.Accept(client.ReadReply(reply));
        Assert.Throws<InvalidOperationException>(() => client.ReadReply(reply));
        ReadOnlyMemory<byte> post2 = client.WritePost2(host, []);
        Assert.Throws<InvalidOperationException>(() => client.WritePost2(host, ChannelWorld.Octets("{}")));
        Assert.Equal(post2.ToArray(), client.Post2.ToArray());
        Assert.Throws<InvalidOperationException>(() => _world.Begin().ReadAnswer(new byte[100]));
    }

    public static TheoryData<string> LowOrder => ["00", "01", "p-1", "p", "p+1"];

    [Theory]
    [Requirement("NET-14")]
    [MemberData(nameof(LowOrder))]
    public void Points_of_low_order_end_the_handshake_wherever_they_stand(string name)
    {
        byte[] low = Low(name);
        var m1 = Assert.Throws<ProtocolException>(
            () => _world.Host.AnswerPost1(HandshakeOctets.Post1(Prologue.Write("example.com"), low)));
        Assert.Equal(401, m1.HttpStatus);

        using ClientHandshake client = _world.Begin();
        byte[] reply = _world.Host.AnswerPost1(client.Post1.Span);
        low.CopyTo(reply, 4);
        Assert.Throws<ProtocolException>(() => client.ReadReply(reply));

        // A static of low order in M3: both sides would compute the same agreement of zeros.
        byte[] post2 = HostilePost2(low, [.. low, 0], new byte[56]);
        var m3 = Assert.Throws<ProtocolException>(() => _world.Host.OpenPost2(post2));
        Assert.Equal(401, m3.HttpStatus);
        Assert.Contains("M3 does not open", m3.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_hostile_initiator_is_accepted_where_it_plays_by_the_rules()
    {
        using ClampedScalar448 key = ClampedScalar448.Random(_world.Random);
        byte[] post2 = HostilePost2(X448.PublicKey(key)[..56], X448.PublicKey(key), null, key);
        using HandshakeCall call = _world.Host.OpenPost2(post2);
        Assert.Equal(ChannelFault.None, call.Fault);
    }

    [Fact]
    [Requirement("NET-01")]
    public void Nobody_speaks_for_a_key_that_it_does_not_hold()
    {
        using ClampedScalar448 key = ClampedScalar448.Random(_world.Random);
        byte[] post2 = HostilePost2(X448.PublicKey(key)[..56], _world.DeviceKey.Public.Octets.ToArray(), null, key);
        using HandshakeCall call = _world.Host.OpenPost2(post2);
        Assert.Equal(ChannelFault.ForeignCredential, call.Fault);
        Assert.Null(call.Credentials);
        Assert.True(call.Request.IsEmpty);
    }

    [Fact]
    [Requirement("NET-08")]
    public void Recorded_traffic_stays_closed_to_the_thief_of_both_static_keys()
    {
        using AgreementScalar448 device = ChannelKey.CopyOf(_world.DeviceKey);
        using AgreementScalar448 host = ChannelKey.CopyOf(_world.HostKey);
        using ClampedScalar448 ephemeral = ClampedScalar448.Random(_world.Random);
        byte[] prologue = Prologue.Write("example.com");
        byte[] e = X448.PublicKey(ephemeral)[..56];
        byte[] reply = _world.Host.AnswerPost1(HandshakeOctets.Post1(prologue, e));
        HandshakeOctets.ReadReply(reply, out ReadOnlySpan<byte> m2, out _);
        byte[] hostEphemeral = m2[..56].ToArray();
        byte[] sealedStatic = m2[56..128].ToArray();

        // What the thief can agree on with the keys of both sides and the ephemerals that it saw, and nothing at all.
        byte[][] guesses =
        [
            [], new byte[56], Agree(host, e), Agree(device, hostEphemeral), Agree(device, e), Agree(host, hostEphemeral),
            Agree(device, _world.HostKey.Public.Octets.ToArray()),
        ];
        Assert.All(guesses, g => Assert.Null(Opened(g)));
        Assert.Equal(_world.HostKey.Public.Octets[..56].ToArray(), Opened(Agree(ephemeral, hostEphemeral)));

        byte[]? Opened(byte[] agreement)
        {
            var noise = new RawNoise(prologue);
            noise.MixHash(e);
            noise.MixHash([]);
            noise.MixHash(hostEphemeral);
            noise.MixKey(agreement);
            return noise.Decrypt(sealedStatic);
        }
    }

    private static byte[] Agree(AgreementScalar448 key, byte[] peer)
    {
        using SecretBytes agreement = X448.AgreeCleared(key, peer);
        return agreement.Reveal().ToArray();
    }

    private static byte[] Low(string name)
    {
        byte[] octets = name.StartsWith('p') ? [.. Enumerable.Repeat((byte)0xFF, 56)] : new byte[56];
        switch (name)
        {
            case "01":
                octets[0] = 1;
                break;
            case "p-1":
                octets[0] = 0xFE;
                octets[28] = 0xFE;
                break;
            case "p":
                octets[28] = 0xFE;
                break;
            case "p+1":
                octets.AsSpan(0, 28).Clear();
                break;
            default:
                break;
        }

        return octets;
    }

    /// <summary>An initiator that shows any static key in M3 and any key in its credentials.</summary>
    private byte[] HostilePost2(byte[] shownStatic, byte[] credentialKey, byte[]? agreement, AgreementScalar448? key = null)
    {
        using ClampedScalar448 ephemeral = ClampedScalar448.Random(_world.Random);
        byte[] prologue = Prologue.Write("example.com");
        byte[] e = X448.PublicKey(ephemeral)[..56];
        byte[] reply = _world.Host.AnswerPost1(HandshakeOctets.Post1(prologue, e));
        HandshakeOctets.ReadReply(reply, out ReadOnlySpan<byte> m2, out ReadOnlySpan<byte> seal);
        byte[] hostEphemeral = m2[..56].ToArray();
        var noise = new RawNoise(prologue);
        noise.MixHash(e);
        noise.MixHash([]);
        noise.MixHash(hostEphemeral);
        noise.MixKey(Agree(ephemeral, hostEphemeral));
        byte[] hostStatic = noise.Decrypt(m2[56..128])!;
        noise.MixKey(Agree(ephemeral, hostStatic));
        Assert.NotNull(noise.Decrypt(m2[128..]));
        byte[] sealedStatic = noise.Encrypt(shownStatic);
        noise.MixKey(agreement ?? Agree(key!, hostEphemeral));
        byte[] credentials = ChannelCredentials.Anonymous(credentialKey).Write();
        byte[] payload = noise.Encrypt(HandshakeOctets.Payload3(credentials, []));
        return HandshakeOctets.Post2(seal, [.. sealedStatic, .. payload]);
    }

    private void RefusedAs(AgreementPrivateKey key, byte[] connection, byte[] profile)
    {
        (ClientHandshake client, UnverifiedHost host) = Meet(key, connection, profile);
        using (client)
        {
            var e = Assert.Throws<ProtocolException>(() => _world.Accept(host));
            Assert.Equal(ProtocolError.HostNotAccepted, e.Code);
            Assert.True(client.Post2.IsEmpty);
        }
    }

    /// <summary>A client meets a responder that has this key and shows these envelopes.</summary>
    private (ClientHandshake Client, UnverifiedHost Host) Meet(AgreementPrivateKey key, byte[] connection, byte[] profile)
    {
        using var identity = new HostIdentity(_world.ServiceUdf, key, connection, profile);
        using var host = new ChannelHost(
            new Dictionary<ServiceDomain, HostIdentity> { [ChannelWorld.Domain] = identity }, _world.Random, _world.Clock);
        ClientHandshake client = _world.Begin();
        return (client, client.ReadReply(host.AnswerPost1(client.Post1.Span)));
    }

    private sealed class FixedChain(Udf service, ReadOnlyMemory<byte> key) : IHostChain
    {
        public HostProof Verify(ReadOnlyMemory<byte> hostConnection, ReadOnlyMemory<byte> profileService, DateTimeOffset now) =>
            new(service, key);
    }
}

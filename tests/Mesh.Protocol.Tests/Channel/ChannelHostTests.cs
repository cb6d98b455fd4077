using Mesh.Cryptography;
using Mesh.Encoding;

namespace Mesh.Protocol.Tests;

public sealed class ChannelHostTests : IDisposable
{
    private readonly ChannelWorld _world = new("host");

    public void Dispose() => _world.Dispose();

    [Fact]
    public void A_handshake_brings_the_first_request_and_gives_a_ticket_for_more()
    {
        ChannelWorld.Trace trace = _world.Handshake();
        RequestRecord request = trace.Session.Seal(ChannelWorld.Octets("""{"Transact":{}}"""), _world.Random, _world.Clock);
        _world.Host.CheckHead(request.Octets.Span[..RequestHead.Read(request.Octets.Span).Length]);
        using TicketCall call = _world.Host.OpenRequest(request.Octets);
        Assert.Equal("""{"Transact":{}}""", System.Text.Encoding.UTF8.GetString(call.Request.Span));
        Assert.Equal(_world.Identity.KeyUdf, call.Ticket.Names.KeyUdf);
        Assert.Equal(trace.Session.Binding.ToArray(), call.Binding.ToArray());
        Assert.Equal("answer", System.Text.Encoding.UTF8.GetString(trace.Session.Open(request, call.Answer("answer"u8)).Span));
    }

    [Fact]
    public void A_client_whose_clock_is_wrong_learns_the_hosts()
    {
        var late = new ManualClock(_world.Clock.GetUtcNow().AddDays(-400));
        using ClientHandshake client = ClientHandshake.Begin(ChannelWorld.Domain, _world.Identity, _world.Random, late);
        UnverifiedHost host = client.ReadReply(_world.Host.AnswerPost1(client.Post1.Span));
        using HandshakeCall call = _world.Host.OpenPost2(client.WritePost2(_world.Accept(host), []).Span);
        using ChannelSession session = client.ReadAnswer(call.Answer([], _world.Names)).Session!;
        RequestRecord request = session.Seal("{}"u8, _world.Random, late);
        _world.Host.OpenRequest(request.Octets).Dispose();
        Assert.True(session.IsCurrent(late));
        late.AdvanceSeconds(1801);
        Assert.False(session.IsCurrent(late));
    }

    [Fact]
    public void Without_names_or_credentials_there_is_no_ticket()
    {
        using ClientHandshake client = _world.Begin();
        AcceptedHost host = _world.Accept(client.ReadReply(_world.Host.AnswerPost1(client.Post1.Span)));
        using HandshakeCall call = _world.Host.OpenPost2(client.WritePost2(host, []).Span);
        Assert.Null(client.ReadAnswer(call.Answer("refused"u8, names: null)).Session);
    }

    public static TheoryData<string, byte[]> BadPayloads()
    {
        var key = new byte[57];
        byte[] good = ChannelCredentials.ConnectedDevice(key, new byte[] { 1 }).Write();
        byte[] a = ChannelCredentials.Anonymous(key).Write();
        return new()
        {
            { "nothing", [] },
            { "no second field", [.. HandshakeOctets.Payload3(good, []).AsSpan(0, 4 + good.Length)] },
            { "padding", [.. HandshakeOctets.Payload3(good, []), 1] },
            { "length beyond the end", [0, 0, 2, 0, .. new byte[100]] },
            { "first request too long", HandshakeOctets.Payload3(good, new byte[ProtocolLimits.FirstRequest + 1]) },
            { "no credentials", HandshakeOctets.Payload3([], []) },
            { "unknown kind", HandshakeOctets.Payload3([(byte)'F', .. good[1..]], []) },
            { "envelope in kind A", HandshakeOctets.Payload3([(byte)'A', .. good[1..]], []) },
            { "no envelope in kind D", HandshakeOctets.Payload3([(byte)'D', .. a[1..]], []) },
            { "kind E without its second envelope", HandshakeOctets.Payload3([(byte)'E', .. good[1..]], []) },
            { "kind E with an empty second envelope", HandshakeOctets.Payload3([(byte)'E', .. good[1..], 0, 0, 0, 0], []) },
            { "kind C without address", HandshakeOctets.Payload3([(byte)'C', .. good[1..]], []) },
            { "kind C with an empty address", HandshakeOctets.Payload3([(byte)'C', .. key, 0, 0, 0, 0, .. good[58..]], []) },
            { "kind C with an address that is not UTF-8", HandshakeOctets.Payload3([(byte)'C', .. key, 0, 0, 0, 1, 0xFF, .. good[58..]], []) },
            { "kind C with an address of 400", HandshakeOctets.Payload3([(byte)'C', .. key, 0, 0, 1, 144, .. Enumerable.Repeat((byte)'a', 400), .. good[58..]], []) },
            { "key with another last octet", HandshakeOctets.Payload3([.. good[..57], 0x40, .. good[58..]], []) },
            { "octets after the last field", HandshakeOctets.Payload3([.. good, 0], []) },
            { "key cut short", HandshakeOctets.Payload3(good.AsSpan(0, 40), []) },
        };
    }

    [Theory]
    [Requirement("NET-11")]
    [MemberData(nameof(BadPayloads))]
    public void A_malformed_payload_of_M3_is_answered_in_M4_with_400(string what, byte[] payload)
    {
        Assert.NotEmpty(what);
        using ChannelSecret secret = ChannelSecret.FromOctets(new byte[64]);
        using var tickets = new TicketKeys(_world.Random, _world.Clock);
        var facts = new HandshakeFacts(secret, ChannelWorld.Domain, _world.ServiceUdf, new byte[56], new byte[64], [1, 2, 3], 1_000_000);
        using HandshakeCall call = HandshakeCall.Read(facts, payload, tickets, _world.Random);
        Assert.Equal(ChannelFault.Malformed, call.Fault);
        Assert.True(call.Request.IsEmpty);
        byte[] m4 = call.Answer("no"u8, names: null);
        Assert.Equal("no"u8.ToArray(), ResponseRecord.Open(secret, ResponseRecord.HandshakeRid([1, 2, 3]), [1, 2, 3], m4).Json.ToArray());
    }

    [Fact]
    public void The_longest_first_request_fits_and_the_next_does_not()
    {
        using ClientHandshake client = _world.Begin();
        Assert.True(client.FitsFirst(ProtocolLimits.FirstRequest));
        Assert.False(client.FitsFirst(ProtocolLimits.FirstRequest + 1));
        AcceptedHost host = _world.Accept(client.ReadReply(_world.Host.AnswerPost1(client.Post1.Span)));
        var e = Assert.Throws<ProtocolException>(() => client.WritePost2(host, new byte[ProtocolLimits.FirstRequest + 1]));
        Assert.Equal(ProtocolError.TooLarge, e.Code);
        ReadOnlyMemory<byte> post2 = client.WritePost2(host, new byte[ProtocolLimits.FirstRequest]);
        Assert.InRange(post2.Length, ProtocolLimits.FirstRequest, ProtocolLimits.Post2);
        using HandshakeCall call = _world.Host.OpenPost2(post2.Span);
        Assert.Equal(ProtocolLimits.FirstRequest, call.Request.Length);
    }

    [Fact]
    public void Credentials_that_leave_no_room_say_so()
    {
        using var identity = new ClientIdentity(
            ChannelCredentials.ConnectedDevice(_world.DeviceKey.Public.Octets, new byte[64_900]), _world.DeviceKey);
        using ClientHandshake client = ClientHandshake.Begin(ChannelWorld.Domain, identity, _world.Random, _world.Clock);
        Assert.True(client.FitsFirst(0));
        Assert.False(client.FitsFirst(1000));
        using var tooLarge = new ClientIdentity(
            ChannelCredentials.ConnectedDevice(_world.DeviceKey.Public.Octets, new byte[65_500]), _world.DeviceKey);
        using ClientHandshake other = ClientHandshake.Begin(ChannelWorld.Domain, tooLarge, _world.Random, _world.Clock);
        AcceptedHost host = _world.Accept(other.ReadReply(_world.Host.AnswerPost1(other.Post1.Span)));
        Assert.Equal(ProtocolError.TooLarge, Assert.Throws<ProtocolException>(() => other.WritePost2(host, [])).Code);
    }

    [Fact]
    public void A_ticket_of_another_service_of_the_same_process_is_refused()
    {
        using var tickets = new TicketKeys(_world.Random, _world.Clock);
        ChannelHost HostOf(string service) => new(
            new Dictionary<ServiceDomain, HostIdentity>
            {
                [ChannelWorld.Domain] = new(service, _world.HostKey, _world.HostConnection, NamedChain.Profile(service)),
            },
            new SealEpochs(_world.Random, _world.Clock), tickets, SecretBytes.Random(_world.Random, 32), _world.Random, _world.Clock);

        ulong now = ChannelTime.Now(_world.Clock);
        using var content = new TicketContent(
            ChannelSecret.FromOctets(new byte[64]), new byte[64], now, now + 60, CredentialKind.ConnectedDevice, _world.Names);
        RequestRecord request = RequestRecord.Seal(content.Secret, tickets.Issue(content), "{}"u8, now, _world.Random);
        HostOf(_world.ServiceUdf).OpenRequest(request.Octets).Dispose();
        var e = Assert.Throws<ProtocolException>(() => HostOf("MOTHER").OpenRequest(request.Octets));
        Assert.Equal(401, e.HttpStatus);
    }

    [Fact]
    public void A_ticket_longer_than_any_of_ours_is_refused_where_it_stands()
    {
        byte[] head = RequestHead.Write(new byte[ProtocolLimits.Ticket + 1], new byte[32], new byte[8]);
        Assert.Equal(401, Assert.Throws<ProtocolException>(() => RequestHead.Read(head)).HttpStatus);
        Assert.Equal(
            RequestHead.MaximumOctets, RequestHead.Read(RequestHead.Write(new byte[ProtocolLimits.Ticket], new byte[32], new byte[8])).Length);
    }

    [Theory]
    [InlineData(253_402_300_799UL, true)]
    [InlineData(253_402_300_800UL, false)]
    [InlineData(ulong.MaxValue, false)]
    public void A_host_has_a_time_that_a_calendar_has(ulong time, bool accepted)
    {
        byte[] payload = UnverifiedHost.Write(time, [1], [2]);
        if (accepted)
        {
            Assert.Equal(time, UnverifiedHost.Read(new byte[56], payload).Time);
        }
        else
        {
            Assert.Throws<ProtocolException>(() => UnverifiedHost.Read(new byte[56], payload));
        }
    }

    [Fact]
    public void An_identity_with_another_key_or_envelopes_that_do_not_fit_is_refused()
    {
        Assert.Throws<ArgumentException>(() =>
            new ClientIdentity(ChannelCredentials.Anonymous(_world.HostKey.Public.Octets), _world.DeviceKey));
        Assert.Throws<ArgumentException>(() => new HostIdentity("M", _world.HostKey, new byte[40_000], new byte[30_000]));
        Assert.Throws<ArgumentException>(() => ChannelCredentials.Device(new byte[57], default));
        Assert.Throws<ArgumentException>(() => ChannelCredentials.Account(new byte[57], "", new byte[1]));
    }

    [Fact]
    public void A_throw_away_key_is_the_same_again_from_its_octets()
    {
        using var octets = SecretBytes.Random(_world.Random, 56);
        using ClientIdentity one = ClientIdentity.Anonymous(octets);
        using ClientIdentity two = ClientIdentity.Anonymous(octets);
        using ClientIdentity other = ClientIdentity.Anonymous(_world.Random);
        Assert.Equal(one.KeyUdf, two.KeyUdf);
        Assert.NotEqual(one.KeyUdf, other.KeyUdf);
        Assert.Equal(KeyFingerprint.Of(KeyAlgorithmId.X448, one.Credentials.Key.Span).Text, one.KeyUdf);
    }
}

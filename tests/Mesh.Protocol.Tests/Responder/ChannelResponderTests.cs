using System.Net;
using Mesh.Cryptography;

namespace Mesh.Protocol.Tests;

public sealed class ChannelResponderTests : IDisposable
{
    private readonly ManualClock _clock = new(1_767_225_600);
    private readonly SeededRandom _random = new("responder");
    private readonly ClientIdentity _identity;
    private TestService _service;

    public ChannelResponderTests()
    {
        _service = new TestService("service", _clock);
        _identity = ClientIdentity.Anonymous(_random);
    }

    public void Dispose()
    {
        _service.Dispose();
        _identity.Dispose();
    }

    [Fact]
    [Requirement("AVL-03")]
    public async Task A_stranger_who_begins_too_often_is_turned_away_and_others_are_not()
    {
        _service.Dispose();
        _service = new TestService("service", _clock, new HandshakeLimits { Burst = 3, PerSecond = 1 });
        byte[] post1 = Post1();
        int[] statuses = [.. await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => StatusAsync(post1, "192.0.2.1")))];
        Assert.Equal(3, statuses.Count(s => s == 200));
        Assert.Equal(2, statuses.Count(s => s == 429));
        Assert.Equal(200, await StatusAsync(post1, "192.0.2.2"));
        _clock.AdvanceSeconds(1);
        Assert.Equal(200, await StatusAsync(post1, "192.0.2.1"));
    }

    [Fact]
    public async Task Requests_under_a_ticket_are_not_limited_by_address()
    {
        _service.Dispose();
        _service = new TestService("service", _clock, new HandshakeLimits { Burst = 1, PerSecond = 0.01 });
        ChannelSession session = await SessionAsync("192.0.2.1");
        for (int i = 0; i < 10; i++)
        {
            Assert.Equal(200, await StatusAsync(session.Seal(Hello, _random, _clock).Octets, "192.0.2.1"));
        }
    }

    [Theory]
    [InlineData(0x01)]
    [InlineData(0x03)]
    [InlineData(0x85)]
    [InlineData(0x00)]
    public async Task Bodies_of_another_type_are_unparsable(byte type)
    {
        Assert.Equal(400, await StatusAsync(new byte[] { type, 0, 0, 0, 0 }));
        Assert.Equal(400, _service.Responder.Admit([type], 5));
    }

    [Fact]
    [Requirement("NET-11")]
    public async Task Long_bodies_are_refused_before_they_are_taken_in()
    {
        Assert.Equal(413, _service.Responder.Admit([Wire.Post1Type], ProtocolLimits.Post1 + 1));
        Assert.Equal(413, _service.Responder.Admit([Wire.Post2Type], ProtocolLimits.Post2 + 1));
        Assert.Equal(413, _service.Responder.Admit([Wire.RequestType], ProtocolLimits.Record + 1L));
        Assert.Equal(400, _service.Responder.Admit([], 0));
        Assert.Null(_service.Responder.Admit([Wire.Post1Type], ProtocolLimits.Post1));
        Assert.Equal(413, await StatusAsync(new byte[] { Wire.Post1Type }.Concat(new byte[ProtocolLimits.Post1]).ToArray()));
        Assert.Equal(400, await StatusAsync(ReadOnlyMemory<byte>.Empty));
    }

    [Fact]
    [Requirement("NET-11", "AVL-03")]
    public async Task A_long_record_without_a_good_ticket_is_refused_by_its_head()
    {
        ChannelSession session = await SessionAsync();
        byte[] record = session.Seal(new byte[100_000], _random, _clock).Octets.ToArray();
        Assert.Null(_service.Responder.Admit(record.AsSpan(0, RequestHead.MaximumOctets), record.Length));
        byte[] forged = [.. record];
        forged[50] ^= 1;
        Assert.Equal(401, _service.Responder.Admit(forged.AsSpan(0, RequestHead.MaximumOctets), record.Length));
        Assert.Equal(400, _service.Responder.Admit(record.AsSpan(0, 100), record.Length));
        _clock.AdvanceSeconds(301);
        Assert.Equal(401, _service.Responder.Admit(record.AsSpan(0, RequestHead.MaximumOctets), record.Length));
    }

    [Fact]
    [Requirement("NET-18")]
    public async Task Whatever_fails_before_authentication_looks_the_same()
    {
        ChannelSession session = await SessionAsync();
        byte[] record = session.Seal(Hello, _random, _clock).Octets.ToArray();
        byte[] badTicket = [.. record];
        badTicket[50] ^= 1;
        byte[] badBody = [.. record];
        badBody[^1] ^= 1;
        using ClientHandshake elsewhere = ClientHandshake.Begin(ServiceDomain.Parse("other.example"), _identity, _random, _clock);
        foreach (ReadOnlyMemory<byte> body in new[] { badTicket, badBody, elsewhere.Post1 })
        {
            ChannelReply reply = await _service.Responder.AnswerAsync(body, IPAddress.Loopback, CancellationToken.None);
            Assert.Equal(401, reply.Status);
            Assert.True(reply.Body.IsEmpty);
        }

        Assert.Empty(_service.Callers);
    }

    public static TheoryData<string, MeshStatus> BadRequests => new()
    {
        { "{}", MeshStatus.Malformed },
        { """{"Nothing":{}}""", MeshStatus.Malformed },
        { """{"Status":{}}""", MeshStatus.Malformed },
        { "{\"Hello\":{\"x\":\"" + new string('x', ProtocolLimits.Message) + "\"}}", MeshStatus.TooLarge },
    };

    [Theory]
    [Requirement("NET-11")]
    [MemberData(nameof(BadRequests))]
    public async Task An_authenticated_request_that_is_none_is_answered_inside_the_channel(string json, MeshStatus status)
    {
        ChannelSession session = await SessionAsync();
        RequestRecord record = session.Seal(ChannelWorld.Octets(json), _random, _clock);
        ChannelReply reply = await _service.Responder.AnswerAsync(record.Octets, IPAddress.Loopback, CancellationToken.None);
        Assert.Equal(200, reply.Status);
        MeshResponse response = MeshMessages.ReadResponse(MeshTransaction.Hello, session.Open(record, reply.Body.Span));
        Assert.Equal(status, response.Status);
        Assert.Empty(_service.Callers);
    }

    [Fact]
    public async Task Wrong_padding_is_answered_inside_the_channel()
    {
        ChannelSession session = await SessionAsync();
        byte[] payload = RecordPayload.Request(Hello);
        payload[^1] = 1;
        RequestRecord record = RequestRecord.SealPayload(session.Secret, session.Ticket.Span, payload, ChannelTime.Now(_clock), _random);
        ChannelReply reply = await _service.Responder.AnswerAsync(record.Octets, IPAddress.Loopback, CancellationToken.None);
        MeshResponse response = MeshMessages.ReadResponse(MeshTransaction.Hello, session.Open(record, reply.Body.Span));
        Assert.Equal(MeshStatus.Malformed, response.Status);
    }

    [Fact]
    public async Task A_ticket_that_no_longer_stands_is_answered_with_401_and_nothing_is_done()
    {
        ChannelSession session = await SessionAsync();
        _service.EndTickets = true;
        Assert.Equal(401, await StatusAsync(session.Seal(Hello, _random, _clock).Octets));
        Assert.Empty(_service.Callers);
    }

    private static byte[] Hello => ChannelWorld.Octets("""{"Hello":{}}""");

    private byte[] Post1()
    {
        using ClientHandshake handshake = ClientHandshake.Begin(ChannelWorld.Domain, _identity, _random, _clock);
        return handshake.Post1.ToArray();
    }

    private async Task<int> StatusAsync(ReadOnlyMemory<byte> body, string peer = "127.0.0.1") =>
        (await _service.Responder.AnswerAsync(body, IPAddress.Parse(peer), CancellationToken.None)).Status;

    private async Task<ChannelSession> SessionAsync(string peer = "127.0.0.1")
    {
        using ClientHandshake client = ClientHandshake.Begin(ChannelWorld.Domain, _identity, _random, _clock);
        ChannelReply reply = await _service.Responder.AnswerAsync(client.Post1, IPAddress.Parse(peer), CancellationToken.None);
        var acceptance = new HostAcceptance(new NamedChain(), FirstContact.Rule, _clock);
        AcceptedHost host = acceptance.Accept(
            client.ReadReply(reply.Body.Span), new ServiceTarget(ChannelWorld.Domain, _service.Udf), ChannelWorld.Endpoint);
        reply = await _service.Responder.AnswerAsync(client.WritePost2(host, []), IPAddress.Parse(peer), CancellationToken.None);
        HandshakeAnswer answer = client.ReadAnswer(reply.Body.Span);
        Assert.True(answer.Json.IsEmpty);
        return answer.Session!;
    }
}

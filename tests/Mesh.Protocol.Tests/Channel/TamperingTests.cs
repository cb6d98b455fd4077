// Mike sits between client and host and changes, repeats and reorders what passes (security requirements, section 4).

namespace Mesh.Protocol.Tests;

public sealed class TamperingTests : IDisposable
{
    private readonly ChannelWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    [Requirement("NET-05", "NET-06")]
    public void Every_octet_of_POST_1_matters()
    {
        using ClientHandshake honest = _world.Begin();
        for (int at = 0; at < honest.Post1.Length; at++)
        {
            using ClientHandshake client = _world.Begin();
            byte[] changed = Flipped(client.Post1.ToArray(), (at * 8) + (at % 8));
            byte[]? reply = Try(() => _world.Host.AnswerPost1(changed), ProtocolError.Unparsable, ProtocolError.Refused);
            if (reply is not null)
            {
                var e = Assert.Throws<ProtocolException>(() => client.ReadReply(reply));
                Assert.Equal(ProtocolError.HostNotAccepted, e.Code);
            }
        }
    }

    [Fact]
    [Requirement("NET-04", "NET-05")]
    public void Octets_everywhere_in_the_reply_matter()
    {
        using ClientHandshake sample = _world.Begin();
        foreach (int at in Places(_world.Host.AnswerPost1(sample.Post1.Span).Length))
        {
            using ClientHandshake client = _world.Begin();
            byte[] changed = Flipped(_world.Host.AnswerPost1(client.Post1.Span), (at * 8) + (at % 8));
            UnverifiedHost? host = Try(() => client.ReadReply(changed), ProtocolError.HostNotAccepted);
            if (host is null)
            {
                Assert.True(client.Post2.IsEmpty);
                continue;
            }

            // Only the seal, which is the host's own affair, gets past the client.
            byte[] post2 = client.WritePost2(_world.Accept(host), ChannelWorld.Octets(ChannelWorld.Json)).ToArray();
            Refused(() => _world.Host.OpenPost2(post2));
        }
    }

    [Fact]
    [Requirement("NET-04")]
    public void Octets_everywhere_in_POST_2_matter()
    {
        using ClientHandshake sample = _world.Begin();
        byte[] reply = _world.Host.AnswerPost1(sample.Post1.Span);
        int length = sample.WritePost2(_world.Accept(sample.ReadReply(reply)), ChannelWorld.Octets(ChannelWorld.Json)).Length;
        foreach (int at in Places(length))
        {
            using ClientHandshake client = _world.Begin();
            byte[] post2 = Flipped(Post2(client), (at * 8) + (at % 8));
            Refused(() => _world.Host.OpenPost2(post2));
        }
    }

    [Fact]
    [Requirement("NET-04")]
    public void Every_octet_of_requests_and_responses_matters_and_the_original_still_works()
    {
        ChannelSession session = _world.Handshake().Session;
        RequestRecord request = session.Seal(ChannelWorld.Octets(ChannelWorld.Json), _world.Random, _world.Clock);
        for (int at = 0; at < request.Octets.Length; at++)
        {
            byte[] changed = Flipped(request.Octets.ToArray(), (at * 8) + (at % 8));
            Refused(() => _world.Host.OpenRequest(changed));
        }

        using TicketCall call = _world.Host.OpenRequest(request.Octets);
        byte[] response = call.Answer(ChannelWorld.Octets("""{"StatusResponse":{}}"""));
        for (int at = 0; at < response.Length; at++)
        {
            byte[] changed = Flipped(response, (at * 8) + (at % 8));
            Assert.Null(Try(() => session.Open(request, changed).ToArray(), ProtocolError.ResponseNotAuthentic));
        }

        Assert.Equal("""{"StatusResponse":{}}""", System.Text.Encoding.UTF8.GetString(session.Open(request, response).Span));
    }

    [Fact]
    [Requirement("NET-04")]
    public void Every_octet_of_M4_matters_and_the_original_still_works()
    {
        ChannelWorld.Trace trace = _world.Handshake();
        for (int at = 0; at < trace.Message4.Length; at++)
        {
            byte[] changed = Flipped(trace.Message4, (at * 8) + (at % 8));
            Assert.Null(Try(() => trace.Client.ReadAnswer(changed), ProtocolError.ResponseNotAuthentic));
        }

        Assert.NotNull(trace.Client.ReadAnswer(trace.Message4).Session);
    }

    [Fact]
    [Requirement("NET-02")]
    public void A_replayed_POST_2_is_refused_in_every_epoch_and_after_a_restart()
    {
        ChannelWorld.Trace trace = _world.Handshake();
        foreach (int seconds in new[] { 0, 59, 61, 600 })
        {
            _world.Clock.AdvanceSeconds(seconds);
            Refused(() => _world.Host.OpenPost2(trace.Post2));
        }

        using var other = new ChannelWorld("other process");
        Refused(() => other.Host.OpenPost2(trace.Post2));
        _world.Restart();
        Refused(() => _world.Host.OpenPost2(trace.Post2));
    }

    [Fact]
    [Requirement("NET-02")]
    public async Task Of_many_copies_of_one_POST_2_that_arrive_together_one_is_taken()
    {
        for (int round = 0; round < 20; round++)
        {
            using ClientHandshake client = _world.Begin();
            byte[] post2 = Post2(client);
            int[] taken = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
            {
                using HandshakeCall? call = Try(() => _world.Host.OpenPost2(post2), ProtocolError.Refused);
                return call is null ? 0 : 1;
            })));
            Assert.Equal(1, taken.Sum());
        }
    }

    [Fact]
    [Requirement("NET-02")]
    public void A_replayed_POST_1_gives_the_replayer_nothing_and_the_first_handshake_no_trouble()
    {
        using ClientHandshake client = _world.Begin();
        byte[] first = _world.Host.AnswerPost1(client.Post1.Span);
        byte[] second = _world.Host.AnswerPost1(client.Post1.Span);
        Assert.NotEqual(first[4..60], second[4..60]);
        byte[] post2 = client.WritePost2(_world.Accept(client.ReadReply(first)), []).ToArray();
        HandshakeOctets.ReadReply(second, out _, out ReadOnlySpan<byte> otherSeal);
        HandshakeOctets.ReadPost2(post2, out _, out ReadOnlySpan<byte> m3);
        byte[] mixed = HandshakeOctets.Post2(otherSeal, m3);
        Refused(() => _world.Host.OpenPost2(mixed));
        _world.Host.OpenPost2(post2).Dispose();
    }

    [Fact]
    [Requirement("NET-02")]
    public void A_replayed_request_gets_an_answer_that_only_its_sender_could_read_and_that_matches_nothing_else()
    {
        ChannelSession session = _world.Handshake().Session;
        RequestRecord request = session.Seal(ChannelWorld.Octets(ChannelWorld.Json), _world.Random, _world.Clock);
        RequestRecord other = session.Seal(ChannelWorld.Octets(ChannelWorld.Json), _world.Random, _world.Clock);
        byte[] first = Answer(request);
        byte[] second = Answer(request);
        Assert.NotEqual(first[1..33], second[1..33]);
        Assert.False(first.AsSpan(33).SequenceEqual(second.AsSpan(33)));
        Assert.Null(Try(() => session.Open(other, second).ToArray(), ProtocolError.ResponseNotAuthentic));

        _world.Clock.AdvanceSeconds(301);
        Refused(() => _world.Host.OpenRequest(request.Octets));
        _world.Restart();
        Refused(() => _world.Host.OpenRequest(other.Octets));
    }

    [Fact]
    [Requirement("NET-03")]
    public void Swapped_responses_open_for_neither_request()
    {
        ChannelSession session = _world.Handshake().Session;
        RequestRecord one = session.Seal(ChannelWorld.Octets("""{"Status":{"ID":"1"}}"""), _world.Random, _world.Clock);
        RequestRecord two = session.Seal(ChannelWorld.Octets("""{"Status":{"ID":"2"}}"""), _world.Random, _world.Clock);
        byte[] toOne = Answer(one);
        byte[] toTwo = Answer(two);
        Assert.Null(Try(() => session.Open(one, toTwo).ToArray(), ProtocolError.ResponseNotAuthentic));
        Assert.Null(Try(() => session.Open(two, toOne).ToArray(), ProtocolError.ResponseNotAuthentic));
        Assert.False(session.Open(one, toOne).IsEmpty);
        Assert.False(session.Open(two, toTwo).IsEmpty);
    }

    [Fact]
    [Requirement("NET-03")]
    public void Answers_of_one_handshake_open_in_no_other()
    {
        ChannelWorld.Trace one = _world.Handshake();
        ChannelWorld.Trace two = _world.Handshake();
        Assert.Null(Try(() => one.Client.ReadAnswer(two.Message4), ProtocolError.ResponseNotAuthentic));
        RequestRecord request = one.Session.Seal(ChannelWorld.Octets(ChannelWorld.Json), _world.Random, _world.Clock);
        Assert.Null(Try(() => two.Session.Open(request, Answer(request)).ToArray(), ProtocolError.ResponseNotAuthentic));
    }

    [Theory]
    [Requirement("NET-06")]
    [InlineData("Mesh/2", Wire.NoiseName, "mmm")]
    [InlineData("Mesh/4", Wire.NoiseName, "mmm")]
    [InlineData("mesh/3", Wire.NoiseName, "mmm")]
    [InlineData("Mesh/3", "Noise_XX_25519_AESGCM_SHA512", "mmm")]
    [InlineData("Mesh/3", "Noise_NN_448_AESGCM_SHA512", "mmm")]
    [InlineData("Mesh/3", Wire.NoiseName, "mmm-udf")]
    [InlineData("", Wire.NoiseName, "mmm")]
    public void Another_version_suite_or_protocol_is_refused(string version, string suite, string protocol)
    {
        byte[] prologue = [.. Lp(version), .. Lp(suite), .. Lp(protocol), .. Lp("example.com")];
        var e = Assert.Throws<ProtocolException>(() => _world.Host.AnswerPost1(HandshakeOctets.Post1(prologue, new byte[56])));
        Assert.Equal(401, e.HttpStatus);
    }

    [Fact]
    [Requirement("NET-06")]
    public void A_prologue_without_its_version_does_not_parse()
    {
        byte[] prologue = [.. Lp(Wire.NoiseName), .. Lp("mmm"), .. Lp("example.com")];
        var e = Assert.Throws<ProtocolException>(() => _world.Host.AnswerPost1(HandshakeOctets.Post1(prologue, new byte[56])));
        Assert.Equal(400, e.HttpStatus);
    }

    [Fact]
    [Requirement("NET-07")]
    public void Credentials_and_requests_are_never_in_clear()
    {
        ChannelWorld.Trace trace = _world.Handshake();
        RequestRecord request = trace.Session.Seal(ChannelWorld.Octets(ChannelWorld.Json), _world.Random, _world.Clock);
        byte[] all = [.. trace.Post1, .. trace.Reply, .. trace.Post2, .. trace.Message4, .. request.Octets.Span, .. Answer(request)];
        byte[][] secrets =
        [
            ChannelWorld.Octets("not for the network"), ChannelWorld.Octets("alice"), _world.DeviceConnection[..20],
            _world.DeviceKey.Public.Octets[..16].ToArray(), _world.HostKey.Public.Octets[..16].ToArray(),
            ChannelWorld.Octets(_world.ServiceUdf), ChannelWorld.Octets(_world.Identity.KeyUdf),
        ];
        Assert.All(secrets, s => Assert.True(all.AsSpan().IndexOf(s) < 0));
    }

    /// <summary>Both ends, and every 17th octet between: each costs a handshake.</summary>
    private static IEnumerable<int> Places(int length) =>
        Enumerable.Range(0, length).Where(at => at < 16 || at >= length - 8 || at % 17 == 0);

    private static byte[] Lp(string text) => [0, 0, 0, (byte)text.Length, .. ChannelWorld.Octets(text)];

    private static byte[] Flipped(byte[] octets, int bit)
    {
        octets = [.. octets];
        octets[bit / 8] ^= (byte)(1 << (bit % 8));
        return octets;
    }

    private static void Refused(Func<IDisposable> act) => Assert.Null(Try(act, ProtocolError.Unparsable, ProtocolError.Refused));

    private static T? Try<T>(Func<T> act, params ProtocolError[] expected)
        where T : class
    {
        try
        {
            return act();
        }
        catch (ProtocolException e)
        {
            Assert.Contains(e.Code, expected);
            return null;
        }
    }

    private byte[] Post2(ClientHandshake client)
    {
        byte[] reply = _world.Host.AnswerPost1(client.Post1.Span);
        return client.WritePost2(_world.Accept(client.ReadReply(reply)), ChannelWorld.Octets(ChannelWorld.Json)).ToArray();
    }

    private byte[] Answer(RequestRecord request)
    {
        using TicketCall call = _world.Host.OpenRequest(request.Octets);
        return call.Answer(ChannelWorld.Octets("""{"StatusResponse":{}}"""));
    }
}

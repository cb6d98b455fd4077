using Mesh.Cryptography;
using Mesh.Keys;

namespace Mesh.Protocol.Tests;

public sealed class MeshChannelClientTests : IDisposable
{
    private static readonly TransportReply No = new(401, default);

    private readonly SeededRandom _random = new("client");
    private readonly TestService _service = new("service", TimeProvider.System);
    private readonly FakeNetwork _network = new();
    private readonly MemoryTicketCache _tickets = new(TimeProvider.System);
    private readonly AgreementPrivateKey _key;
    private readonly ClientIdentity _identity;

    public MeshChannelClientTests()
    {
        _key = AgreementPrivateKey.Generate(KeyAlgorithm.X448, _random);
        _identity = new ClientIdentity(ChannelCredentials.ConnectedDevice(_key.Public.Octets, new byte[] { 1, 2, 3 }), _key);
    }

    private ServiceTarget Target => new(ChannelWorld.Domain, _service.Udf);

    public void Dispose()
    {
        _identity.Dispose();
        _key.Dispose();
        _tickets.Dispose();
        _service.Dispose();
    }

    [Fact]
    public async Task The_first_request_rides_in_the_handshake_and_the_next_ones_need_one_post()
    {
        _network.Add("a", _service.AnswerAsync);
        MeshChannelClient client = Client();
        for (int i = 0; i < 3; i++)
        {
            ServiceAnswer answer = await client.SendAsync(Target, _identity, Status());
            Assert.IsType<StatusResponse>(answer.Response);
            Assert.Equal(_service.Udf, answer.ServiceUdf);
        }

        Assert.Equal([Wire.Post1Type, Wire.Post2Type, Wire.RequestType, Wire.RequestType], _network.Types);
        Assert.All(_service.Callers, c => Assert.Equal(_identity.KeyUdf, c.Names.KeyUdf));
    }

    [Fact]
    public async Task A_request_that_does_not_fit_into_the_handshake_follows_under_the_ticket()
    {
        _network.Add("a", _service.AnswerAsync);
        PreparedRequest large = Transact(new string('x', 60_000));
        ServiceAnswer answer = await Client().SendAsync(Target, _identity, large);
        Assert.True(answer.Response.IsSuccess);
        Assert.Equal([Wire.Post1Type, Wire.Post2Type, Wire.RequestType], _network.Types);
        Assert.Equal(large.Id, Assert.Single(_service.Effects).Id);
    }

    [Fact]
    public async Task The_ticket_of_a_throw_away_key_is_not_kept()
    {
        _network.Add("a", _service.AnswerAsync);
        using ClientIdentity anybody = ClientIdentity.Anonymous(_random);
        Assert.True((await Client().SendAsync(Target, anybody, Transact(new string('x', 60_000)))).Response.IsSuccess);
        Assert.Equal([Wire.Post1Type, Wire.Post2Type, Wire.RequestType], _network.Types);
        Assert.Null(_tickets.Find(SessionKey.Of(ChannelWorld.Domain, _service.Udf, anybody.Credentials)));
    }

    [Fact]
    public async Task A_bound_request_gets_the_binding_that_the_service_has()
    {
        _network.Add("a", _service.AnswerAsync);
        byte[] bound = [];
        MeshChannelClient client = Client();
        for (int i = 0; i < 2; i++)
        {
            await client.SendBoundAsync(Target, _identity, MeshTransaction.PollClaim, hb =>
            {
                bound = hb.ToArray();
                return PreparedRequest.Of(
                    new PollClaimRequest { PublicationId = "E", TargetAccountAddress = "m@b", Witness = bound }, _random);
            });
            Assert.Equal(64, bound.Length);
            Assert.Equal(bound, _service.Callers.Last().Binding.ToArray());
        }

        Assert.Equal([Wire.Post1Type, Wire.Post2Type, Wire.RequestType, Wire.RequestType], _network.Types);
    }

    [Fact]
    [Requirement("NET-12")]
    public async Task After_a_restart_of_the_service_the_client_begins_anew()
    {
        _network.Add("a", _service.AnswerAsync);
        MeshChannelClient client = Client();
        await client.SendAsync(Target, _identity, Status());
        _service.Restart();
        await client.SendAsync(Target, _identity, Transact());
        Assert.Equal(
            [Wire.Post1Type, Wire.Post2Type, Wire.RequestType, Wire.Post1Type, Wire.Post2Type], _network.Types);
        Assert.Single(_service.Effects);
    }

    [Fact]
    public async Task A_ticket_that_the_service_ended_is_replaced()
    {
        _network.Add("a", _service.AnswerAsync);
        MeshChannelClient client = Client();
        await client.SendAsync(Target, _identity, Status());
        _service.EndTickets = true;
        Assert.True((await client.SendAsync(Target, _identity, Status())).Response.IsSuccess);
        Assert.Equal(Wire.Post2Type, _network.Types.Last());
    }

    public static TheoryData<string, string> LostAnswers()
    {
        var data = new TheoryData<string, string>();
        foreach (MeshTransaction transaction in MeshTransaction.All.Where(t => t.ChangesState))
        {
            foreach (string where in new[] { "M4", "response", "restart", "damaged" })
            {
                data.Add(transaction.Name, where);
            }
        }

        return data;
    }

    [Theory]
    [Requirement("NET-12")]
    [MemberData(nameof(LostAnswers))]
    public async Task A_state_change_whose_answer_is_lost_happens_exactly_once(string transaction, string where)
    {
        int lost = 0;
        _network.Add("a", async body =>
        {
            TransportReply reply = await _service.AnswerAsync(body);
            bool carriesAnswer = where == "M4" ? body[0] == Wire.Post2Type : body[0] == Wire.RequestType;
            if (!carriesAnswer || reply.Status != 200 || lost++ > 0)
            {
                return reply;
            }

            if (where == "restart")
            {
                _service.Restart();
            }

            return where == "damaged" ? new TransportReply(200, new byte[reply.Body.Length]) : throw FakeNetwork.Lost;
        });
        MeshChannelClient client = Client();
        if (where != "M4")
        {
            await client.SendAsync(Target, _identity, Status());
        }

        PreparedRequest request = PreparedRequest.Of(MessageSamples.Requests[transaction] with { Id = null }, _random);
        ServiceAnswer answer = await client.SendAsync(Target, _identity, request);
        Assert.True(answer.Response.IsSuccess);
        Assert.Equal(request.Id, answer.Response.Id);
        Assert.True(lost > 0);
        Assert.Equal((transaction, request.Id), Assert.Single(_service.Effects));
    }

    [Fact]
    [Requirement("NET-12")]
    public async Task A_service_that_does_not_know_is_asked_again_and_never_taken_for_a_refusal()
    {
        int unknown = 2;
        _service.AnswerInstead = r => unknown-- > 0 ? MeshMessages.Write(new MeshResponse { Id = r.Id, Status = MeshStatus.Unavailable }) : null;
        _network.Add("a", _service.AnswerAsync);
        Assert.True((await Client().SendAsync(Target, _identity, Transact())).Response.IsSuccess);
        Assert.Single(_service.Effects);

        unknown = int.MaxValue;
        var e = await Assert.ThrowsAsync<ProtocolException>(() => Client().SendAsync(Target, _identity, Transact()));
        Assert.Equal(ProtocolError.OutcomeUnknown, e.Code);
        Assert.Contains("not known", e.Message, StringComparison.Ordinal);
        e = await Assert.ThrowsAsync<ProtocolException>(() => Client().SendAsync(Target, _identity, Status()));
        Assert.Equal(ProtocolError.Unreachable, e.Code);
    }

    [Fact]
    public async Task What_never_left_this_machine_is_not_in_doubt()
    {
        bool dead = false;
        _network.Add("a", async body => dead ? throw FakeNetwork.Dead : await _service.AnswerAsync(body));
        MeshChannelClient client = Client();
        Assert.True((await client.SendAsync(Target, _identity, Status())).Response.IsSuccess);
        dead = true;
        var e = await Assert.ThrowsAsync<ProtocolException>(() => client.SendAsync(Target, _identity, Transact()));
        Assert.Equal([Wire.RequestType], _network.Types.Skip(2)); // under the ticket, and not delivered
        Assert.Equal(ProtocolError.Unreachable, e.Code);
        Assert.Empty(_service.Effects);
    }

    [Fact]
    public async Task A_host_that_refuses_every_M3_is_left_after_two_restarts()
    {
        _network.Add("a", async body => body[0] == Wire.Post2Type ? No : await _service.AnswerAsync(body));
        var e = await Assert.ThrowsAsync<ProtocolException>(() => Client().SendAsync(Target, _identity, Status()));
        Assert.Equal(ProtocolError.Refused, e.Code);
        Assert.Equal(3, _network.Types.Count(t => t == Wire.Post1Type));
        Assert.Equal(3, _network.Types.Count(t => t == Wire.Post2Type));

        // The next host gets its chance, with the count as it stands.
        _network.Add("b", async body => body[0] == Wire.Post2Type ? No : await _service.AnswerAsync(body));
        await Assert.ThrowsAsync<ProtocolException>(() => Client().SendAsync(Target, _identity, Status()));
        Assert.Equal(3 + 3 + 1, _network.Types.Count(t => t == Wire.Post2Type));
    }

    [Fact]
    public async Task A_host_that_refuses_every_ticket_that_it_gave_is_left_as_well()
    {
        _network.Add("a", async body => body[0] == Wire.RequestType ? No : await _service.AnswerAsync(body));
        await Assert.ThrowsAsync<ProtocolException>(() => Client().SendAsync(Target, _identity, Transact(new string('x', 60_000))));
        Assert.Equal(3, _network.Types.Count(t => t == Wire.RequestType));
        Assert.Empty(_service.Effects);
    }

    [Fact]
    public async Task The_next_host_is_tried_when_one_is_dead_busy_or_somebody_elses()
    {
        using var other = new TestService("other", TimeProvider.System);
        _network.Add("dead", (byte[] _) => throw FakeNetwork.Dead).Add("busy", _ => new TransportReply(503, default))
            .Add("stranger", other.AnswerAsync).Add("good", _service.AnswerAsync);
        Assert.True((await Client().SendAsync(Target, _identity, Status())).Response.IsSuccess);
        Assert.Equal(["dead", "busy", "stranger", "good", "good"], _network.Sent.Select(s => s.Host));
    }

    [Fact]
    public async Task A_host_that_is_silent_from_the_first_is_left_soon_for_the_next_one()
    {
        _network.Add("mute", _ => FakeNetwork.Silence);
        MeshChannelClient client = Client(new MeshChannelOptions { ShortTime = TimeSpan.FromMilliseconds(50) });
        var e = await Assert.ThrowsAsync<ProtocolException>(() => client.SendAsync(Target, _identity, Transact()));
        Assert.Equal(ProtocolError.Unreachable, e.Code);
        Assert.Contains("did not answer in time", e.Message, StringComparison.Ordinal);
        Assert.Single(_network.Sent);

        _network.Add("good", _service.AnswerAsync);
        client = Client(new MeshChannelOptions { ShortTime = TimeSpan.FromSeconds(1) });
        Assert.True((await client.SendAsync(Target, _identity, Transact())).Response.IsSuccess);
        Assert.Equal(["mute", "good", "good"], _network.Sent.Skip(1).Select(s => s.Host));
    }

    [Fact]
    public async Task A_host_that_lets_the_time_run_out_is_not_asked_again()
    {
        _network.Add("a", async body => body[0] == Wire.Post1Type
            ? await _service.AnswerAsync(body)
            : throw new ProtocolException(ProtocolError.OutcomeUnknown, "a did not answer in time", new TaskCanceledException()));
        var e = await Assert.ThrowsAsync<ProtocolException>(() => Client().SendAsync(Target, _identity, Transact()));
        Assert.Equal(ProtocolError.OutcomeUnknown, e.Code);
        Assert.Equal([Wire.Post1Type, Wire.Post2Type], _network.Types);
    }

    [Theory]
    [InlineData(Wire.Post2Type)]
    [InlineData(Wire.RequestType)]
    public async Task A_host_that_falls_silent_is_left_soon_where_nothing_is_changed_and_the_answer_is_short(byte type)
    {
        bool silent = false;
        _network.Add("a", async body => silent && body[0] == type ? await FakeNetwork.Silence : await _service.AnswerAsync(body));
        MeshChannelClient client = Client(new MeshChannelOptions { ShortTime = TimeSpan.FromSeconds(1) });
        if (type == Wire.RequestType)
        {
            await client.SendAsync(Target, _identity, Status());
        }

        silent = true;
        var e = await Assert.ThrowsAsync<ProtocolException>(() => client.SendAsync(Target, _identity, Status()));
        Assert.Equal(ProtocolError.Unreachable, e.Code);
        Assert.Equal(type, _network.Types.Last());

        // A change has the time of the transport, which here is as long as somebody waits.
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.SendAsync(Target, _identity, Transact(), stop.Token));
    }

    [Fact]
    public async Task Giving_up_on_a_silent_host_is_a_cancellation()
    {
        _network.Add("mute", _ => FakeNetwork.Silence);
        using var stop = new CancellationTokenSource(50);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Client().SendAsync(Target, _identity, Status(), stop.Token));
    }

    [Fact]
    public async Task No_more_than_four_tries_are_made()
    {
        for (int i = 0; i < 9; i++)
        {
            _network.Add("h" + i, _ => new TransportReply(503, default));
        }

        var e = await Assert.ThrowsAsync<ProtocolException>(() => Client().SendAsync(Target, _identity, Transact()));
        Assert.Equal(ProtocolError.Unreachable, e.Code);
        Assert.Equal(4, _network.Sent.Count);
    }

    [Fact]
    public async Task After_the_time_for_tries_no_further_host_is_asked()
    {
        _network.Add("a", (byte[] _) => throw FakeNetwork.Dead).Add("b", _service.AnswerAsync);
        var client = Client(new MeshChannelOptions { TryTime = TimeSpan.Zero });
        await Assert.ThrowsAsync<ProtocolException>(() => client.SendAsync(Target, _identity, Status()));
        Assert.Single(_network.Sent);
    }

    [Fact]
    [Requirement("NET-01", "NET-16")]
    public async Task A_bound_account_tells_nothing_to_a_host_of_another_service()
    {
        using var mike = new TestService("mike", TimeProvider.System);
        _network.Add("mike", mike.AnswerAsync, udf: mike.Udf);
        var e = await Assert.ThrowsAsync<ProtocolException>(() => Client().SendAsync(Target, _identity, Transact()));
        Assert.Equal(ProtocolError.HostNotAccepted, e.Code);
        Assert.Equal([Wire.Post1Type], _network.Types);
        Assert.Empty(mike.Effects);
    }

    [Fact]
    [Requirement("NET-21")]
    public async Task At_first_contact_the_service_is_pinned_for_all_hosts_of_the_request()
    {
        using var other = new TestService("other", TimeProvider.System);
        ServiceTarget unpinned = Target with { ServiceUdf = null };
        int posts = 0;
        _network.Add("a", async body => body[0] == Wire.Post2Type && posts++ == 0 ? throw FakeNetwork.Lost : await _service.AnswerAsync(body));
        _network.Add("b", other.AnswerAsync);
        ServiceAnswer answer = await Client().SendAsync(unpinned, _identity, Transact());
        Assert.Equal(_service.Udf, answer.ServiceUdf);
        Assert.Empty(other.Effects);

        // A ticket is used where the service is pinned, not before.
        int before = _network.Sent.Count;
        await Client().SendAsync(unpinned, _identity, Status());
        await Client().SendAsync(Target, _identity, Status());
        Assert.Equal([Wire.Post1Type, Wire.Post2Type, Wire.RequestType], _network.Types.Skip(before));
    }

    [Theory]
    [Requirement("NET-06")]
    [InlineData(400)]
    [InlineData(401)]
    public async Task A_refused_version_is_never_followed_by_an_older_one(int status)
    {
        _network.Add("a", _ => new TransportReply(status, default)).Add("b", _ => new TransportReply(status, default));
        var e = await Assert.ThrowsAsync<ProtocolException>(() => Client().SendAsync(Target, _identity, Status()));
        Assert.Equal(ProtocolError.Refused, e.Code);
        Assert.All(_network.Sent, s =>
        {
            HandshakeOctets.ReadPost1(s.Body, out ReadOnlySpan<byte> prologue, out _);
            Assert.Equal("example.com", Prologue.ReadDomain(prologue));
        });
    }

    [Theory]
    [Requirement("NET-17")]
    [InlineData(303)]
    [InlineData(307)]
    [InlineData(404)]
    [InlineData(409)]
    [InlineData(500)]
    public async Task HTTP_statuses_are_never_answers_of_the_service(int status)
    {
        _network.Add("a", async body => body[0] == Wire.Post1Type ? await _service.AnswerAsync(body) : new TransportReply(status, default));
        var change = await Assert.ThrowsAsync<ProtocolException>(() => Client().SendAsync(Target, _identity, Transact()));
        Assert.Equal(ProtocolError.OutcomeUnknown, change.Code);
        var read = await Assert.ThrowsAsync<ProtocolException>(() => Client().SendAsync(Target, _identity, Status()));
        Assert.Equal(ProtocolError.Unreachable, read.Code);
    }

    [Fact]
    public async Task Refused_credentials_are_an_authentic_answer_and_leave_no_ticket()
    {
        _service.RefuseCredentials = true;
        _network.Add("a", _service.AnswerAsync);
        ServiceAnswer answer = await Client().SendAsync(Target, _identity, Status());
        Assert.Equal(MeshStatus.Refused, answer.Response.Status);
        Assert.Equal(MeshStatusExtended.NotAuthorized, answer.Response.StatusExtended);
        answer = await Client().SendAsync(Target, _identity, Transact(new string('x', 60_000)));
        Assert.Equal(MeshStatus.Refused, answer.Response.Status);
        Assert.DoesNotContain(Wire.RequestType, _network.Types);
        Assert.Empty(_service.Callers);
    }

    [Fact]
    public async Task An_authentic_answer_that_cannot_be_read_is_reported_as_that()
    {
        _service.AnswerInstead = _ => "{}"u8.ToArray();
        _network.Add("a", _service.AnswerAsync);
        var e = await Assert.ThrowsAsync<ProtocolException>(() => Client().SendAsync(Target, _identity, Status()));
        Assert.Equal(ProtocolError.InvalidMessage, e.Code);
    }

    [Fact]
    public async Task Other_credentials_have_other_tickets()
    {
        _network.Add("a", _service.AnswerAsync);
        MeshChannelClient client = Client();
        await client.SendAsync(Target, _identity, Status());
        using var newer = new ClientIdentity(ChannelCredentials.ConnectedDevice(_key.Public.Octets, new byte[] { 4 }), _key);
        await client.SendAsync(Target, newer, Status());
        Assert.Equal(2, _network.Types.Count(t => t == Wire.Post1Type));
    }

    [Fact]
    public async Task Many_requests_at_once_are_all_answered()
    {
        _network.Add("a", _service.AnswerAsync);
        MeshChannelClient client = Client();
        PreparedRequest[] requests = [.. Enumerable.Range(0, 20).Select(_ => Transact())];
        ServiceAnswer[] answers = await Task.WhenAll(requests.Select(r => Task.Run(() => client.SendAsync(Target, _identity, r))));
        Assert.Equal(requests.Select(r => r.Id), answers.Select(a => a.Response.Id!));
        Assert.Equal(20, _service.Effects.Count);
    }

    [Fact]
    public async Task Giving_up_is_a_cancellation()
    {
        _network.Add("a", _service.AnswerAsync);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Client().SendAsync(Target, _identity, Status(), new CancellationToken(canceled: true)));
    }

    [Fact]
    public async Task Giving_up_ends_the_pause_between_tries()
    {
        using var stop = new CancellationTokenSource();
        _network.Add("a", (byte[] _) =>
        {
            stop.Cancel();
            throw FakeNetwork.Lost;
        });
        MeshChannelClient patient = Client(new MeshChannelOptions { FirstPause = TimeSpan.FromMinutes(5) });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => patient.SendAsync(Target, _identity, Status(), stop.Token));
    }

    [Fact]
    public async Task Without_hosts_nothing_is_reachable()
    {
        var e = await Assert.ThrowsAsync<ProtocolException>(() => Client().SendAsync(Target, _identity, Transact()));
        Assert.Equal(ProtocolError.Unreachable, e.Code);
    }

    private MeshChannelClient Client(MeshChannelOptions? options = null) => new(
        _network, _network, new HostAcceptance(new NamedChain(), FirstContact.Rule, TimeProvider.System), _tickets, SystemRandom.Instance,
        TimeProvider.System, options ?? new MeshChannelOptions { FirstPause = TimeSpan.FromMilliseconds(1) });

    private PreparedRequest Status() => PreparedRequest.Of(new StatusRequest { Account = "alice@example.com" }, SystemRandom.Instance);

    private PreparedRequest Transact(string capability = "M") =>
        PreparedRequest.Of(new TransactRequest { Account = "alice@example.com", Capability = capability }, SystemRandom.Instance);
}

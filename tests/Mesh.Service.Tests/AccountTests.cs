using System.Net;
using System.Net.Http.Headers;
using Mesh.Cryptography;
using Mesh.Protocol;
using Mesh.Schema;

namespace Mesh.Service.Tests;

/// <summary>Binding and connecting, asked of a running service.</summary>
public sealed class AccountTests
{
    [Fact]
    public async Task Hello_says_who_the_service_is()
    {
        await using RunningService service = await RunningService.StartAsync();
        using ClientIdentity anybody = ClientIdentity.Anonymous(SystemRandom.Instance);
        var hello = (MeshHelloResponse)(await service.SendAsync(anybody, new HelloRequest())).Response;
        Assert.Equal(3, hello.Version!.Major);
        Assert.Equal(service.ServiceUdf, ProfileValidator.Validate(hello.EnvelopedProfileService!).Value.Udf);
    }

    [Requirement("AUT-06")]
    [Fact]
    public async Task An_address_is_bound_once_and_only_under_its_own_key_and_domain()
    {
        await using RunningService service = await RunningService.StartAsync();
        var alice = new Person("alice@example.com", service.ServiceUdf);
        Assert.True((await service.SendAsync(alice.AccountIdentity, alice.Bind)).Response.IsSuccess);
        Assert.True((await service.SendAsync(alice.AccountIdentity, alice.Bind)).Response.IsSuccess);

        var impostor = new Person("alice@example.com", service.ServiceUdf);
        MeshResponse taken = (await service.SendAsync(impostor.AccountIdentity, impostor.Bind)).Response;
        Assert.Equal((MeshStatus.Conflict, MeshStatusExtended.AccountRegistered), (taken.Status, taken.StatusExtended));

        var foreign = new Person("bob@example.net", service.ServiceUdf);
        Assert.False((await service.SendAsync(foreign.AccountIdentity, foreign.Bind)).Response.IsSuccess);
        var elsewhere = new Person("carol@example.com", "MAAA-AAAA-AAAA-AAAA-AAAA-AAAA-AAAA");
        Assert.False((await service.SendAsync(elsewhere.AccountIdentity, elsewhere.Bind)).Response.IsSuccess);
        var dave = new Person("dave@example.com", service.ServiceUdf);
        Assert.False((await service.SendAsync(impostor.AccountIdentity, dave.Bind)).Response.IsSuccess);
        using ClientIdentity anybody = ClientIdentity.Anonymous(SystemRandom.Instance);
        Assert.False((await service.SendAsync(anybody, dave.Bind)).Response.IsSuccess);
    }

    [Fact]
    public async Task A_closed_service_and_a_flood_take_no_new_accounts()
    {
        await using (RunningService closed = await RunningService.StartAsync(new ServicePolicy { Closed = true }))
        {
            var alice = new Person("alice@example.com", closed.ServiceUdf);
            Assert.Equal(MeshStatusExtended.Refused, (await closed.SendAsync(alice.AccountIdentity, alice.Bind)).Response.StatusExtended);
        }

        await using RunningService small = await RunningService.StartAsync(new ServicePolicy { AccountBurst = 1, AccountsPerHour = 0 });
        var first = new Person("a@example.com", small.ServiceUdf);
        var second = new Person("b@example.com", small.ServiceUdf);
        Assert.True((await small.SendAsync(first.AccountIdentity, first.Bind)).Response.IsSuccess);
        Assert.Equal(MeshStatus.TooMany, (await small.SendAsync(second.AccountIdentity, second.Bind)).Response.Status);
    }

    [Requirement("AUT-06")]
    [Fact]
    public async Task While_a_log_cannot_be_read_nobody_gets_its_address()
    {
        await using RunningService service = await RunningService.StartAsync();
        var alice = new Person("alice@example.com", service.ServiceUdf);
        await alice.SettleAsync(service);
        await service.StopAsync();
        string log = Path.Combine(service.Data, "accounts", alice.Profile.Value.Udf + ".log");
        byte[] octets = File.ReadAllBytes(log);
        File.WriteAllBytes(log, [.. octets.Select((o, i) => i == 60 ? (byte)(o ^ 1) : o)]);
        await service.StartAgainAsync();
        var impostor = new Person("alice@example.com", service.ServiceUdf);
        Assert.Equal(MeshStatusExtended.Refused, (await service.SendAsync(impostor.AccountIdentity, impostor.Bind)).Response.StatusExtended);

        await service.StopAsync();
        File.WriteAllBytes(log, octets);
        await service.StartAgainAsync();
        Assert.Equal(MeshStatus.Conflict, (await service.SendAsync(impostor.AccountIdentity, impostor.Bind)).Response.Status);
        Assert.True((await service.SendAsync(alice.Admin.Identity, new StatusRequest { Account = alice.Address })).Response.IsSuccess);
        var bob = new Person("bob@example.com", service.ServiceUdf);
        Assert.True((await service.SendAsync(bob.AccountIdentity, bob.Bind)).Response.IsSuccess);
    }

    [Fact]
    public async Task An_account_that_was_unbound_is_refused_and_can_come_back()
    {
        await using RunningService service = await RunningService.StartAsync();
        var alice = new Person("alice@example.com", service.ServiceUdf);
        await alice.SettleAsync(service);
        Assert.True((await service.SendAsync(alice.Admin.Identity, new UnbindRequest { Account = alice.Address })).Response.IsSuccess);
        var status = new StatusRequest { Account = alice.Address };
        Assert.False((await service.SendAsync(alice.Admin.Identity, status)).Response.IsSuccess);
        await service.RestartAsync();
        Assert.False((await service.SendAsync(alice.Admin.Identity, status)).Response.IsSuccess);
        var impostor = new Person("alice@example.com", service.ServiceUdf);
        Assert.False((await service.SendAsync(impostor.AccountIdentity, impostor.Bind)).Response.IsSuccess);
        Assert.True((await service.SendAsync(alice.AccountIdentity, alice.Bind)).Response.IsSuccess);
        Assert.True((await service.SendAsync(alice.Admin.Identity, status)).Response.IsSuccess);
    }

    [Requirement("DEV-20", "DEV-21", "AUT-04")]
    [Fact]
    public async Task A_device_waits_alone_and_collects_its_own_answer_alone()
    {
        await using RunningService service = await RunningService.StartAsync(new ServicePolicy { PendingConnections = 2 });
        var alice = new Person("alice@example.com", service.ServiceUdf);
        await alice.SettleAsync(service);
        Member[] devices = [new(alice, Role.Web), new(alice, Role.Web), new(alice, Role.Web)];
        ConnectRequest Ask(Member device) => new()
        {
            EnvelopedRequestConnection = ConnectionMessageBuilder.Request(alice.Sealer, device.Base, device.Profile, alice.Address, null),
        };

        var connected = (ConnectResponse)(await service.SendAsync(devices[0].BaseIdentity, Ask(devices[0]))).Response;
        Assert.True(connected.IsSuccess);
        Assert.Equal(MeshStatus.TooMany, (await service.SendAsync(devices[0].BaseIdentity, Ask(devices[0]))).Response.Status);
        Assert.False((await service.SendAsync(devices[1].BaseIdentity, Ask(devices[2]))).Response.IsSuccess);
        Assert.True((await service.SendAsync(devices[1].BaseIdentity, Ask(devices[1]))).Response.IsSuccess);
        Assert.Equal(MeshStatus.TooMany, (await service.SendAsync(devices[2].BaseIdentity, Ask(devices[2]))).Response.Status);

        VerifiedAcknowledge acknowledge = ConnectionMessageValidator.ValidateAcknowledge(
            connected.EnvelopedAcknowledgeConnection!, new Keys.Keyring().Add(devices[0].Base.Encryption), alice.Profile,
            ProfileValidator.Validate(((MeshHelloResponse)(await service.SendAsync(
                ClientIdentity.Anonymous(SystemRandom.Instance), new HelloRequest())).Response).EnvelopedProfileService!));
        var complete = new CompleteRequest { Account = alice.Address, AccountAddress = alice.Address, ResponseId = acknowledge.ResponseId };
        MeshResponse pending = (await service.SendAsync(devices[0].BaseIdentity, complete)).Response;
        Assert.Equal((MeshStatus.NotFound, "Pending"), (pending.Status, pending.StatusDescription));
        Enveloped<RespondConnection> answer = ConnectionMessageBuilder.Respond(
            alice.Sealer, alice.Keys.Administrator, acknowledge, ConnectionResult.Reject, null, null);
        Assert.True((await service.SendAsync(alice.Admin.Identity, alice.Transact() with { Local = [answer.As<Message>()] })).Response.IsSuccess);
        foreach (ClientIdentity other in new[] { devices[1].BaseIdentity, alice.Phone.Identity, ClientIdentity.Anonymous(SystemRandom.Instance) })
        {
            Assert.Equal(MeshStatus.Refused, (await service.SendAsync(other, complete)).Response.Status);
        }

        var decided = (CompleteResponse)(await service.SendAsync(devices[0].BaseIdentity, complete)).Response;
        Assert.Equal(answer.Envelope.Body.ToArray(), decided.EnvelopedRespondConnection!.Envelope.Body.ToArray());
    }

    [Requirement("NET-11")]
    [Fact]
    public async Task Whatever_is_posted_the_service_answers_and_lives()
    {
        await using RunningService service = await RunningService.StartAsync();
        using var http = new HttpClient { BaseAddress = service.Address };
        var random = new SeededRandom("posted");
        for (int round = 0; round < 300; round++)
        {
            byte[] body = random.Bytes(random.Next(3000) + 1);
            body[0] = (byte)(round % 7);
            using var content = new ByteArrayContent(body);
            content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
            using HttpResponseMessage response = await http.PostAsync("/.well-known/mmm", content);
            Assert.Contains(response.StatusCode, new[]
            {
                HttpStatusCode.BadRequest, HttpStatusCode.Unauthorized, HttpStatusCode.RequestEntityTooLarge, HttpStatusCode.TooManyRequests,
            });
            Assert.Empty(await response.Content.ReadAsByteArrayAsync());
        }

        using var text = new StringContent("hello");
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await http.PostAsync("/.well-known/mmm", text)).StatusCode);
        Assert.Equal("ok\n", await http.GetStringAsync("/healthz"));
    }

    [Requirement("DEV-20")]
    [Fact]
    public async Task A_request_that_nobody_decided_in_time_has_expired_and_the_device_may_ask_again()
    {
        var clock = new LaterTime();
        (BareService service, Person alice) = await BareService.StartAsync(new ServicePolicy { PendingConnections = 1 }, clock);
        await using BareService running = service;
        var stranger = new Member(alice, Role.Web);
        MeshCaller caller = service.Base(alice, stranger);
        ConnectRequest Connect() => new()
        {
            EnvelopedRequestConnection = ConnectionMessageBuilder.Request(alice.Sealer, stranger.Base, stranger.Profile, alice.Address, null),
        };
        VerifiedAcknowledge acknowledge = ConnectionMessageValidator.ValidateAcknowledge(
            ((ConnectResponse)await service.SendAsync(caller, Connect())).EnvelopedAcknowledgeConnection!,
            new Keys.Keyring().Add(stranger.Base.Encryption), alice.Profile, service.Profile);
        var complete = new CompleteRequest { Account = alice.Address, AccountAddress = alice.Address, ResponseId = acknowledge.ResponseId };
        Assert.Equal(MeshStatusExtended.NotFound, (await service.SendAsync(caller, complete)).StatusExtended);
        Assert.Equal(MeshStatus.TooMany, (await service.SendAsync(caller, Connect())).Status);
        clock.Later = TimeSpan.FromHours(25);
        MeshResponse expired = await service.SendAsync(caller, complete);
        Assert.Equal((MeshStatus.NotFound, MeshStatusExtended.Timeout), (expired.Status, expired.StatusExtended));
        Assert.True((await service.SendAsync(caller, Connect())).IsSuccess);
        clock.Later = TimeSpan.FromDays(9);
        Assert.Equal(MeshStatusExtended.NotAuthorized, (await service.SendAsync(caller, complete)).StatusExtended);
    }

    [Requirement("NET-15")]
    [Fact]
    public async Task Plain_HTTP_needs_loopback_and_the_flag()
    {
        using var folder = new TempFolder();
        ServiceIdentity.Create(folder.File("data"), "example.com", SystemRandom.Instance, TimeProvider.System);
        foreach ((string url, bool flag) in new[] { ("http://127.0.0.1:0", false), ("http://0.0.0.0:0", true) })
        {
            var options = new HostOptions { Data = folder.File("data"), Listen = new Uri(url), InsecureLoopback = flag };
            var e = await Assert.ThrowsAsync<ServiceException>(() => ServiceHost.StartAsync(options));
            Assert.Equal(ServiceError.Listen, e.Code);
        }
    }

    [Requirement("PLT-01")]
    [Fact]
    public void Keys_of_a_service_are_for_their_owner_alone_and_damage_is_named()
    {
        using var folder = new TempFolder();
        string data = folder.File("data");
        ServiceIdentity.Create(data, "example.com", SystemRandom.Instance, TimeProvider.System);
        foreach (string file in Directory.GetFiles(data, "*", SearchOption.AllDirectories))
        {
            if (!OperatingSystem.IsWindows())
            {
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
            }
        }

        Assert.Throws<ServiceException>(() => ServiceIdentity.Create(data, "example.com", SystemRandom.Instance, TimeProvider.System));

        // The keys of a service with accounts are not replaced, though its description is lost.
        string named = Path.Combine(data, "service.json");
        byte[] description = File.ReadAllBytes(named);
        byte[] host = File.ReadAllBytes(Path.Combine(data, "keys", "HOST.key"));
        File.Delete(named);
        Directory.CreateDirectory(Path.Combine(data, "accounts"));
        Assert.Equal(ServiceError.Exists, Assert.Throws<ServiceException>(
            () => ServiceIdentity.Create(data, "example.com", SystemRandom.Instance, TimeProvider.System)).Code);
        Assert.Equal(host, File.ReadAllBytes(Path.Combine(data, "keys", "HOST.key")));
        File.WriteAllBytes(named, description);
        File.Delete(Path.Combine(data, "keys", "HOST.key"));
        var e = Assert.Throws<ServiceException>(() => ServiceIdentity.Open(data, TimeProvider.System));
        Assert.Equal(ServiceError.Damaged, e.Code);
        Assert.Throws<ServiceException>(() => ServiceIdentity.Open(folder.File("empty"), TimeProvider.System));
    }
}

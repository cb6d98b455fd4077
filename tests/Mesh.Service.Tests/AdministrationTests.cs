using System.Net.Sockets;
using Mesh.Dare;
using Mesh.Protocol;
using Mesh.Schema;
using StoreLabel = Mesh.Schema.StoreLabel;

namespace Mesh.Service.Tests;

/// <summary>What an operator does with accounts, while the service runs and while it does not.</summary>
public sealed class AdministrationTests
{
    private const string Alice = "alice@example.com";

    [Fact]
    [Requirement("AVL-06")]
    public async Task A_suspended_account_changes_nothing_and_its_owner_still_reads_and_leaves()
    {
        await using RunningService service = await RunningService.StartAsync();
        var alice = new Person(Alice, service.ServiceUdf);
        await alice.SettleAsync(service);
        await using (IServiceAdministration operators = await service.AdministerAsync())
        {
            Assert.True((await operators.SetSuspendedAsync(Alice, true)).IsSuspended);
        }

        await RefusedWhileSuspendedAsync(service, alice);
        await service.RestartAsync();
        await RefusedWhileSuspendedAsync(service, alice);

        // The owner leaves; coming back does not end the suspension, the operator does.
        Assert.True((await service.SendAsync(alice.Admin.Identity, new UnbindRequest { Account = Alice })).Response.IsSuccess);
        await using IServiceAdministration again = await service.AdministerAsync();
        Assert.True((await again.GetAsync(Alice)).Ended is not null);
        Assert.Equal(
            ServiceError.NoAccount, (await Assert.ThrowsAsync<ServiceException>(() => again.SetSuspendedAsync(Alice, false))).Code);
        Assert.True((await service.SendAsync(alice.AccountIdentity, alice.Bind)).Response.IsSuccess);
        await RefusedWhileSuspendedAsync(service, alice);
        AccountReport lifted = await again.SetSuspendedAsync(alice.Profile.Value.Udf, false);
        Assert.Equal((false, false), (lifted.IsSuspended, lifted.Ended is not null));
        Assert.True((await ChangeAsync(service, alice)).IsSuccess);
        alice.Keep();
    }

    [Fact]
    [Requirement("AVL-06", "DEV-03")]
    public async Task A_lost_device_is_removed_from_a_suspended_account_as_well()
    {
        await using RunningService service = await RunningService.StartAsync();
        var alice = new Person(Alice, service.ServiceUdf);
        await alice.SettleAsync(service);
        await using IServiceAdministration operators = await service.AdministerAsync();
        await operators.SetSuspendedAsync(Alice, true);
        CatalogedAccess denial = ConnectionBuilder.Deny(alice.Sealer, alice.Profile, alice.Phone.Device, alice.Keys.Administrator);
        ContainerUpdate removal = alice.Update(StoreLabel.Access, (CatalogEvents.Update, denial));
        ContainerUpdate password = alice.Update(StoreLabel.Credential, (CatalogEvents.New, Person.Password("a.example", "x")));
        Assert.False((await service.SendAsync(alice.Admin.Identity, alice.Transact(removal, password))).Response.IsSuccess);
        Assert.True((await service.SendAsync(alice.Admin.Identity, alice.Transact(removal))).Response.IsSuccess);
        MeshResponse phone = (await service.SendAsync(alice.Phone.Identity, new StatusRequest { Account = Alice })).Response;
        Assert.Equal(MeshStatusExtended.DeviceRevoked, phone.StatusExtended);
    }

    [Fact]
    [Requirement("AUT-11")]
    public async Task An_account_takes_no_more_space_than_it_may_and_can_remove_a_device_nevertheless()
    {
        await using RunningService service = await RunningService.StartAsync(new ServicePolicy { AccountOctets = 1 << 20 });
        var alice = new Person(Alice, service.ServiceUdf);
        await alice.SettleAsync(service);
        await using IServiceAdministration operators = await service.AdministerAsync();
        long used = (await operators.GetAsync(Alice)).Octets!.Value;
        Assert.InRange(used, 10_000, 1 << 20);
        Assert.True((await ChangeAsync(service, alice)).IsSuccess);
        alice.Keep();

        Assert.Equal(used / 1024, (await operators.SetQuotaAsync(Alice, used / 1024)).Quota);
        MeshResponse full = await ChangeAsync(service, alice);
        alice.Pending.Clear();
        Assert.Equal(MeshStatus.TooMany, full.Status);
        Assert.Contains("ask the provider", full.StatusDescription, StringComparison.Ordinal);
        Assert.True((await service.SendAsync(alice.Admin.Identity, new StatusRequest { Account = Alice })).Response.IsSuccess);

        CatalogedAccess denial = ConnectionBuilder.Deny(alice.Sealer, alice.Profile, alice.Phone.Device, alice.Keys.Administrator);
        TransactRequest removal = alice.Transact(alice.Update(StoreLabel.Access, (CatalogEvents.Update, denial)));
        Assert.True((await service.SendAsync(alice.Admin.Identity, removal)).Response.IsSuccess);
        alice.Keep();

        Assert.Null((await operators.SetQuotaAsync(Alice, null)).Quota);
        Assert.True((await ChangeAsync(service, alice)).IsSuccess);
        alice.Keep();

        // What one account has used up is not taken from another.
        await operators.SetQuotaAsync(Alice, 1);
        var bob = new Person("bob@example.com", service.ServiceUdf);
        await bob.SettleAsync(service);
        Assert.True((await ChangeAsync(service, bob)).IsSuccess);
    }

    [Fact]
    public async Task A_large_import_passes_up_to_the_policys_space_and_not_beyond()
    {
        await using RunningService service = await RunningService.StartAsync(new ServicePolicy { AccountOctets = 200_000 });
        var alice = new Person(Alice, service.ServiceUdf);
        await alice.SettleAsync(service);
        int accepted = 0;
        MeshResponse last;
        do
        {
            last = (await service.SendAsync(alice.Admin.Identity, alice.Transact(alice.Update(
                StoreLabel.Credential, (CatalogEvents.New, Person.Password($"site{accepted}.example.com", new string('x', 30_000))))))).Response;
            if (last.IsSuccess)
            {
                alice.Keep();
                accepted++;
            }
        }
        while (last.IsSuccess && accepted < 100);
        Assert.Equal(MeshStatus.TooMany, last.Status);
        Assert.InRange(accepted, 2, 6);
        await using IServiceAdministration operators = await service.AdministerAsync();
        Assert.InRange((await operators.GetAsync(Alice)).Octets!.Value, 60_000, 200_000);
    }

    [Fact]
    public async Task Without_a_running_service_the_folder_itself_is_changed_and_no_service_starts_meanwhile()
    {
        await using RunningService service = await RunningService.StartAsync();
        var alice = new Person(Alice, service.ServiceUdf);
        var bob = new Person("bob@example.com", service.ServiceUdf);
        await bob.SettleAsync(service);
        await alice.SettleAsync(service);
        await service.StopAsync();
        Assert.False(File.Exists(Path.Combine(service.Data, "admin.sock")));
        await using (IServiceAdministration operators = await service.AdministerAsync())
        {
            Assert.Equal([Alice, "bob@example.com"], (await operators.ListAsync()).Select(a => a.Address));
            Assert.True((await operators.SetSuspendedAsync(Alice, true)).IsSuspended);
            Assert.Equal(5, (await operators.SetQuotaAsync(Alice, 5)).Quota);
            Assert.Equal(ServiceError.NoAccount, (await Assert.ThrowsAsync<ServiceException>(() => operators.GetAsync("eve@example.com"))).Code);
            Assert.Equal(ServiceError.Busy, (await Assert.ThrowsAsync<ServiceException>(() => service.StartAgainAsync())).Code);
        }

        await service.StartAgainAsync();
        await RefusedWhileSuspendedAsync(service, alice);
        await using IServiceAdministration running = await service.AdministerAsync();
        AccountReport report = await running.GetAsync(Alice);
        Assert.Equal((true, 5L), (report.IsSuspended, report.Quota));
        Assert.Contains(report.Stores, s => s.Key == StoreLabel.Access && s.Value == 5);
        Assert.True((await ChangeAsync(service, bob)).IsSuccess);
    }

    [Fact]
    public async Task A_folder_has_one_service()
    {
        await using RunningService service = await RunningService.StartAsync();
        Assert.Equal(ServiceError.Busy, (await Assert.ThrowsAsync<ServiceException>(() => service.StartAgainAsync())).Code);
        await using IServiceAdministration operators = await service.AdministerAsync();
        Assert.Empty(await operators.ListAsync());
    }

    [Fact]
    [Requirement("AUT-14")]
    public async Task The_socket_is_the_owners_alone_and_nonsense_on_it_harms_nobody()
    {
        await using RunningService service = await RunningService.StartAsync();
        var alice = new Person(Alice, service.ServiceUdf);
        await alice.SettleAsync(service);
        string path = Path.Combine(service.Data, "admin.sock");
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(service.Data));
        }

        string[] nonsense =
        [
            "", "\n", "{}\n", "null\n", "{\"Verb\":\"Erase\",\"Account\":\"alice@example.com\"}\n", "{\"Verb\":77}\n", "{\"Verb\":\"Get\",\"Account\":null}\n", new string('x', 100_000),
            new string('[', 50_000) + "\n", "GET / HTTP/1.1\r\nHost: x\r\n\r\n",
        ];
        foreach (string text in nonsense)
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path));
            try
            {
                await socket.SendAsync(System.Text.Encoding.UTF8.GetBytes(text));
                socket.Shutdown(SocketShutdown.Send);
                byte[] answer = new byte[1 << 16];
                int count = await socket.ReceiveAsync(answer).WaitAsync(TimeSpan.FromSeconds(20));
                Assert.DoesNotContain("Suspended", System.Text.Encoding.UTF8.GetString(answer, 0, count), StringComparison.Ordinal);
            }
            catch (SocketException)
            {
                // Closed in the middle of it.
            }
        }

        await using IServiceAdministration operators = await service.AdministerAsync();
        Assert.False((await operators.GetAsync(Alice)).IsSuspended);
        Assert.Single(await operators.ListAsync());
    }

    [Fact]
    public async Task A_socket_that_a_killed_service_left_is_replaced()
    {
        await using RunningService service = await RunningService.StartAsync();
        await service.StopAsync();
        string path = Path.Combine(service.Data, "admin.sock");
        using (var left = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            left.Bind(new UnixDomainSocketEndPoint(path));
        }

        File.WriteAllText(path, "");
        await service.StartAgainAsync();
        await using IServiceAdministration operators = await service.AdministerAsync();
        Assert.Empty(await operators.ListAsync());
    }

    [Fact]
    public async Task A_service_that_does_not_answer_on_its_socket_is_told_of()
    {
        await using RunningService service = await RunningService.StartAsync();
        File.Delete(Path.Combine(service.Data, "admin.sock"));
        await using IServiceAdministration operators = await service.AdministerAsync();
        ServiceException e = await Assert.ThrowsAsync<ServiceException>(() => operators.ListAsync());
        Assert.Equal(ServiceError.Administration, e.Code);
        Assert.DoesNotContain('\n', e.Message);
    }

    private static async Task<MeshResponse> ChangeAsync(RunningService service, Person person) => (await service.SendAsync(
        person.Admin.Identity,
        person.Transact(person.Update(StoreLabel.Credential, (CatalogEvents.New, Person.Password(Guid.NewGuid().ToString("N"), "p")))))).Response;

    private static async Task RefusedWhileSuspendedAsync(RunningService service, Person alice)
    {
        MeshResponse change = await ChangeAsync(service, alice);
        alice.Pending.Clear();
        Assert.Equal((MeshStatus.Refused, MeshStatusExtended.Refused), (change.Status, change.StatusExtended));
        Assert.Contains("suspended", change.StatusDescription, StringComparison.Ordinal);
        var newcomer = new Member(alice, Role.Web);
        MeshResponse joining = (await service.SendAsync(newcomer.BaseIdentity, new ConnectRequest
        {
            EnvelopedRequestConnection = ConnectionMessageBuilder.Request(alice.Sealer, newcomer.Base, newcomer.Profile, alice.Address, null),
        })).Response;
        Assert.Equal((MeshStatus.Refused, MeshStatusExtended.NotAuthorized), (joining.Status, joining.StatusExtended));
        var status = (StatusResponse)(await service.SendAsync(alice.Admin.Identity, new StatusRequest { Account = Alice })).Response;
        Assert.True(status.IsSuccess);
        var download = (DownloadResponse)(await service.SendAsync(alice.Admin.Identity, new DownloadRequest
        {
            Account = Alice,
            Select = [.. status.ContainerStatus.Select(s => new ConstraintsSelect { Container = s.Container, IndexMin = 0 })],
        })).Response;
        Assert.True(download.IsSuccess);
        Assert.Equal(status.ContainerStatus.Sum(s => s.Index), download.Updates.Sum(u => u.Envelopes.Length));
    }
}

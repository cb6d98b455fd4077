using Mesh.Protocol;
using Mesh.Schema;

namespace Mesh.Client.Tests;

/// <summary>Devices that join by comparing witnesses (Mesh protocol 6.2).</summary>
public sealed class ConnectionTests
{
    [Fact]
    [Requirement("DEV-17", "DEV-18")]
    public async Task A_device_joins_after_both_screens_show_the_same_witness()
    {
        using var world = new TestWorld("witness");
        MeshAccount first = await world.CreateAsync();
        MeshMachine machine = world.Machine("second");
        ConnectionRequested request = await machine.RequestConnectionAsync(TestWorld.Address, null, "a watch");
        Assert.Equal(first.ProfileUdf, request.ProfileUdf);
        Assert.Equal(ClientError.Pending, (await Assert.ThrowsAsync<ClientException>(() => machine.CompleteConnectionAsync())).Code);
        Assert.Equal(ClientError.Pending, Assert.Throws<ClientException>(() => machine.Account(TestWorld.Address)).Code);
        await first.SyncAsync(automatic: true);
        PendingConnection pending = Assert.Single(first.PendingConnections());
        Assert.Equal(request.Witness, pending.Witness);
        Assert.Equal(28, pending.Witness.Replace("-", "", StringComparison.Ordinal).Length);
        Assert.Equal(request.DeviceUdf, pending.DeviceUdf);
        Assert.Equal("a watch", pending.Description);
        Assert.Null(pending.PinState);
        ConnectionDecided decided = await first.AcceptAsync(pending.Witness, "watch", [Role.Message]);
        Assert.True(decided.Accepted);
        await first.SyncAsync(automatic: true);
        Assert.Empty(first.PendingConnections());
        ConnectionCompleted completed = await machine.CompleteConnectionAsync();
        Assert.Equal(["message"], completed.Roles);
        MeshAccount second = machine.Account();
        await second.SyncAsync(automatic: true);
        DeviceSummary listed = first.Devices().Single(d => !d.IsThisDevice);
        Assert.Equal("watch", listed.LocalName);
        Assert.Equal(["message"], listed.Roles);
    }

    [Theory]
    [InlineData("asked")]
    [InlineData("sent")]
    public async Task A_request_whose_answer_was_lost_is_repeated_and_not_made_anew(string step)
    {
        using var world = new TestWorld("asked " + step);
        MeshAccount first = await world.CreateAsync();
        await Assert.ThrowsAsync<ProcessDied>(() => world.Machine("second", dieAfter: step).RequestConnectionAsync(TestWorld.Address));
        byte[] catalog = await File.ReadAllBytesAsync(Path.Combine(world.Folder("second"), "machine.log"));
        Assert.False(catalog.AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(TestWorld.Address)) >= 0, "the address stands there in clear");
        MeshMachine second = world.Machine("second");
        ConnectionRequested request = await second.RequestConnectionAsync(TestWorld.Address);
        await first.SyncAsync(automatic: true);
        Assert.Equal(request.Witness, Assert.Single(first.PendingConnections()).Witness);
        await first.AcceptAsync(request.Witness, null, [Role.Web]);
        await second.CompleteConnectionAsync();

        // With a PIN it is another request.
        PinIssued pin = await first.CreatePinAsync(24, TimeSpan.FromHours(1), [Role.Web]);
        await Assert.ThrowsAsync<ProcessDied>(() => world.Machine("third", dieAfter: step).RequestConnectionAsync(TestWorld.Address));
        await world.Machine("third").RequestConnectionAsync(TestWorld.Address, pin.Pin);
        Assert.Contains((await first.SyncAsync(automatic: true)).Notices, n => n.Kind == SyncNoticeKind.DeviceAdmitted);
    }

    [Fact]
    [Requirement("DEV-14")]
    public async Task A_device_gets_the_stores_of_its_roles_and_no_others()
    {
        using var world = new TestWorld("roles");
        MeshAccount first = await world.CreateAsync();
        await first.AddCredentialAsync("site", "u", "p", synchronise: true);
        MeshAccount second = await world.JoinAsync(first, "second", Role.Message);
        Assert.DoesNotContain(second.Status().Stores, s => s.Label is "MMM_Credential" or "MMM_Device" or "MMM_Access" or "MMM_Local");
        Assert.Contains(second.Status().Stores, s => s.Label == "MMM_Contact");
        ClientException e = await Assert.ThrowsAsync<ClientException>(() => second.AddCredentialAsync("x", "y", "z", synchronise: false));
        Assert.Equal(ClientError.NotAuthorised, e.Code);
    }

    [Fact]
    [Requirement("DEV-01")]
    public async Task A_device_that_is_no_administrator_admits_nobody()
    {
        using var world = new TestWorld("no admin");
        MeshAccount first = await world.CreateAsync();
        MeshAccount second = await world.JoinAsync(first, "second", Role.Web);
        await world.Machine("third").RequestConnectionAsync(TestWorld.Address);
        await second.SyncAsync(automatic: true);
        Assert.Equal(ClientError.NotAuthorised, (await Assert.ThrowsAsync<ClientException>(
            () => second.AcceptAsync("AAAA", null, [Role.Web]))).Code);
        Assert.Equal(ClientError.NotAuthorised, (await Assert.ThrowsAsync<ClientException>(
            () => second.CreatePinAsync(24, TimeSpan.FromHours(1), [Role.Web]))).Code);
    }

    [Fact]
    [Requirement("DEV-19")]
    public async Task A_device_that_is_rejected_gets_nothing()
    {
        using var world = new TestWorld("reject");
        MeshAccount first = await world.CreateAsync();
        MeshMachine machine = world.Machine("second");
        ConnectionRequested request = await machine.RequestConnectionAsync(TestWorld.Address);
        ConnectionDecided decided = await first.RejectAsync(request.Witness);
        Assert.False(decided.Accepted);
        Assert.Equal(ClientError.Rejected, (await Assert.ThrowsAsync<ClientException>(() => machine.CompleteConnectionAsync())).Code);
        Assert.Empty(machine.Accounts());
        Assert.Single(first.Devices());
    }

    [Fact]
    [Requirement("DEV-21")]
    public async Task A_request_that_is_a_day_old_is_no_longer_shown()
    {
        using var world = new TestWorld("expired");
        MeshAccount first = await world.CreateAsync();
        await world.Machine("second").RequestConnectionAsync(TestWorld.Address);
        await first.SyncAsync(automatic: false);
        Assert.Single(first.PendingConnections());
        world.Clock.Now += TimeSpan.FromHours(24);
        Assert.Empty(first.PendingConnections());
    }

    [Fact]
    [Requirement("DEV-18")]
    public async Task A_service_that_answers_another_request_is_found_out()
    {
        using var world = new TestWorld("substitute");
        await world.CreateAsync();
        ConnectResponse? other = null;
        world.Provider.Tamper = (_, response) =>
        {
            if (response is not ConnectResponse connect)
            {
                return response;
            }

            other ??= connect;
            return other;
        };
        await world.Machine("second").RequestConnectionAsync(TestWorld.Address);
        MeshMachine third = world.Machine("third");
        await Assert.ThrowsAsync<ClientException>(() => third.RequestConnectionAsync(TestWorld.Address));
        Assert.Empty(third.Accounts());
    }

    [Fact]
    [Requirement("DEV-20", "SVC-05")]
    public async Task An_answer_that_is_meant_for_another_device_installs_nothing()
    {
        using var world = new TestWorld("wrong answer");
        MeshAccount first = await world.CreateAsync();
        MeshMachine second = world.Machine("second");
        MeshMachine third = world.Machine("third");
        await second.RequestConnectionAsync(TestWorld.Address);
        ConnectionRequested accepted = await third.RequestConnectionAsync(TestWorld.Address);
        await first.SyncAsync(automatic: false);
        await first.AcceptAsync(accepted.Witness, null, [Role.Web]);
        Enveloped<RespondConnection> answer = new(world.Account.Stores["MMM_Local"].Envelopes[^1]);
        world.Provider.Tamper = (request, response) => request is CompleteRequest
            ? new CompleteResponse { Status = MeshStatus.Done, EnvelopedRespondConnection = answer, EnvelopedAccountHostAssignment = world.Account.Assignment }
            : response;
        ClientException e = await Assert.ThrowsAsync<ClientException>(() => second.CompleteConnectionAsync());
        Assert.Equal(ClientError.Verification, e.Code);
        Assert.Equal(AccountState.Pending, Assert.Single(second.Accounts()).State);
    }

    [Fact]
    public async Task A_device_that_is_to_have_no_rights_gets_none()
    {
        using var world = new TestWorld("no rights");
        MeshAccount first = await world.CreateAsync();
        await first.AddCredentialAsync("ftp.example.com", "alice1", "password", synchronise: true);
        MeshMachine machine = world.Machine("second");
        ConnectionRequested request = await machine.RequestConnectionAsync(TestWorld.Address);
        Assert.Empty((await first.AcceptAsync(request.Witness, null, [])).Roles);
        Assert.Empty((await machine.CompleteConnectionAsync()).Roles);
        Assert.Empty(first.Devices().Single(d => !d.IsThisDevice).Roles);
        MeshAccount second = machine.Account();
        await second.SyncAsync(automatic: false);
        Assert.Empty(second.Status().Stores);
        Assert.Equal(ClientError.NotFound, Assert.Throws<ClientException>(() => second.GetCredential("ftp.example.com")).Code);
        Assert.Equal(ClientError.InvalidInput, (await Assert.ThrowsAsync<ClientException>(() => first.CreatePinAsync(24, TimeSpan.FromHours(1), []))).Code);
    }

    [Fact]
    public async Task A_completion_that_waited_for_another_one_does_not_begin_the_account_anew()
    {
        using var world = new TestWorld("complete twice");
        MeshAccount first = await world.CreateAsync();
        MeshMachine machine = world.Machine("second");
        ConnectionRequested request = await machine.RequestConnectionAsync(TestWorld.Address);
        await first.AcceptAsync(request.Witness, null, [Role.Web]);
        using var slow = new MachineParts(world.Options("second"));
        MachineRecord asked = slow.Catalog.Find(first.ProfileUdf)!;
        await machine.CompleteConnectionAsync();
        MeshAccount second = machine.Account();
        await second.SyncAsync(automatic: false);
        await second.AddCredentialAsync("offline", "u", "p", synchronise: false);
        ClientException e = await Assert.ThrowsAsync<ClientException>(() => new ConnectionCompleter(slow).CompleteAsync(asked, CancellationToken.None));
        Assert.Equal(ClientError.NotFound, e.Code);
        Assert.Equal("p", second.GetCredential("offline").Password);
    }

    [Theory]
    [InlineData("activation")]
    [InlineData("log")]
    public async Task A_completion_cut_short_is_finished_by_the_next_attempt(string step)
    {
        using var world = new TestWorld("complete " + step);
        MeshAccount first = await world.CreateAsync();
        ConnectionRequested request = await world.Machine("second").RequestConnectionAsync(TestWorld.Address);
        await first.AcceptAsync(request.Witness, null, [Role.Web]);
        await Assert.ThrowsAsync<ProcessDied>(() => world.Machine("second", dieAfter: step).CompleteConnectionAsync());
        MeshMachine machine = world.Machine("second");
        ConnectionCompleted completed = await machine.CompleteConnectionAsync();
        Assert.Equal(["web"], completed.Roles);
        await machine.Account().SyncAsync(automatic: true);
    }

    [Theory]
    [InlineData("intent")]
    [InlineData("sent")]
    [InlineData("committed")]
    public async Task An_acceptance_cut_short_admits_the_device_once(string step)
    {
        using var world = new TestWorld("accept " + step);
        await world.CreateAsync();
        MeshMachine joining = world.Machine("second");
        ConnectionRequested request = await joining.RequestConnectionAsync(TestWorld.Address);
        await Assert.ThrowsAsync<ProcessDied>(
            () => world.Machine("first", dieAfter: step).Account().AcceptAsync(request.Witness, "second", [Role.Web]));
        MeshAccount first = world.Machine("first").Account();
        await first.SyncAsync(automatic: true);
        Assert.Equal(2, first.Devices().Count);
        Assert.Equal(2, world.Account.Transactions);
        await joining.CompleteConnectionAsync();
    }
}

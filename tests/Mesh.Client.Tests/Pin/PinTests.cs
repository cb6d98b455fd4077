using Mesh.Keys;
using Mesh.Protocol;
using Mesh.Schema;

namespace Mesh.Client.Tests;

/// <summary>Devices that join with a PIN (Mesh protocol 6.3; Mesh rulings 10).</summary>
public sealed class PinTests
{
    [Fact]
    [Requirement("PIN-06", "PIN-08")]
    public async Task A_device_with_a_PIN_is_admitted_without_asking_and_gets_the_roles_of_the_PIN()
    {
        using var world = new TestWorld("pin");
        MeshAccount first = await world.CreateAsync();
        PinIssued pin = await first.CreatePinAsync(24, TimeSpan.FromHours(1), [Role.Message]);
        Assert.Equal(26, pin.Pin.Replace("-", "", StringComparison.Ordinal).Length);
        Assert.Equal($"mcu://{TestWorld.Address}/{pin.Pin}", pin.Uri);
        Assert.DoesNotContain(pin.Pin, pin.ToString(), StringComparison.Ordinal);
        MeshMachine machine = world.Machine("second");
        ConnectionRequested request = await machine.RequestConnectionAsync(TestWorld.Address, pin.Pin);
        SyncReport report = await first.SyncAsync(automatic: true);
        SyncNotice notice = Assert.Single(report.Notices);
        Assert.Equal((SyncNoticeKind.DeviceAdmitted, request.DeviceUdf), (notice.Kind, notice.Subject));
        ConnectionCompleted completed = await machine.CompleteConnectionAsync();
        Assert.Equal(["message"], completed.Roles);
        Assert.Empty((await first.SyncAsync(automatic: true)).Notices);
    }

    [Fact]
    [Requirement("PIN-01", "PIN-09")]
    public async Task A_PIN_works_once()
    {
        using var world = new TestWorld("twice");
        MeshAccount first = await world.CreateAsync();
        PinIssued pin = await first.CreatePinAsync(24, TimeSpan.FromHours(1), [Role.Web]);
        await world.Machine("second").RequestConnectionAsync(TestWorld.Address, pin.Pin);
        int before = world.Account.Transactions;
        await first.SyncAsync(automatic: true);
        Assert.Equal(before + 1, world.Account.Transactions); // device and PIN in one
        await world.Machine("third").RequestConnectionAsync(TestWorld.Address, pin.Pin);
        SyncReport report = await first.SyncAsync(automatic: true);
        Assert.Equal(SyncNoticeKind.PinRefused, Assert.Single(report.Notices).Kind);
        Assert.Equal(nameof(PinOutcome.PinUsed), Assert.Single(first.PendingConnections()).PinState);
        Assert.Equal(2, first.Devices().Count);
    }

    [Fact]
    [Requirement("PIN-02")]
    public async Task A_PIN_that_is_too_old_is_refused()
    {
        using var world = new TestWorld("old pin");
        MeshAccount first = await world.CreateAsync();
        PinIssued pin = await first.CreatePinAsync(24, TimeSpan.FromMinutes(10), [Role.Web]);
        await world.Machine("second").RequestConnectionAsync(TestWorld.Address, pin.Pin);
        world.Clock.Now += TimeSpan.FromMinutes(11);
        SyncReport report = await first.SyncAsync(automatic: true);
        Assert.Equal(SyncNoticeKind.PinRefused, Assert.Single(report.Notices).Kind);
        Assert.Single(first.Devices());
    }

    [Fact]
    public async Task A_PIN_that_nobody_issued_leaves_the_request_to_a_person_and_the_device_does_not_install_the_answer()
    {
        using var world = new TestWorld("unknown pin");
        MeshAccount first = await world.CreateAsync();
        using PinCode code = PinCode.Generate(world.Random);
        MeshMachine machine = world.Machine("second");
        ConnectionRequested request = await machine.RequestConnectionAsync(TestWorld.Address, code.RevealUdf());
        Assert.Equal(SyncNoticeKind.PinRefused, Assert.Single((await first.SyncAsync(automatic: true)).Notices).Kind);
        Assert.Single(first.Devices());
        await first.AcceptAsync(request.Witness, null, [Role.Web]);
        ClientException e = await Assert.ThrowsAsync<ClientException>(() => machine.CompleteConnectionAsync());
        Assert.Equal(ClientError.Verification, e.Code);
        Assert.Equal(AccountState.Pending, Assert.Single(machine.Accounts()).State);
    }

    [Fact]
    public async Task A_request_that_another_administrator_admitted_meanwhile_waits_for_nobody()
    {
        using var world = new TestWorld("two desks");
        MeshAccount first = await world.CreateAsync();
        MeshAccount second = await world.JoinAsync(first, "second", Role.Admin, Role.Web);
        await first.SyncAsync(automatic: true);
        PinIssued pin = await first.CreatePinAsync(24, TimeSpan.FromHours(1), [Role.Web]);
        await world.Machine("third").RequestConnectionAsync(TestWorld.Address, pin.Pin);
        bool raced = false;
        world.Provider.Before = request =>
        {
            if (request is TransactRequest && !raced)
            {
                raced = true;
                SyncNotice admitted = Assert.Single(second.SyncAsync(automatic: true).GetAwaiter().GetResult().Notices);
                Assert.Equal(SyncNoticeKind.DeviceAdmitted, admitted.Kind);
            }
        };
        Assert.Empty((await first.SyncAsync(automatic: true)).Notices);
        Assert.True(raced);
        Assert.Equal(3, first.Devices().Count);
    }

    [Fact]
    [Requirement("DEV-17")]
    public async Task Without_the_automatic_option_a_PIN_admits_nobody()
    {
        using var world = new TestWorld("manual");
        MeshAccount first = await world.CreateAsync();
        PinIssued pin = await first.CreatePinAsync(24, TimeSpan.FromHours(1), [Role.Web]);
        MeshMachine machine = world.Machine("second");
        ConnectionRequested request = await machine.RequestConnectionAsync(TestWorld.Address, pin.Pin);
        await first.SyncAsync(automatic: false);
        Assert.Null(Assert.Single(first.PendingConnections()).PinState);
        await first.AcceptAsync(request.Witness, null, [Role.Web]);
        await machine.CompleteConnectionAsync();
    }

    [Fact]
    public async Task A_PIN_that_a_device_without_the_right_issued_raises_an_alarm_and_admits_nobody()
    {
        using var world = new TestWorld("forged");
        MeshAccount first = await world.CreateAsync();
        await world.JoinAsync(first, "second", Role.Web);
        using var code = PinCode.Generate(world.Random);
        using SaltedPin salted = code.Salt(PinAction.Device);
        using (var view = new AccountView(new MachineParts(new MachineOptions { Root = world.Folder("second"), Time = world.Clock, Variable = _ => null }), first.ProfileUdf))
        {
            MessagePin message = ConnectionMessageBuilder.Pin(salted, TestWorld.Address, world.Clock.Now.AddHours(1), automatic: true, Role.Web);
            var sealer = new ObjectSealer(world.Random, world.Clock);
            world.Account.Stores["MMM_Local"].Add(
                sealer.SignMessage(message, view.Membership.Keys.Signature, view.Membership.AccountEncryption).Envelope);
        }

        await world.Machine("third").RequestConnectionAsync(TestWorld.Address, code.RevealUdf());
        SyncReport report = await first.SyncAsync(automatic: true);
        Assert.Equal(SyncNoticeKind.PinForged, Assert.Single(report.Notices).Kind);
        Assert.Equal(2, first.Devices().Count);
    }

    [Fact]
    public async Task A_device_that_was_removed_is_not_admitted_again_by_a_PIN_alone()
    {
        using var world = new TestWorld("again");
        MeshAccount first = await world.CreateAsync();
        await world.JoinAsync(first, "second", Role.Web);
        await first.RemoveDeviceAsync("second", force: false);
        MeshMachine machine = world.Machine("second");
        await machine.DeleteAccountAsync(machine.Account(), atService: false);
        PinIssued pin = await first.CreatePinAsync(24, TimeSpan.FromHours(1), [Role.Web]);
        ConnectionRequested request = await machine.RequestConnectionAsync(TestWorld.Address, pin.Pin);
        Assert.Equal(SyncNoticeKind.PinRefused, Assert.Single((await first.SyncAsync(automatic: true)).Notices).Kind);
        Assert.Equal(nameof(PinOutcome.Refused), Assert.Single(first.PendingConnections()).PinState);
        await first.AcceptAsync(request.Witness, null, [Role.Web]);
        await machine.CompleteConnectionAsync();
    }

    [Theory]
    [InlineData(15)]
    [InlineData(52)]
    public async Task A_PIN_of_too_few_or_too_many_characters_is_not_issued(int length)
    {
        using var world = new TestWorld("length");
        MeshAccount first = await world.CreateAsync();
        ClientException e = await Assert.ThrowsAsync<ClientException>(() => first.CreatePinAsync(length, TimeSpan.FromHours(1), []));
        Assert.Equal(ClientError.InvalidInput, e.Code);
    }
}

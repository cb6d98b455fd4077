using Mesh.Dare;
using Mesh.Protocol;
using Mesh.Schema;
using Microsoft.Extensions.Logging.Abstractions;
using StoreLabel = Mesh.Schema.StoreLabel;

namespace Mesh.Service.Tests;

/// <summary>What happens between a decision and its commit, and to those who ask at the same moment.</summary>
public sealed class RaceTests
{
    [Requirement("DEV-03", "AUT-10")]
    [Fact]
    public async Task A_removal_that_comes_between_decision_and_commit_is_not_overtaken()
    {
        (BareService service, Person alice) = await BareService.StartAsync();
        await using BareService running = service;
        MeshCaller phone = service.Device(alice, alice.Phone);
        TransactRequest change = alice.Adding("a.example");
        service.Storage.BeforeAppend = async () =>
        {
            CatalogedAccess denial = ConnectionBuilder.Deny(alice.Sealer, alice.Profile, alice.Phone.Device, alice.Keys.Administrator);
            Assert.True((await service.SendAsync(service.Device(alice, alice.Admin), alice.Transact(
                alice.Update(StoreLabel.Access, (CatalogEvents.Update, denial))))).IsSuccess);
        };
        MeshResponse answer = await service.SendAsync(phone, change);
        Assert.Equal((MeshStatus.Refused, MeshStatusExtended.DeviceRevoked), (answer.Status, answer.StatusExtended));
        Assert.Equal(1, await service.CountAsync(alice, StoreLabel.Credential));
    }

    [Fact]
    public async Task A_change_of_rights_that_leaves_the_caller_its_own_is_not_noticed_by_it()
    {
        (BareService service, Person alice) = await BareService.StartAsync();
        await using BareService running = service;
        TransactRequest change = alice.Adding("a.example");
        service.Storage.BeforeAppend = () => AdmitAgainAsync(service, alice);
        Assert.True((await service.SendAsync(service.Device(alice, alice.Phone), change)).IsSuccess);
        Assert.Equal(2, await service.CountAsync(alice, StoreLabel.Credential));
    }

    [Requirement("AUT-06")]
    [Fact]
    public async Task An_account_bound_many_times_at_once_keeps_its_address()
    {
        (BareService service, Person alice) = await BareService.StartAsync();
        await using BareService running = service;
        Person bob = service.Newcomer("bob@example.com");
        MeshResponse[] answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => service.SendAsync(service.Account(bob), bob.Bind))));
        Assert.All(answers, a => Assert.True(a.IsSuccess));
        Assert.Equal(bob.Profile.Value.Udf, service.Accounts.Find("bob@example.com")!.Profile.Value.Udf);
        Person impostor = service.Newcomer("bob@example.com");
        Assert.Equal(MeshStatus.Conflict, (await service.SendAsync(service.Account(impostor), impostor.Bind)).Status);
    }

    [Requirement("AUT-06")]
    [Fact]
    public async Task An_account_whose_making_was_not_confirmed_is_its_owners_when_asked_for_again()
    {
        (BareService service, Person alice) = await BareService.StartAsync();
        await using BareService running = service;
        Person bob = service.Newcomer("bob@example.com");
        service.Storage.AfterCreate = () => throw new DareException(DareError.OutcomeUnknown, "the flush failed");
        Assert.Equal(MeshStatus.Unavailable, (await service.SendAsync(service.Account(bob), bob.Bind)).Status);
        Person impostor = service.Newcomer("bob@example.com");
        Assert.Equal(MeshStatus.Conflict, (await service.SendAsync(service.Account(impostor), impostor.Bind)).Status);
        Assert.True((await service.SendAsync(service.Account(bob), bob.Bind)).IsSuccess);
        Assert.NotNull(service.Accounts.Find("bob@example.com"));
    }

    [Fact]
    public async Task An_end_that_rests_on_older_rights_is_decided_anew()
    {
        (BareService service, Person alice) = await BareService.StartAsync();
        await using BareService running = service;
        service.Storage.BeforeAppend = () => AdmitAgainAsync(service, alice);
        Assert.True((await service.SendAsync(service.Device(alice, alice.Admin), new UnbindRequest { Account = alice.Address })).IsSuccess);
    }

    [Requirement("NET-12")]
    [Fact]
    public async Task A_change_of_the_account_that_was_not_confirmed_is_known_as_it_was_saved()
    {
        (BareService service, Person alice) = await BareService.StartAsync();
        await using BareService running = service;
        MeshCaller admin = service.Device(alice, alice.Admin);
        var unbind = new UnbindRequest { Account = alice.Address, Id = "unbind" };
        service.Storage.AfterAppend = () => throw new DareException(DareError.OutcomeUnknown, "the flush failed");
        Assert.Equal(MeshStatus.Unavailable, (await service.SendAsync(admin, unbind)).Status);
        Assert.True((await service.SendAsync(admin, unbind)).IsSuccess);
        Assert.True(service.Accounts.Find(alice.Address)!.IsBlocked);

        service.Storage.AfterAppend = () => throw new DareException(DareError.OutcomeUnknown, "the flush failed");
        Assert.Equal(MeshStatus.Unavailable, (await service.SendAsync(service.Account(alice), alice.Bind)).Status);
        Assert.True((await service.SendAsync(admin, new StatusRequest { Account = alice.Address })).IsSuccess);
    }

    [Fact]
    public async Task What_an_operator_set_and_was_not_confirmed_is_not_lost_with_the_next_change()
    {
        (BareService service, Person alice) = await BareService.StartAsync();
        await using BareService running = service;
        await using var operators = new AccountAdministration(service.Storage, service.Accounts, NullLogger.Instance);
        service.Storage.AfterAppend = () => throw new DareException(DareError.OutcomeUnknown, "the flush failed");
        await Assert.ThrowsAsync<DareException>(() => operators.SetSuspendedAsync(alice.Address, true));
        AccountReport report = await operators.SetQuotaAsync(alice.Address, 5);
        Assert.Equal((true, 5L), (report.IsSuspended, report.Quota));
    }

    [Fact]
    public async Task An_account_that_is_erased_while_an_operator_waits_for_it_is_not_there()
    {
        (BareService service, Person alice) = await BareService.StartAsync();
        await using BareService running = service;
        await using var operators = new AccountAdministration(service.Storage, service.Accounts, NullLogger.Instance);
        HostedAccount account = service.Accounts.Find(alice.Address)!;
        Task<AccountReport> waiting;
        using (await service.Accounts.HoldAsync(account.Name, default))
        {
            waiting = operators.SetQuotaAsync(alice.Address, 5);
            service.Accounts.Remove(account);
        }

        Assert.Equal(ServiceError.NoAccount, (await Assert.ThrowsAsync<ServiceException>(() => waiting)).Code);
    }

    [Requirement("AUT-11")]
    [Fact]
    public async Task Devices_that_ask_at_once_find_no_more_room_than_there_is()
    {
        (BareService service, Person alice) = await BareService.StartAsync(new ServicePolicy { PendingConnections = 3 });
        await using BareService running = service;
        Member[] strangers = [.. Enumerable.Range(0, 8).Select(_ => new Member(alice, Role.Web))];
        MeshResponse[] answers = await Task.WhenAll(strangers.Select(s => Task.Run(() => service.SendAsync(
            service.Base(alice, s), new ConnectRequest
            {
                EnvelopedRequestConnection = ConnectionMessageBuilder.Request(alice.Sealer, s.Base, s.Profile, alice.Address, null),
            }))));
        Assert.Equal(3, answers.Count(a => a.IsSuccess));
        Assert.Equal(5, answers.Count(a => a.Status == MeshStatus.TooMany));
    }

    private static async Task AdmitAgainAsync(BareService service, Person alice)
    {
        CatalogedAccess again = ConnectionBuilder.Admit(alice.Sealer, alice.Phone.Device, alice.Keys.Administrator);
        Assert.True((await service.SendAsync(service.Device(alice, alice.Admin), alice.Transact(
            alice.Update(StoreLabel.Access, (CatalogEvents.Update, again))))).IsSuccess);
    }
}

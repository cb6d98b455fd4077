using Mesh.Dare;
using Mesh.Protocol;
using Mesh.Schema;
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

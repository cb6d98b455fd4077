using Mesh.Dare;
using Mesh.Protocol;
using Mesh.Schema;
using Microsoft.Extensions.Logging.Abstractions;

namespace Mesh.Service.Tests;

/// <summary>What becomes of an account that its owner ended (Mesh protocol 4.3, P-5).</summary>
public sealed class GraceTimeTests
{
    [Fact]
    public async Task An_ended_account_is_held_for_its_grace_time_and_then_erased_and_its_address_free()
    {
        var clock = new LaterTime();
        (BareService service, Person alice) = await BareService.StartAsync(time: clock);
        await using BareService running = service;
        await using var grace = new GraceTime(service.Storage, service.Accounts, new ServicePolicy(), clock, NullLogger.Instance);
        Person bob = service.Newcomer("bob@example.com");
        Assert.True((await service.SendAsync(service.Account(bob), bob.Bind)).IsSuccess);
        Assert.True((await service.SendAsync(service.Device(alice, alice.Admin), new UnbindRequest { Account = alice.Address })).IsSuccess);

        clock.Later = TimeSpan.FromDays(29);
        Assert.Equal(0, await grace.SweepAsync(default));
        Person other = service.Newcomer(alice.Address);
        Assert.Equal(MeshStatus.Conflict, (await service.SendAsync(service.Account(other), other.Bind)).Status);

        clock.Later = TimeSpan.FromDays(31);
        Assert.Equal(1, await grace.SweepAsync(default));
        Assert.Equal(DareError.NotFound, (await Assert.ThrowsAsync<DareException>(() => service.Storage.StatusAsync(AccountName.Parse(alice.Profile.Value.Udf)))).Code);
        Assert.True((await service.SendAsync(service.Account(other), other.Bind)).IsSuccess);
        Assert.NotNull(service.Accounts.Find(bob.Address));
    }

    [Fact]
    public async Task An_erasure_that_failed_at_its_end_is_finished_by_the_next()
    {
        var clock = new LaterTime();
        (BareService service, Person alice) = await BareService.StartAsync(time: clock);
        await using BareService running = service;
        await using var grace = new GraceTime(service.Storage, service.Accounts, new ServicePolicy(), clock, NullLogger.Instance);
        Assert.True((await service.SendAsync(service.Device(alice, alice.Admin), new UnbindRequest { Account = alice.Address })).IsSuccess);
        clock.Later = TimeSpan.FromDays(31);
        service.Storage.AfterDelete = () => throw new DareException(DareError.Unavailable, "the folder was not flushed");
        Assert.Equal(0, await grace.SweepAsync(default));
        Assert.Equal(1, await grace.SweepAsync(default));
        Person other = service.Newcomer(alice.Address);
        Assert.True((await service.SendAsync(service.Account(other), other.Bind)).IsSuccess);
    }

    [Fact]
    public async Task An_account_that_came_back_is_kept_and_begins_a_new_grace_time_when_it_is_ended_again()
    {
        var clock = new LaterTime();
        (BareService service, Person alice) = await BareService.StartAsync(time: clock);
        await using BareService running = service;
        await using var grace = new GraceTime(service.Storage, service.Accounts, new ServicePolicy(), clock, NullLogger.Instance);
        var unbind = new UnbindRequest { Account = alice.Address };
        Assert.True((await service.SendAsync(service.Device(alice, alice.Admin), unbind)).IsSuccess);
        clock.Later = TimeSpan.FromDays(20);
        Assert.True((await service.SendAsync(service.Account(alice), alice.Bind)).IsSuccess);
        clock.Later = TimeSpan.FromDays(40);
        Assert.Equal(0, await grace.SweepAsync(default));
        Assert.True((await service.SendAsync(service.Device(alice, alice.Admin), unbind)).IsSuccess);
        clock.Later = TimeSpan.FromDays(69);
        Assert.Equal(0, await grace.SweepAsync(default));
        clock.Later = TimeSpan.FromDays(71);
        Assert.Equal(1, await grace.SweepAsync(default));
    }

    [Fact]
    public async Task An_account_made_anew_after_its_erasure_has_none_of_its_former_devices()
    {
        var clock = new LaterTime();
        (BareService service, Person alice) = await BareService.StartAsync(time: clock);
        await using BareService running = service;
        await using var grace = new GraceTime(service.Storage, service.Accounts, new ServicePolicy(), clock, NullLogger.Instance);
        MeshCaller phone = service.Device(alice, alice.Phone);
        Assert.True((await service.SendAsync(phone, new StatusRequest { Account = alice.Address })).IsSuccess);
        Assert.True((await service.SendAsync(service.Device(alice, alice.Admin), new UnbindRequest { Account = alice.Address })).IsSuccess);
        clock.Later = TimeSpan.FromDays(31);
        Assert.Equal(1, await grace.SweepAsync(default));
        Assert.True((await service.SendAsync(service.Account(alice), alice.Bind)).IsSuccess);
        Assert.Equal(MeshStatus.Refused, (await service.SendAsync(phone, new StatusRequest { Account = alice.Address })).Status);
    }
}

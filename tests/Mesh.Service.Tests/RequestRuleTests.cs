using System.Collections.Immutable;
using Mesh.Dare;
using Mesh.Protocol;
using Mesh.Schema;
using StoreLabel = Mesh.Schema.StoreLabel;

namespace Mesh.Service.Tests;

/// <summary>Requests that no client of ours would send.</summary>
public sealed class RequestRuleTests
{
    [Requirement("NET-12")]
    [Fact]
    public async Task A_change_without_an_ID_is_not_carried_out()
    {
        (BareService service, Person alice) = await BareService.StartAsync();
        await using BareService running = service;
        MeshResponse answer = await service.SendRawAsync(service.Device(alice, alice.Phone), alice.Adding("a.example"));
        Assert.Equal(MeshStatus.Malformed, answer.Status);
        Assert.Equal(1, await service.CountAsync(alice, StoreLabel.Credential));
    }

    [Fact]
    public async Task An_update_that_is_empty_or_of_no_store_is_refused()
    {
        (BareService service, Person alice) = await BareService.StartAsync();
        await using BareService running = service;
        MeshCaller phone = service.Device(alice, alice.Phone);
        ContainerUpdate good = alice.Adding("a.example").Updates[0];
        foreach (ImmutableArray<ContainerUpdate> updates in new ImmutableArray<ContainerUpdate>[]
        {
            [good with { Envelopes = [] }], [good with { Container = "MMM_Nothing" }], [],
        })
        {
            Assert.False((await service.SendAsync(phone, alice.Transact() with { Updates = updates })).IsSuccess);
        }

        Assert.Equal(1, await service.CountAsync(alice, StoreLabel.Credential));
        Assert.True((await service.SendAsync(phone, alice.Transact(good))).IsSuccess);
    }

    [Requirement("AUT-10")]
    [Fact]
    public async Task Rights_that_rest_on_an_older_state_are_answered_with_the_present_one()
    {
        (BareService service, Person alice) = await BareService.StartAsync();
        await using BareService running = service;
        MeshCaller admin = service.Device(alice, alice.Admin);
        CatalogedAccess again = ConnectionBuilder.Admit(alice.Sealer, alice.Phone.Device, alice.Keys.Administrator);
        TransactRequest late = alice.Transact(alice.Update(StoreLabel.Access, (CatalogEvents.Update, again)));
        Assert.True((await service.SendAsync(admin, late)).IsSuccess);
        foreach (long index in new[] { late.Updates[0].Index, 0, 99 })
        {
            var answer = (TransactResponse)await service.SendAsync(admin, alice.Transact(late.Updates[0] with { Index = index }));
            Assert.Equal(MeshStatus.Conflict, answer.Status);
            Assert.Equal((StoreLabel.Access, late.Updates[0].Index + 1), (answer.ContainerStatus[0].Container, answer.ContainerStatus[0].Index));
        }
    }

    [Fact]
    public async Task Nobody_learns_how_a_store_stands_that_he_may_not_write_to()
    {
        (BareService service, Person alice) = await BareService.StartAsync();
        await using BareService running = service;
        ContainerUpdate access = alice.Update(
            StoreLabel.Access, (CatalogEvents.Update, ConnectionBuilder.Admit(alice.Sealer, alice.Phone.Device, alice.Keys.Administrator)));
        var answer = await service.SendAsync(service.Device(alice, alice.Phone), alice.Transact(access with { Index = 77 }));
        Assert.Equal(MeshStatus.Refused, answer.Status);
    }

    [Theory]
    [InlineData(0L, long.MaxValue, null, null, 1)]
    [InlineData(long.MaxValue, long.MaxValue, null, null, 0)]
    [InlineData(0L, null, 0L, null, 0)]
    [InlineData(0L, null, null, 0L, 0)]
    [InlineData(0L, null, long.MaxValue, long.MaxValue, 1)]
    public async Task Downloads_with_extreme_numbers_are_answered(long from, long? to, long? entries, long? octets, int frames)
    {
        (BareService service, Person alice) = await BareService.StartAsync();
        await using BareService running = service;
        MeshResponse answer = await service.SendAsync(service.Device(alice, alice.Phone), new DownloadRequest
        {
            Account = alice.Address,
            Select = [new ConstraintsSelect { Container = StoreLabel.Credential, IndexMin = from, IndexMax = to }],
            ConstraintsPost = new ConstraintsData { MaxEntries = entries, BytesMax = octets },
        });
        Assert.Equal(MeshStatus.Done, answer.Status);
        Assert.Equal(frames, ((DownloadResponse)answer).Updates.Sum(u => u.Envelopes.Length));
    }

    [Fact]
    public async Task A_download_of_endless_many_stores_is_malformed()
    {
        (BareService service, Person alice) = await BareService.StartAsync();
        await using BareService running = service;
        MeshResponse answer = await service.SendAsync(service.Device(alice, alice.Phone), new DownloadRequest
        {
            Account = alice.Address,
            Select = [.. Enumerable.Repeat(new ConstraintsSelect { Container = StoreLabel.Credential }, 65)],
        });
        Assert.Equal(MeshStatus.Malformed, answer.Status);
    }

    [Requirement("AUT-11", "AVL-02")]
    [Fact]
    public async Task One_account_that_asks_too_much_is_held_back_and_no_other()
    {
        (BareService service, Person alice) = await BareService.StartAsync(new ServicePolicy { RequestBurst = 8, RequestsPerSecond = 0 });
        await using BareService running = service;
        var status = new StatusRequest { Account = alice.Address };
        for (int i = 0; i < 6; i++)
        {
            Assert.True((await service.SendAsync(service.Device(alice, i % 2 == 0 ? alice.Phone : alice.Admin), status)).IsSuccess);
        }

        Assert.Equal(MeshStatus.TooMany, (await service.SendAsync(service.Device(alice, alice.Phone), status)).Status);
        Assert.Equal(MeshStatus.TooMany, (await service.SendAsync(service.Device(alice, alice.Admin), status)).Status);
        Person bob = service.Newcomer("bob@example.com");
        Assert.True((await service.SendAsync(service.Account(bob), bob.Bind)).IsSuccess);
    }

    [Requirement("AUT-11")]
    [Fact]
    public async Task Strangers_use_up_no_quota_of_the_devices()
    {
        (BareService service, Person alice) = await BareService.StartAsync(new ServicePolicy { ChangesPerDay = 2, PendingConnections = 100 });
        await using BareService running = service;
        var answers = new List<MeshResponse>();
        for (int i = 0; i < 4; i++)
        {
            var stranger = new Member(alice, Role.Web);
            answers.Add(await service.SendAsync(service.Base(alice, stranger), new ConnectRequest
            {
                EnvelopedRequestConnection = ConnectionMessageBuilder.Request(alice.Sealer, stranger.Base, stranger.Profile, alice.Address, null),
            }));
        }

        Assert.Equal(2, answers.Count(a => a.Status == MeshStatus.TooMany));
        Assert.True((await service.SendAsync(service.Device(alice, alice.Phone), alice.Adding("a.example"))).IsSuccess);
    }

    [Requirement("AUT-11")]
    [Fact]
    public async Task A_removed_device_uses_up_no_rate_of_the_account()
    {
        (BareService service, Person alice) = await BareService.StartAsync(new ServicePolicy { RequestBurst = 8, RequestsPerSecond = 0 });
        await using BareService running = service;
        var status = new StatusRequest { Account = alice.Address };
        MeshCaller removed = service.Device(alice, alice.Phone);
        removed = removed with { Names = removed.Names with { SignatureUdf = "" } }; // as AuthenticateAsync names one
        for (int i = 0; i < 20; i++)
        {
            await service.SendAsync(removed, status);
        }

        Assert.Equal(MeshStatus.TooMany, (await service.SendAsync(removed, status)).Status);
        Assert.True((await service.SendAsync(service.Device(alice, alice.Admin), status)).IsSuccess);
    }

    [Requirement("NET-11")]
    [Fact]
    public async Task A_request_to_connect_is_no_larger_than_a_message()
    {
        (BareService service, Person alice) = await BareService.StartAsync();
        await using BareService running = service;
        var stranger = new Member(alice, Role.Web);
        foreach ((int length, MeshStatus status) in new[] { (8_000, MeshStatus.Done), (30_000, MeshStatus.TooLarge) })
        {
            Verified<ProfileDevice> wordy = ProfileValidator.Validate(ProfileBuilder.Device(alice.Sealer, stranger.Base, new string('x', length)));
            Assert.Equal(status, (await service.SendAsync(service.Base(alice, stranger), new ConnectRequest
            {
                EnvelopedRequestConnection = ConnectionMessageBuilder.Request(alice.Sealer, stranger.Base, wordy, alice.Address, null),
            })).Status);
        }
    }

    [Requirement("NET-11")]
    [Fact]
    public async Task The_entries_that_the_service_keeps_in_memory_are_bounded()
    {
        (BareService service, Person alice) = await BareService.StartAsync();
        await using BareService running = service;
        MeshCaller admin = service.Device(alice, alice.Admin);
        string large = new('x', 190_000);
        int accepted = 0;
        MeshResponse answer;
        do
        {
            (string, CatalogedEntry)[] entries =
            [
                .. Enumerable.Range(0, 60).Select(i => (CatalogEvents.New, (CatalogedEntry)new CatalogedAccess
                {
                    Capability = new AccessCapability { Id = $"test/{accepted}/{i}", Active = false, Rights = [large] },
                })),
            ];
            answer = await service.SendAsync(admin, alice.Transact(alice.Update(StoreLabel.Access, entries)));
            if (answer.IsSuccess)
            {
                alice.Keep();
                accepted++;
            }
        }
        while (answer.IsSuccess && accepted < 4);
        Assert.Equal((2, MeshStatus.TooLarge), (accepted, answer.Status));
        alice.Pending.Clear();

        // What takes less is still taken.
        Assert.True((await service.SendAsync(admin, alice.Transact(alice.Update(StoreLabel.Access, (CatalogEvents.Update, new CatalogedAccess
        {
            Capability = new AccessCapability { Id = "test/0/0", Active = false },
        }))))).IsSuccess);
    }

    [Requirement("AUT-03")]
    [Fact]
    public async Task The_key_of_an_account_is_the_one_in_its_profile()
    {
        (BareService service, Person _) = await BareService.StartAsync();
        await using BareService running = service;
        Person bob = service.Newcomer("bob@example.com");
        MeshCaller own = service.Account(bob);
        Assert.True((await service.SendAsync(own, bob.Bind)).IsSuccess);
        var status = new StatusRequest { Account = bob.Address };
        Assert.True((await service.SendAsync(own, status)).IsSuccess);
        MeshCaller other = own with { Names = own.Names with { KeyUdf = bob.Phone.Connected.Authentication.Public.Kid } };
        Assert.Equal(MeshStatusExtended.NotAuthorized, (await service.SendAsync(other, status)).StatusExtended);
    }

    [Fact]
    public async Task An_address_whose_domain_is_none_is_refused()
    {
        (BareService service, Person _) = await BareService.StartAsync();
        await using BareService running = service;
        Person odd = service.Newcomer("odd@ex_ample.com");
        Assert.Equal(MeshStatusExtended.Refused, (await service.SendAsync(service.Account(odd), odd.Bind)).StatusExtended);
    }

    [Fact]
    public async Task A_storage_that_does_not_answer_makes_nobody_a_stranger()
    {
        (BareService service, Person alice) = await BareService.StartAsync();
        await using BareService running = service;
        service.Storage.BeforeRead = () => throw new DareException(DareError.Unavailable, "the disk is away");
        var error = await Assert.ThrowsAsync<ProtocolException>(async () => await service.AuthenticateAsync(alice.Phone.Identity));
        Assert.Equal(503, error.HttpStatus);
        Assert.Equal(MeshStatus.Unavailable, (await service.SendAsync(
            service.Device(alice, alice.Phone), new StatusRequest { Account = alice.Address })).Status);
        service.Storage.BeforeRead = null;
        Assert.NotNull(await service.AuthenticateAsync(alice.Phone.Identity));
    }
}

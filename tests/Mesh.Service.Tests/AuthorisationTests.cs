using Mesh.Cryptography;
using Mesh.Dare;
using Mesh.Protocol;
using Mesh.Schema;
using StoreLabel = Mesh.Schema.StoreLabel;

namespace Mesh.Service.Tests;

/// <summary>Who may do what, asked of a running service by callers that keep to no rule.</summary>
public sealed class AuthorisationTests : IAsyncLifetime
{
    private RunningService _service = null!;
    private Person _alice = null!;

    public async Task InitializeAsync()
    {
        _service = await RunningService.StartAsync();
        _alice = new Person("alice@example.com", _service.ServiceUdf);
        await _alice.SettleAsync(_service);
    }

    public async Task DisposeAsync() => await _service.DisposeAsync();

    private Task<ServiceAnswer> Send(ClientIdentity identity, MeshRequest request) => _service.SendAsync(identity, request);

    private StatusRequest Status => new() { Account = "alice@example.com" };

    [Fact]
    public async Task Members_see_the_stores_that_they_may_read()
    {
        var admin = (StatusResponse)(await Send(_alice.Admin.Identity, Status)).Response;
        var phone = (StatusResponse)(await Send(_alice.Phone.Identity, Status)).Response;
        Assert.Contains(admin.ContainerStatus, s => s.Container == StoreLabel.Access);
        Assert.Contains(phone.ContainerStatus, s => s.Container == StoreLabel.Credential);
        Assert.DoesNotContain(phone.ContainerStatus, s => s.Container is StoreLabel.Access or StoreLabel.Device);
        Assert.NotNull(phone.EnvelopedCatalogedDevice);
    }

    [Requirement("AUT-03")]
    [Fact]
    public async Task The_accounts_own_key_opens_nothing_once_there_is_an_administrator()
    {
        foreach (MeshRequest request in new MeshRequest[]
        {
            Status,
            new DownloadRequest { Account = _alice.Address, Select = [new ConstraintsSelect { Container = StoreLabel.Credential }] },
            _alice.Transact(_alice.Update(StoreLabel.Credential, (CatalogEvents.New, Person.Password("a.example", "x")))),
        })
        {
            Refused((await Send(_alice.AccountIdentity, request)).Response);
        }
    }

    [Requirement("AUT-02", "AUT-08", "DEV-09")]
    [Fact]
    public async Task Nobody_else_gets_in()
    {
        var mallet = new Person("mallet@example.com", _service.ServiceUdf);
        await mallet.SettleAsync(_service);
        var download = new DownloadRequest { Account = _alice.Address, Select = [new ConstraintsSelect { Container = StoreLabel.Credential }] };
        foreach (ClientIdentity identity in new[]
        {
            ClientIdentity.Anonymous(SystemRandom.Instance), mallet.Admin.Identity, mallet.AccountIdentity, mallet.Phone.BaseIdentity,
            _alice.Phone.BaseIdentity,
        })
        {
            Refused((await Send(identity, Status)).Response);
            Refused((await Send(identity, download)).Response);
            Refused((await Send(identity, _alice.Transact(
                _alice.Update(StoreLabel.Credential, (CatalogEvents.New, Person.Password("a.example", "x")))))).Response);
            Refused((await Send(identity, new UnbindRequest { Account = _alice.Address })).Response);
        }
    }

    [Requirement("NET-18")]
    [Fact]
    public async Task An_unknown_account_is_answered_like_a_strange_one()
    {
        using ClientIdentity anybody = ClientIdentity.Anonymous(SystemRandom.Instance);
        MeshResponse strange = (await Send(anybody, Status)).Response;
        MeshResponse unknown = (await Send(anybody, new StatusRequest { Account = "nobody@example.com" })).Response;
        Assert.Equal(strange with { Id = null }, unknown with { Id = null });
    }

    [Requirement("DEV-01", "AUT-07")]
    [Fact]
    public async Task A_device_without_administration_changes_no_device_and_ends_nothing()
    {
        var stranger = new Member(_alice, Role.Super, Role.Admin, Role.Web);
        ContainerUpdate access = _alice.Update(
            StoreLabel.Access, (CatalogEvents.New, ConnectionBuilder.Admit(_alice.Sealer, stranger.Device, _alice.Keys.Administrator)));
        ContainerUpdate devices = _alice.Update(StoreLabel.Device, (CatalogEvents.New, stranger.Device.Entry));
        _alice.Pending.Clear();
        NotDone((await Send(_alice.Phone.Identity, _alice.Transact(access))).Response);
        NotDone((await Send(_alice.Phone.Identity, _alice.Transact(devices))).Response);
        Refused((await Send(_alice.Phone.Identity, new UnbindRequest { Account = _alice.Address })).Response);
        Refused((await Send(stranger.Identity, Status)).Response);
    }

    [Requirement("DEV-02", "SVC-06")]
    [Fact]
    public async Task Device_and_access_entries_need_the_administrators_signature()
    {
        var stranger = new Member(_alice, Role.Web);
        var mallet = new Person("mallet@example.com", _service.ServiceUdf);
        _alice.Signer = mallet.Keys.Administrator;
        ContainerUpdate access = _alice.Update(
            StoreLabel.Access, (CatalogEvents.New, ConnectionBuilder.Admit(_alice.Sealer, stranger.Device, _alice.Keys.Administrator)));
        ContainerUpdate devices = _alice.Update(StoreLabel.Device, (CatalogEvents.New, stranger.Device.Entry));
        _alice.Pending.Clear();
        NotDone((await Send(_alice.Admin.Identity, _alice.Transact(access))).Response);
        NotDone((await Send(_alice.Admin.Identity, _alice.Transact(devices))).Response);
    }

    [Requirement("DEV-03")]
    [Fact]
    public async Task A_removed_device_is_refused_at_its_next_request_and_given_the_evidence()
    {
        Assert.True((await Send(_alice.Phone.Identity, Status)).Response.IsSuccess);
        CatalogedAccess denial = ConnectionBuilder.Deny(_alice.Sealer, _alice.Profile, _alice.Phone.Device, _alice.Keys.Administrator);
        Assert.True((await Send(_alice.Admin.Identity, _alice.Transact(_alice.Update(StoreLabel.Access, (CatalogEvents.Update, denial))))).Response.IsSuccess);
        MeshResponse answer = (await Send(_alice.Phone.Identity, Status)).Response;
        Assert.Equal(MeshStatus.Refused, answer.Status);
        Assert.Equal(MeshStatusExtended.DeviceRevoked, answer.StatusExtended);
        Assert.NotNull(answer.EnvelopedRevocation);
        Assert.Equal(_alice.Profile.Value.Udf, ProfileValidator.Validate(answer.EnvelopedRevokingProfile!).Value.Udf);
        Assert.False((await Send(_alice.Phone.Identity, _alice.Transact(
            _alice.Update(StoreLabel.Credential, (CatalogEvents.New, Person.Password("a.example", "x")))))).Response.IsSuccess);
    }

    [Requirement("DEV-15")]
    [Fact]
    public async Task Missing_and_unknown_rights_grant_nothing()
    {
        CatalogedAccess entry = ConnectionBuilder.Admit(_alice.Sealer, _alice.Phone.Device, _alice.Keys.Administrator);
        foreach (string[] rights in new[] { Array.Empty<string>(), ["mmm_o_Everything", "mmm_o_StatusX", "MMM_O_STATUS"] })
        {
            var weak = new CatalogedAccess { Capability = ((AccessCapability)entry.Capability) with { Rights = [.. rights] } };
            Assert.True((await Send(_alice.Admin.Identity, _alice.Transact(_alice.Update(StoreLabel.Access, (CatalogEvents.Update, weak))))).Response.IsSuccess);
            _alice.Keep();
            Refused((await Send(_alice.Phone.Identity, Status)).Response);
        }
    }

    [Requirement("DEV-05")]
    [Fact]
    public async Task An_entry_sealed_to_a_superseded_store_key_is_sent_back()
    {
        _alice.WrongKey = _alice.Keys.Encryption.Public;
        MeshResponse answer = (await Send(_alice.Phone.Identity, _alice.Transact(
            _alice.Update(StoreLabel.Credential, (CatalogEvents.New, Person.Password("a.example", "x")))))).Response;
        Assert.Equal(MeshStatus.Conflict, answer.Status);
        Assert.Equal("superseded key", answer.StatusDescription);
    }

    [Requirement("DEV-05")]
    [Fact]
    public async Task Nobody_reads_an_entry_beside_those_who_hold_the_store_key_but_the_escrow_of_keys()
    {
        _alice.FurtherReader = _alice.Keys.Escrow.Public;
        Assert.True((await Send(_alice.Admin.Identity, _alice.Transact(_alice.Update(
            StoreLabel.Device, (CatalogEvents.New, new KeyEscrow { Encryption = KeyData.OfPrivate(_alice.Keys.Encryption), Generation = 1 }))))).Response.IsSuccess);
        _alice.Keep();
        Assert.Equal("superseded key", (await Send(_alice.Phone.Identity, _alice.Transact(
            _alice.Update(StoreLabel.Credential, (CatalogEvents.New, Person.Password("a.example", "x")))))).Response.StatusDescription);
        _alice.FurtherReader = _alice.Phone.Base.Encryption.Public;
        Assert.Equal("superseded key", (await Send(_alice.Admin.Identity, _alice.Transact(_alice.Update(
            StoreLabel.Device, (CatalogEvents.Update, new KeyEscrow { Encryption = KeyData.OfPrivate(_alice.Keys.Encryption), Generation = 1 }))))).Response.StatusDescription);
    }

    private static void Refused(MeshResponse response)
    {
        Assert.Equal(MeshStatus.Refused, response.Status);
        Assert.Equal(MeshStatusExtended.NotAuthorized, response.StatusExtended);
    }

    private static void NotDone(MeshResponse response) => Assert.False(response.IsSuccess);
}

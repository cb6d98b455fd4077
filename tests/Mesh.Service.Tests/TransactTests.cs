using Mesh.Cryptography;
using Mesh.Dare;
using Mesh.Protocol;
using Mesh.Schema;
using StoreLabel = Mesh.Schema.StoreLabel;

namespace Mesh.Service.Tests;

/// <summary>Transactions: all or nothing, exactly once, on the state that they were built on.</summary>
public sealed class TransactTests : IAsyncLifetime
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

    [Requirement("NET-12", "AUT-10")]
    [Fact]
    public async Task A_repeated_request_is_carried_out_once_also_across_a_restart()
    {
        PreparedRequest request = PreparedRequest.Of(Add("a.example"), SystemRandom.Instance);
        MeshResponse first = (await _service.SendAsync(_alice.Phone.Identity, request)).Response;
        Assert.True(first.IsSuccess);
        MeshResponse second = (await _service.SendAsync(_alice.Phone.Identity, request)).Response;
        await _service.RestartAsync();
        MeshResponse third = (await _service.SendAsync(_alice.Phone.Identity, request)).Response;
        Assert.Equal(MeshMessages.Write(first), MeshMessages.Write(second));
        Assert.Equal(MeshMessages.Write(first), MeshMessages.Write(third));
        Assert.Equal(2, await CountAsync(StoreLabel.Credential));
    }

    [Fact]
    public async Task An_ID_used_for_another_request_is_refused()
    {
        Assert.True((await _service.SendAsync(_alice.Phone.Identity, Add("a.example") with { Id = "one" })).Response.IsSuccess);
        _alice.Keep();
        MeshResponse other = (await _service.SendAsync(_alice.Phone.Identity, Add("b.example") with { Id = "one" })).Response;
        Assert.Equal(MeshStatus.Conflict, other.Status);
        Assert.Equal(2, await CountAsync(StoreLabel.Credential));
    }

    [Requirement("AUT-10")]
    [Fact]
    public async Task A_transaction_on_an_older_state_changes_nothing_and_says_how_things_stand()
    {
        TransactRequest late = Add("late.example");
        Assert.True((await _service.SendAsync(_alice.Phone.Identity, Add("first.example"))).Response.IsSuccess);
        var answer = (TransactResponse)(await _service.SendAsync(_alice.Admin.Identity, late)).Response;
        Assert.Equal(MeshStatus.Conflict, answer.Status);
        ContainerStatus status = Assert.Single(answer.ContainerStatus);
        Assert.Equal((StoreLabel.Credential, 2L), (status.Container, status.Index));
        Assert.Equal(2, await CountAsync(StoreLabel.Credential));
    }

    [Requirement("AUT-10")]
    [Fact]
    public async Task One_wrong_store_undoes_the_others()
    {
        ContainerUpdate good = _alice.Update(StoreLabel.Credential, (CatalogEvents.New, Person.Password("a.example", "x")));
        CatalogedAccess again = ConnectionBuilder.Admit(_alice.Sealer, _alice.Phone.Device, _alice.Keys.Administrator);
        ContainerUpdate root = _alice.Update(StoreLabel.Access, (CatalogEvents.Update, again));
        byte[] wrong = [.. root.Digest!];
        wrong[0] ^= 1;
        MeshResponse answer = (await _service.SendAsync(_alice.Admin.Identity, _alice.Transact(good, root with { Digest = wrong }))).Response;
        Assert.False(answer.IsSuccess);
        Assert.Equal(1, await CountAsync(StoreLabel.Credential));
        Assert.Equal(5, await CountAsync(StoreLabel.Access));
    }

    [Requirement("SVC-10")]
    [Fact]
    public async Task An_entry_made_for_another_place_is_refused()
    {
        ContainerUpdate first = _alice.Update(StoreLabel.Credential, (CatalogEvents.New, Person.Password("a.example", "x")));
        Assert.True((await _service.SendAsync(_alice.Phone.Identity, _alice.Transact(first))).Response.IsSuccess);
        _alice.Keep();
        ContainerUpdate second = _alice.Update(StoreLabel.Credential, (CatalogEvents.New, Person.Password("b.example", "x")));
        MeshResponse answer = (await _service.SendAsync(
            _alice.Phone.Identity, _alice.Transact(second with { Envelopes = first.Envelopes }))).Response;
        Assert.False(answer.IsSuccess);
    }

    [Fact]
    public async Task What_was_stored_comes_back_as_it_was_sent()
    {
        TransactRequest request = Add("a.example");
        Assert.True((await _service.SendAsync(_alice.Phone.Identity, request)).Response.IsSuccess);
        await _service.RestartAsync();
        var answer = (DownloadResponse)(await _service.SendAsync(_alice.Phone.Identity, new DownloadRequest
        {
            Account = _alice.Address,
            Select = [new ConstraintsSelect { Container = StoreLabel.Credential, IndexMin = 1 }],
        })).Response;
        ContainerUpdate update = Assert.Single(answer.Updates);
        Assert.Equal(request.Updates[0].Digest, update.Digest);
        Assert.Equal(request.Updates[0].Envelopes[0].Body.ToArray(), Assert.Single(update.Envelopes).Body.ToArray());
    }

    [Fact]
    public async Task Spools_are_not_written_as_stores_and_messages_are_sealed()
    {
        ContainerUpdate credentials = _alice.Update(StoreLabel.Credential, (CatalogEvents.New, Person.Password("a.example", "x")));
        MeshResponse spool = (await _service.SendAsync(
            _alice.Admin.Identity, _alice.Transact(credentials with { Container = StoreLabel.Inbound, Index = 1 }))).Response;
        Assert.False(spool.IsSuccess);
        var clear = new Enveloped<Message>(_alice.Profile.Envelope.Envelope);
        Assert.False((await _service.SendAsync(_alice.Admin.Identity, _alice.Transact() with { Local = [clear] })).Response.IsSuccess);
    }

    private TransactRequest Add(string site) =>
        _alice.Transact(_alice.Update(StoreLabel.Credential, (CatalogEvents.New, Person.Password(site, "x"))));

    private async Task<long> CountAsync(string label)
    {
        var status = (StatusResponse)(await _service.SendAsync(_alice.Admin.Identity, new StatusRequest { Account = _alice.Address })).Response;
        return status.ContainerStatus.Single(s => s.Container == label).Index;
    }
}

using System.Collections.Immutable;
using Mesh.Cryptography;
using Mesh.Dare;
using Mesh.Keys;
using Mesh.Protocol;
using Mesh.Schema;
using Microsoft.Extensions.Logging.Abstractions;

namespace Mesh.Service.Tests;

/// <summary>A service without its channel, over a storage in which a test can cause trouble. Callers are taken at their word.</summary>
internal sealed class BareService : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private readonly ServiceIdentity _identity;
    private readonly PrivateSeal _seal;
    private readonly MeshService _service;

    private BareService(ServicePolicy policy, TimeProvider time)
    {
        string data = _folder.File("data");
        ServiceIdentity.Create(data, "example.com", SystemRandom.Instance, time);
        _identity = ServiceIdentity.Open(data, time);
        _seal = new PrivateSeal(_identity.Seal, SystemRandom.Instance, time);
        Storage = new TroubledStorage(new LogStorage(Path.Combine(data, "accounts"), new LogStorageOptions { Log = new LogOptions { Seal = _seal, Time = time } }));
        _service = new MeshService(_identity, Storage, Accounts, policy, SystemRandom.Instance, time, NullLogger.Instance);
    }

    /// <summary>Where all files are.</summary>
    public string Folder => _folder.Path;

    public Verified<ProfileService> Profile => _identity.Profile;

    public TroubledStorage Storage { get; }

    public AccountDirectory Accounts { get; } = new();

    public static async Task<(BareService Service, Person Alice)> StartAsync(ServicePolicy? policy = null, TimeProvider? time = null)
    {
        var service = new BareService(policy ?? new ServicePolicy(), time ?? TimeProvider.System);
        var alice = new Person("alice@example.com", service._identity.Profile.Value.Udf);
        Assert.True((await service.SendAsync(service.Account(alice), alice.Bind)).IsSuccess);
        alice.Assigned(service.Accounts.Find(alice.Address)!.Assignment);
        Assert.True((await service.SendAsync(service.Account(alice), alice.Bootstrap())).IsSuccess);
        alice.Keep();
        return (service, alice);
    }

    public Person Newcomer(string address) => new(address, _identity.Profile.Value.Udf);

    public MeshCaller Account(Person person) => Caller(
        CredentialKind.Account, person.Keys.Authentication.Public.Kid, person.Profile.Value.Udf, person);

    public MeshCaller Device(Person person, Member member) => Caller(
        CredentialKind.ConnectedDevice, member.Connected.Authentication.Public.Kid, person.Profile.Value.Udf, person);

    public MeshCaller Base(Person person, Member member) => Caller(
        CredentialKind.Device, member.Base.Authentication.Public.Kid, member.Profile.Value.Udf, person);

    public Task<MeshResponse> SendAsync(MeshCaller caller, MeshRequest request) =>
        SendRawAsync(caller, request.Id is null ? request with { Id = Guid.NewGuid().ToString("N") } : request);

    public async Task<MeshResponse> SendRawAsync(MeshCaller caller, MeshRequest request)
    {
        byte[] octets = MeshMessages.Write(request);
        ReadOnlyMemory<byte> answer = await _service.ProcessAsync(caller, MeshMessages.ReadRequest(octets), octets, default);
        return MeshMessages.ReadResponse(request.Transaction, answer);
    }

    public ValueTask<TicketNames?> AuthenticateAsync(ClientIdentity identity) =>
        _service.AuthenticateAsync(_identity.Domain, identity.Credentials, default);

    /// <summary>How many frames a store has.</summary>
    public async Task<long> CountAsync(Person person, string label)
    {
        var status = (StatusResponse)await SendAsync(Device(person, person.Admin), new StatusRequest { Account = person.Address });
        return status.ContainerStatus.Single(s => s.Container == label).Index;
    }

    public async ValueTask DisposeAsync()
    {
        await Storage.DisposeAsync();
        _seal.Dispose();
        _identity.Dispose();
        _folder.Dispose();
    }

    private MeshCaller Caller(CredentialKind kind, string key, string profile, Person person) => new(
        kind,
        new TicketNames(
            key, profile, TicketNames.Digest([]), person.Profile.Value.AdministratorSignature.PublicParameters!.Kid, _identity.Profile.Value.Udf),
        new byte[64]);
}

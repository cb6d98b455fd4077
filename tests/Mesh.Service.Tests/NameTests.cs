using Mesh.Cryptography;
using Mesh.Dare;
using Mesh.Protocol;
using Mesh.Schema;
using StoreLabel = Mesh.Schema.StoreLabel;

namespace Mesh.Service.Tests;

/// <summary>Names that mean something to a file system, and names that only look like those of stores.</summary>
public sealed class NameTests
{
    public static TheoryData<string> Names =>
    [
        "../../evil", "..", ".", "", "/etc/passwd", "a/../../b", "..\\..\\evil", "C:\\evil", "a\0b", "CON", "aux.log", "accounts", "~Account", "~Connections",
        "MMM_Credential/../MMM_Access", "MMM_Credential\0", "MMM_Credential ", "MMM_Credential\u200B", "\uFF2D\uFF2D\uFF2D_Access", "MMM_Cre\u0301dential",
        "MMM_Nothing", "%2e%2e%2fevil", new string('a', 64), new string('b', 5000), "\uD800",
    ];

    [Requirement("AUT-09")]
    [Theory]
    [MemberData(nameof(Names))]
    public async Task No_name_leads_out_of_the_account(string name)
    {
        (BareService service, Person alice) = await BareService.StartAsync();
        await using BareService running = service;
        string[] before = Files(service);
        MeshCaller phone = service.Device(alice, alice.Phone);
        MeshCaller admin = service.Device(alice, alice.Admin);
        var joining = new Member(alice, Role.Web);
        string address = name + "@example.com";
        ContainerUpdate update = alice.Update(StoreLabel.Credential, (CatalogEvents.New, Person.Password("a.example", "x")));
        (MeshCaller, MeshRequest)[] requests =
        [
            (service.Account(alice), alice.Bind with { AccountAddress = address }),
            (service.Account(alice), alice.Bind with { AccountAddress = name }),
            (admin, new StatusRequest { Account = address }),
            (admin, new UnbindRequest { Account = address }),
            (phone, new DownloadRequest { Account = address, Select = [new ConstraintsSelect { Container = StoreLabel.Credential }] }),
            (admin, new DownloadRequest { Account = alice.Address, Select = [new ConstraintsSelect { Container = name }] }),
            (admin, alice.Transact(update with { Container = name })),
            (phone, alice.Transact(update with { Container = name })),
            (service.Base(alice, joining), new CompleteRequest { Account = address, AccountAddress = address, ResponseId = name }),
            (service.Base(alice, joining), new CompleteRequest { Account = alice.Address, AccountAddress = alice.Address, ResponseId = name }),
        ];
        foreach ((MeshCaller caller, MeshRequest request) in requests)
        {
            Assert.False(await SucceedsAsync(service, caller, request), request.Transaction.Name);
        }

        Assert.Equal(before, Files(service));
    }

    [Requirement("AUT-09")]
    [Theory]
    [InlineData("..@example.com")]
    [InlineData("con@example.com")]
    [InlineData("aux.log@example.com")]
    [InlineData("~account@example.com")]
    [InlineData("\u0430lice@example.com")] // Cyrillic
    public async Task Addresses_that_are_allowed_name_no_files(string address)
    {
        (BareService service, Person _) = await BareService.StartAsync();
        await using BareService running = service;
        string[] before = Files(service);
        Person odd = service.Newcomer(address);
        Assert.True(await SucceedsAsync(service, service.Account(odd), odd.Bind));
        Assert.All(Files(service).Except(before), f => Assert.StartsWith(odd.Profile.Value.Udf, Path.GetFileName(f), StringComparison.Ordinal));
    }

    [Requirement("AUT-12")]
    [Fact]
    public async Task The_local_spool_is_written_by_administrators_alone()
    {
        (BareService service, Person alice) = await BareService.StartAsync();
        await using BareService running = service;
        Enveloped<Message> forged = alice.Sealer.SignMessage(
            new RespondConnection { MessageId = MessageIdentifier(), Result = ConnectionResult.Reject }, alice.Phone.Connected.Signature, alice.Keys.Encryption.Public).As<Message>();
        TransactRequest request = alice.Transact() with { Local = [forged] };
        MeshResponse refused = await service.SendAsync(service.Device(alice, alice.Phone), request);
        Assert.Equal((MeshStatus.Refused, MeshStatusExtended.NotAuthorized), (refused.Status, refused.StatusExtended));
        Assert.Equal(1, await CountAsync(service, alice, StoreLabel.Local));
        Assert.True((await service.SendAsync(service.Device(alice, alice.Admin), request)).IsSuccess);
        Assert.Equal(2, await CountAsync(service, alice, StoreLabel.Local));

        // As an ordinary update it is written by nobody.
        ContainerUpdate update = alice.Update(StoreLabel.Credential, (CatalogEvents.New, Person.Password("a.example", "x")));
        foreach (Member member in new[] { alice.Phone, alice.Admin })
        {
            Assert.False((await service.SendAsync(service.Device(alice, member), alice.Transact(update with { Container = StoreLabel.Local }))).IsSuccess);
        }
    }

    private static string MessageIdentifier()
    {
        Span<byte> octets = stackalloc byte[16];
        SystemRandom.Instance.Fill(octets);
        return Encoding.MessageIdentifier.FromRandom(octets);
    }

    private static async Task<long> CountAsync(BareService service, Person person, string label)
    {
        var status = (StatusResponse)await service.SendAsync(service.Device(person, person.Admin), new StatusRequest { Account = person.Address });
        return status.ContainerStatus.Single(s => s.Container == label).Index;
    }

    private static async Task<bool> SucceedsAsync(BareService service, MeshCaller caller, MeshRequest request)
    {
        try
        {
            return (await service.SendAsync(caller, request)).IsSuccess;
        }
        catch (ProtocolException)
        {
            return false; // it did not even parse
        }
    }

    private static string[] Files(BareService service) => [.. Directory.EnumerateFiles(service.Folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
}

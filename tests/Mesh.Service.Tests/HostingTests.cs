using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Mesh.Cryptography;
using Mesh.Dare;
using Mesh.Protocol;
using Mesh.Schema;
using StoreLabel = Mesh.Schema.StoreLabel;

namespace Mesh.Service.Tests;

/// <summary>How a host listens, and what it takes in.</summary>
public sealed class HostingTests
{
    private const string Name = "mmm.example.com";

    [Requirement("NET-15")]
    [Fact]
    public async Task Clients_that_know_the_root_alone_are_given_what_stands_between()
    {
        using var folder = new TempFolder();
        HostOptions options = Secured(folder, out X509Certificate2 root);
        await using ServiceHost host = await ServiceHost.StartAsync(options);
        using var transport = new HttpTransport(new HttpTransportOptions { TrustedRoots = [root] }, TimeProvider.System);
        await using IConversation conversation = transport.Open(
            new ServiceEndpoint(Name, host.Address.Port, [IPAddress.Loopback], ServiceEndpoint.WellKnown, IsSecure: true, Udf: null));
        Assert.Equal(400, (await conversation.PostAsync(new byte[1], 1024, default)).Status);
    }

    [Fact]
    public async Task An_address_of_another_machine_cannot_be_listened_on()
    {
        using var folder = new TempFolder();
        HostOptions options = Secured(folder, out _) with { Listen = new Uri("https://192.0.2.1:0") };
        Assert.Equal(ServiceError.Listen, (await Assert.ThrowsAsync<ServiceException>(() => ServiceHost.StartAsync(options))).Code);
    }

    [Requirement("NET-11", "AVL-03")]
    [Fact]
    public async Task Long_bodies_are_taken_in_while_there_is_room_and_short_ones_always()
    {
        await using RunningService service = await RunningService.StartAsync(new ServicePolicy { BodyOctets = 600_000 });
        var alice = new Person("alice@example.com", service.ServiceUdf);
        await alice.SettleAsync(service);
        for (int i = 0; i < 3; i++)
        {
            Assert.True((await AddAsync(service, alice, $"{i}.example", 2)).IsSuccess);
            alice.Keep();
        }

        ProtocolException e = await Assert.ThrowsAsync<ProtocolException>(() => AddAsync(service, alice, "a.example", 4));
        Assert.Equal(ProtocolError.OutcomeUnknown, e.Code);
        alice.Pending.Clear();
        Assert.True((await service.SendAsync(alice.Admin.Identity, new StatusRequest { Account = alice.Address })).Response.IsSuccess);
        var download = new DownloadRequest { Account = alice.Address, Select = [new ConstraintsSelect { Container = StoreLabel.Credential }] };
        e = await Assert.ThrowsAsync<ProtocolException>(() => service.SendAsync(alice.Admin.Identity, download));
        Assert.Equal(ProtocolError.Unreachable, e.Code);
        download = download with { ConstraintsPost = new ConstraintsData { BytesMax = 300_000 } };
        Assert.True((await service.SendAsync(alice.Admin.Identity, download)).Response.IsSuccess);
    }

    [Requirement("NET-11")]
    [Fact]
    public async Task A_length_that_is_only_announced_takes_no_room()
    {
        await using RunningService service = await RunningService.StartAsync(new ServicePolicy { BodyOctets = 600_000 });
        var alice = new Person("alice@example.com", service.ServiceUdf);
        await alice.SettleAsync(service);
        byte[] ticketed = await service.RecordAsync(alice.Admin.Identity, alice.Adding("a.example"));
        List<Socket> announced = [];
        for (int i = 0; i < 8; i++)
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            announced.Add(socket);
            await socket.ConnectAsync(IPAddress.Loopback, service.Address.Port);
            await socket.SendAsync(System.Text.Encoding.ASCII.GetBytes(
                "POST /.well-known/mmm HTTP/1.1\r\nHost: x\r\nContent-Type: application/octet-stream\r\nContent-Length: 500000\r\n\r\n"));
            await socket.SendAsync(ticketed.AsMemory(0, RequestHead.MaximumOctets));
        }

        Assert.True((await AddAsync(service, alice, "b.example", 2)).IsSuccess);
        announced.ForEach(s => s.Dispose());
    }

    [Fact]
    public void Room_is_given_back_once()
    {
        var room = new BodyRoom(1_000_000);
        using BodyRoom.Place first = room.Enter();
        using BodyRoom.Place second = room.Enter();
        Assert.True(first.TryGrow(300_000));
        Assert.True(first.TryGrow(600_000));
        Assert.False(second.TryGrow(600_000));
        Assert.True(second.TryGrow(400_000));
        Assert.False(second.TryGrow(400_001));
        Assert.True(room.Enter().TryGrow(BodyRoom.Short));
        first.Dispose();
        first.Dispose();
        Assert.True(second.TryGrow(1_000_000));
        Assert.False(first.TryGrow(BodyRoom.Short + 1));
    }

    private static async Task<MeshResponse> AddAsync(RunningService service, Person person, string site, int entries) => (await service.SendAsync(
        person.Admin.Identity, person.Transact(person.Update(StoreLabel.Credential,
            [.. Enumerable.Range(0, entries).Select(i => (CatalogEvents.New, (CatalogedEntry)Person.Password(site + i, new string('x', 120_000))))])))).Response;

    private static HostOptions Secured(TempFolder folder, out X509Certificate2 root)
    {
        ServiceIdentity.Create(folder.File("data"), "example.com", SystemRandom.Instance, TimeProvider.System);
        DateTimeOffset begin = TimeProvider.System.GetUtcNow().AddDays(-1);
        using ECDsa rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using ECDsa betweenKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using ECDsa hostKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        root = Authority("CN=Root", rootKey).CreateSelfSigned(begin, begin.AddDays(30));
        using X509Certificate2 between = Authority("CN=Between", betweenKey).Create(root, begin, begin.AddDays(20), [1]);
        using X509Certificate2 issuer = between.CopyWithPrivateKey(betweenKey);
        var request = new CertificateRequest("CN=" + Name, hostKey, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(Name);
        request.CertificateExtensions.Add(names.Build());
        using X509Certificate2 own = request.Create(issuer, begin, begin.AddDays(10), [2]);
        File.WriteAllText(folder.File("host.pem"), own.ExportCertificatePem() + "\n" + between.ExportCertificatePem() + "\n");
        File.WriteAllText(folder.File("host.key"), hostKey.ExportPkcs8PrivateKeyPem());
        return new HostOptions
        {
            Data = folder.File("data"),
            Listen = new Uri("https://127.0.0.1:0"),
            Certificate = folder.File("host.pem"),
            CertificateKey = folder.File("host.key"),
        };
    }

    private static CertificateRequest Authority(string name, ECDsa key)
    {
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        return request;
    }
}

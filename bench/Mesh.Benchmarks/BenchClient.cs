using Mesh.Client;
using Mesh.Cryptography;
using Mesh.Encoding;
using Mesh.Protocol;
using Mesh.Schema;

namespace Mesh.Benchmarks;

/// <summary>An account with its first device, which sends requests as the client program would, but nothing around them.</summary>
internal sealed class BenchClient : IDisposable
{
    private readonly MachineParts _parts;
    private readonly Membership _membership;
    private readonly ClientIdentity _identity;
    private readonly MeshChannelClient _client;
    private readonly HttpTransport _transport = new(new HttpTransportOptions(), TimeProvider.System);
    private readonly MemoryTicketCache _tickets = new(TimeProvider.System);
    private readonly FileStream _file;
    private byte[] _octets = [];

    private BenchClient(MachineOptions options, string udf)
    {
        _parts = new MachineParts(options);
        _membership = _parts.OpenMembership(udf);
        _identity = _membership.Identity();
        var discovery = new ServiceDiscovery(
            new DnsClient(DnsServers.OfThisMachine(), SystemRandom.Instance, TimeProvider.System), SystemRandom.Instance,
            ServiceOverride.Parse(options.Variable(ServiceOverride.Variable)));
        _client = new MeshChannelClient(
            discovery, _transport, new HostAcceptance(new HostChain(), FirstContact.Rule, TimeProvider.System), _tickets, SystemRandom.Instance,
            TimeProvider.System);
        _file = new FileStream(Path.Combine(options.Root, "flushed"), FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
    }

    public static async Task<BenchClient> CreateAsync(string home, int number, Uri service)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(home)!);
        var options = new MachineOptions
        {
            Root = home,
            Variable = name => name == ServiceOverride.Variable ? $"example.com={service.GetLeftPart(UriPartial.Authority)}" : null,
        };
        using MeshMachine machine = MeshMachine.Open(options);
        AccountCreated account = await machine.CreateAccountAsync($"user{number}@example.com");
        return new BenchClient(options, account.ProfileUdf);
    }

    public Task StatusAsync() => SendAsync(new StatusRequest
    {
        Account = _membership.Address,
        CatalogedDeviceDigest = _membership.Record.Digest,
    });

    /// <summary>A sealed message into MMM_Local: one durable transaction that every device of an administrator may make.</summary>
    public Task TransactAsync(int octets)
    {
        byte[] id = new byte[16];
        SystemRandom.Instance.Fill(id);
        var message = new MessageComplete { MessageId = Udf.Nonce(id).ToString(), Sender = new string('x', octets / 2) };
        Enveloped<MessageComplete> envelope = _parts.Sealer.SignMessage(message, _membership.Keys.Signature, _membership.AccountEncryption);
        return SendAsync(new TransactRequest { Account = _membership.Address, Local = [envelope.As<Message>()] });
    }

    public Task FlushAsync(int octets)
    {
        _octets = _octets.Length == octets ? _octets : new byte[octets];
        _file.Write(_octets);
        _file.Flush(flushToDisk: true);
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        _file.Dispose();
        _membership.Dispose();
        _parts.Dispose();
        _tickets.Dispose();
        _transport.Dispose();
    }

    private async Task SendAsync(MeshRequest request)
    {
        ServiceAnswer answer = await _client.SendAsync(_membership.Target, _identity, PreparedRequest.Of(request, SystemRandom.Instance));
        if (!answer.Response.IsSuccess)
        {
            throw new InvalidOperationException($"the service answered {answer.Response.Status}: {answer.Response.StatusDescription}");
        }
    }
}

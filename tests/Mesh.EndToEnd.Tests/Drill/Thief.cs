using Mesh.Client;
using Mesh.Cryptography;
using Mesh.Dare;
using Mesh.Protocol;
using Mesh.Schema;

namespace Mesh.EndToEnd.Tests;

/// <summary>Uses the copied phone on the live service. Its program erases nothing, whatever it is told.</summary>
internal sealed class Thief : IDisposable
{
    private readonly HttpTransport _http = new(new HttpTransportOptions(), TimeProvider.System);
    private readonly CountingTransport _transport;
    private readonly MachineParts _parts;

    public Thief(Drill drill)
    {
        _transport = new CountingTransport(_http);
        _parts = new MachineParts(drill.Options("thief") with { Transport = _transport });
        Membership = _parts.OpenMembership(_parts.Catalog.All().Single().ProfileUdf);
    }

    public Membership Membership { get; }

    /// <summary>How many POSTs the last request took.</summary>
    public int Posts { get; private set; }

    /// <summary>Everything that the phone could ask for.</summary>
    public IEnumerable<MeshRequest> Requests()
    {
        yield return new StatusRequest { Account = Membership.Address };
        foreach (StoreDescription store in StoreTable.All)
        {
            yield return new DownloadRequest
            {
                Account = Membership.Address,
                Select = [new ConstraintsSelect { Container = store.Label, IndexMin = 0 }],
            };
        }

        yield return Password();
        yield return new TransactRequest { Account = Membership.Address, Local = [Message()] };
        yield return new TransactRequest { Account = Membership.Address, Inbound = [Message()] };
        yield return new UnbindRequest { Account = Membership.Address };
    }

    /// <summary>With the phone's connection; with the tickets that it had, or without.</summary>
    public async Task<MeshResponse> AskAsync(MeshRequest request, bool withTicket)
    {
        using ClientIdentity identity = Membership.Identity();
        return await AskAsync(request, identity, withTicket);
    }

    /// <summary>With the phone's own profile, as before it was connected.</summary>
    public async Task<MeshResponse> AskAsBareDeviceAsync(MeshRequest request)
    {
        using DeviceKeySet keys = _parts.OpenDeviceKeys(Membership.Device.Udf);
        DeviceRecord device = _parts.Catalog.FindDevice()!;
        using var identity = new ClientIdentity(ChannelCredentials.Device(keys.Authentication.Public.Octets, device.Profile), keys.Authentication);
        return await AskAsync(request, identity, withTicket: false);
    }

    /// <summary>The phone's former right to write passwords, used.</summary>
    public TransactRequest Password()
    {
        (LogOptions options, PrivateSeal? seal) = _parts.LogOptions(Membership.Udf);
        using (seal)
        {
            AccountLog log = AccountLog.OpenReader(_parts.LogPath(Membership.Udf), options);
            Replica replica = Replica.Load(log, Membership, StoreLabel.Credential);
            log.DisposeAsync().AsTask().GetAwaiter().GetResult();
            var writer = new StoreWriter(replica, Membership, Membership.Entry(StoreLabel.Credential)!, null, _parts.Options);
            writer.Put(new CatalogedCredential { Service = "thief.example", Username = "thief", Password = SecretText.FromText("thief") });
            return new TransactRequest { Account = Membership.Address, Updates = [writer.ToUpdate()] };
        }
    }

    /// <summary>Seals and signs a file with the account keys that the phone had.</summary>
    public void SignFile(string input, string output) => new SealedFiles(SystemRandom.Instance, TimeProvider.System).Seal(
        input, output, [Membership.AccountEncryption], [Membership.CommonSignature!], null);

    public void Dispose()
    {
        Membership.Dispose();
        _parts.Dispose();
        _http.Dispose();
    }

    private Enveloped<Message> Message() => _parts.Sealer.SignMessage(
        ConnectionMessageBuilder.Complete(
            SystemRandom.Instance, new Reference { MessageId = Membership.Udf, Relationship = MessageStates.ToText(MessageState.Closed) }),
        Membership.Keys.Signature,
        Membership.AccountEncryption).As<Message>();

    private async Task<MeshResponse> AskAsync(MeshRequest request, ClientIdentity identity, bool withTicket)
    {
        string tickets = Path.Combine(_parts.Home.Run, "mesh");
        if (!withTicket)
        {
            Directory.EnumerateFiles(tickets).ToList().ForEach(File.Delete);
        }

        int before = _transport.Posts;
        PreparedRequest prepared = PreparedRequest.Of(request, SystemRandom.Instance);
        MeshResponse response = (await _parts.Link.SendAsync(Membership.Target, identity, prepared, CancellationToken.None)).Response;
        Posts = _transport.Posts - before;
        return response;
    }
}

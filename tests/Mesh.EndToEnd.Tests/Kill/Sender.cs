using Mesh.Client;
using Mesh.Cryptography;
using Mesh.Dare;
using Mesh.Protocol;
using Mesh.Schema;

namespace Mesh.EndToEnd.Tests;

/// <summary>
/// One device that sends state changes one after the other and takes down what was acknowledged. Every change appends a message to
/// MMM_Inbound; those of the account's first device also a password to MMM_Credential, in the same transaction. Dispose it.
/// </summary>
internal sealed class Sender : IDisposable
{
    private readonly Membership _membership;
    private readonly ObjectSealer _sealer = new(SystemRandom.Instance, TimeProvider.System);
    private readonly bool _writesPasswords;
    private readonly StoreHead _head;
    private readonly MerkleFrontier _tree;
    private readonly List<(PreparedRequest Request, byte[] Outcome)> _acknowledged = [];
    private PreparedRequest? _pending;
    private MerkleFrontier? _next;
    private int _checked;

    public Sender(MachineParts parts, string udf, bool writesPasswords)
    {
        _membership = parts.OpenMembership(udf);
        _writesPasswords = writesPasswords;
        AccountLog log = AccountLog.OpenReader(parts.LogPath(udf), new LogOptions());
        Replica replica = Replica.Load(log, _membership, StoreLabel.Credential);
        log.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _head = StoreHead.Read(replica.Frames[0]);
        _tree = replica.Tree;
    }

    public string Account => _membership.Udf;

    public int Acknowledged => _acknowledged.Count;

    /// <summary>How many passwords were acknowledged to be saved.</summary>
    public int Passwords => _writesPasswords ? _acknowledged.Count : 0;

    /// <summary>The envelope IDs of the messages that were acknowledged.</summary>
    public HashSet<string> Messages { get; } = [];

    /// <summary>Requests whose outcome was unknown at some time.</summary>
    public int Unknown { get; private set; }

    /// <summary>Sends until the service is gone.</summary>
    public async Task SendAsync(MeshChannelClient client, Action acknowledged)
    {
        try
        {
            while (true)
            {
                await SettleAsync(client);
                acknowledged();
            }
        }
        catch (ProtocolException e) when (e.Code is ProtocolError.OutcomeUnknown or ProtocolError.Unreachable)
        {
            Unknown++;
        }
    }

    /// <summary>Sends one change: first the one whose outcome is unknown, octet for octet.</summary>
    public async Task SettleAsync(MeshChannelClient client)
    {
        PreparedRequest request = _pending ??= Build();
        MeshResponse response = await AskAsync(client, request);
        Assert.True(response.IsSuccess, $"{response.Status}/{response.StatusExtended} {response.StatusDescription}");
        _acknowledged.Add((request, MeshMessages.Write(response)));
        var sent = (TransactRequest)MeshMessages.ReadRequest(request.Octets);
        Assert.True(Messages.Add(sent.Inbound.Single().Envelope.Header.EnvelopeId!));
        if (_next is not null)
        {
            _tree.Append(StoreFrameBuilder.LeafOf(sent.Updates.Single().Envelopes.Single(), _tree.Count).Hash());
            _next = null;
        }

        _pending = null;
    }

    /// <summary>Repeats what was acknowledged since the last time, and some of what was before: the answers are the very same.</summary>
    public async Task CheckAsync(MeshChannelClient client, SeededRandom random)
    {
        int[] earlier = [.. Enumerable.Range(0, Math.Min(_checked, 2)).Select(_ => random.Next(_checked))];
        foreach (int which in earlier.Concat(Enumerable.Range(_checked, _acknowledged.Count - _checked)))
        {
            (PreparedRequest request, byte[] outcome) = _acknowledged[which];
            Assert.Equal(TextEncoding.UTF8.GetString(outcome), TextEncoding.UTF8.GetString(MeshMessages.Write(await AskAsync(client, request))));
        }

        _checked = _acknowledged.Count;
    }

    public void Dispose() => _membership.Dispose();

    private async Task<MeshResponse> AskAsync(MeshChannelClient client, PreparedRequest request)
    {
        using ClientIdentity identity = _membership.Identity();
        return (await client.SendAsync(_membership.Target, identity, request)).Response;
    }

    private PreparedRequest Build()
    {
        var reference = new Reference { MessageId = _membership.Udf, Relationship = MessageStates.ToText(MessageState.Closed) };
        Enveloped<Schema.MessageComplete> message = _sealer.SignMessage(
            ConnectionMessageBuilder.Complete(SystemRandom.Instance, reference), _membership.Keys.Signature, _membership.AccountEncryption);
        var request = new TransactRequest
        {
            Account = _membership.Address,
            Inbound = [message.As<Message>()],
            Updates = _writesPasswords ? [Password()] : [],
        };
        return PreparedRequest.Of(request, SystemRandom.Instance);
    }

    private ContainerUpdate Password()
    {
        ActivationEntry entry = _membership.Entry(StoreLabel.Credential)!;
        var sealer = new CatalogSealer(new EnvelopeSealer(SystemRandom.Instance, TimeProvider.System))
        {
            Naming = Membership.Naming(entry),
            Recipients = [Membership.Private<Keys.AgreementPrivateKey>(entry.Key)!.Public],
        };
        using var credential = new CatalogedCredential { Service = $"site {_tree.Count}", Password = SecretText.FromText("password") };
        UnverifiedEnvelope envelope = sealer.SealChange(
            new StorePlace(_head.Origin, _tree.Count), CatalogEvents.New, credential.PrimaryKey, SchemaJson.Encode(credential));
        _next = _tree.Clone();
        _next.Append(StoreFrameBuilder.LeafOf(envelope, _tree.Count).Hash());
        return new ContainerUpdate { Container = StoreLabel.Credential, Index = _tree.Count, Digest = _next.Root(), Envelopes = [envelope] };
    }
}

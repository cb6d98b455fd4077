using System.Collections.Immutable;
using Mesh.Cryptography;
using Mesh.Dare;
using Mesh.Keys;
using Mesh.Protocol;
using Mesh.Schema;
using StoreLabel = Mesh.Schema.StoreLabel;

namespace Mesh.Service.Tests;

/// <summary>An account with its keys, and what it takes to build requests for it by hand: right ones and wrong ones.</summary>
internal sealed class Person
{
    private readonly KeySeed _seed = KeySeed.Generate(SeedKind.MeshProfileAccount, SystemRandom.Instance);
    private readonly Dictionary<string, (StoreHead Head, MerkleFrontier Tree)> _stores = new(StringComparer.Ordinal);

    public Person(string address, string serviceUdf)
    {
        Keys = AccountKeySet.Of(_seed);
        Profile = ProfileValidator.Validate(ProfileBuilder.User(Sealer, Keys, address, serviceUdf));
        Held = new ActivationCommon
        {
            ProfileSignature = KeyData.OfPrivate(Keys.Profile),
            AdministratorSignature = KeyData.OfPrivate(Keys.Administrator),
            Encryption = KeyData.OfPrivate(Keys.Encryption),
            Signature = KeyData.OfPrivate(Keys.Signature),
            Entries = [.. StoreTable.All.Where(s => s.Kind == StoreKind.Catalog).Select(s => KeyGenerations.First(_seed, s))],
        };
        Admin = new Member(this, Role.Super, Role.Admin, Role.Web);
        Phone = new Member(this, Role.Web);
    }

    public ObjectSealer Sealer { get; } = new(SystemRandom.Instance, TimeProvider.System);

    public AccountKeySet Keys { get; }

    public Verified<ProfileUser> Profile { get; set; }

    public ActivationCommon Held { get; }

    public Member Admin { get; }

    public Member Phone { get; }

    public string Address => Profile.Value.AccountAddress!;

    public AgreementPublicKey AccessEncrypt { get; private set; } = null!;

    public ClientIdentity AccountIdentity => new(
        ChannelCredentials.Account(Keys.Authentication.Public.Octets, Address, Profile.Envelope.ToJson()), Keys.Authentication);

    public BindRequest Bind => new() { AccountAddress = Address, EnvelopedProfileAccount = Profile.Envelope.As<ProfileAccount>() };

    /// <summary>Binds the account and fills the stores that a test needs.</summary>
    public async Task SettleAsync(RunningService service)
    {
        ServiceAnswer bound = await service.SendAsync(AccountIdentity, Bind);
        Assert.Equal(MeshStatus.Done, bound.Response.Status);
        Assigned(((BindResponse)bound.Response).EnvelopedAccountHostAssignment!);
        ServiceAnswer filled = await service.SendAsync(AccountIdentity, Bootstrap());
        Assert.Equal(MeshStatus.Done, filled.Response.Status);
        Keep();
    }

    /// <summary>Takes the key that the service reads Access with.</summary>
    public void Assigned(Enveloped<AccountHostAssignment> assignment) =>
        AccessEncrypt = (AgreementPublicKey)SchemaJson.Decode<AccountHostAssignment>(assignment.Envelope.Body).AccessEncrypt.PublicParameters!;

    /// <summary>The first transaction: stores with their heads, both devices admitted, the store keys named.</summary>
    public TransactRequest Bootstrap()
    {
        foreach (string label in new[] { StoreLabel.Access, StoreLabel.Device, StoreLabel.Credential })
        {
            _stores[label] = (StoreHead.Create(SystemRandom.Instance, StoreHead.CatalogContentType, label, Profile.Value.Udf), new MerkleFrontier());
        }

        return new TransactRequest
        {
            Account = Address,
            Updates =
            [
                Begin(StoreLabel.Access, ConnectionBuilder.Admit(Sealer, Admin.Device, Keys.Administrator),
                    ConnectionBuilder.Admit(Sealer, Phone.Device, Keys.Administrator),
                    new CatalogedAccess { Capability = CapabilityStoreKey.Of(StoreLabel.Device, StoreKey(StoreLabel.Device).Kid, 0) },
                    new CatalogedAccess { Capability = CapabilityStoreKey.Of(StoreLabel.Credential, StoreKey(StoreLabel.Credential).Kid, 0) }),
                Begin(StoreLabel.Device, Admin.Device.Entry, Phone.Device.Entry),
                Begin(StoreLabel.Credential),
            ],
        };
    }

    /// <summary>An update of one store, at its end.</summary>
    public ContainerUpdate Update(string label, params (string Event, CatalogedEntry Entry)[] entries)
    {
        (StoreHead head, MerkleFrontier tree) = _stores[label];
        var next = tree.Clone();
        var envelopes = ImmutableArray.CreateBuilder<UnverifiedEnvelope>();
        foreach ((string @event, CatalogedEntry entry) in entries)
        {
            UnverifiedEnvelope envelope = Entry(label, new StorePlace(head.Origin, next.Count), @event, entry);
            next.Append(StoreFrameBuilder.LeafOf(envelope, next.Count).Hash());
            envelopes.Add(envelope);
        }

        Pending[label] = next;
        return new ContainerUpdate { Container = label, Index = tree.Count, Digest = next.Root(), Envelopes = envelopes.ToImmutable() };
    }

    public Dictionary<string, MerkleFrontier> Pending { get; } = new(StringComparer.Ordinal);

    /// <summary>What was pending is now so.</summary>
    public void Keep()
    {
        foreach ((string label, MerkleFrontier tree) in Pending)
        {
            _stores[label] = (_stores[label].Head, tree);
        }

        Pending.Clear();
    }

    /// <summary>Who signs Access and Device entries; a test may put somebody else in.</summary>
    public SignaturePrivateKey? Signer { get; set; }

    /// <summary>The key that entries are sealed to in place of the store's own.</summary>
    public AgreementPublicKey? WrongKey { get; set; }

    /// <summary>One more that entries are sealed to.</summary>
    public AgreementPublicKey? FurtherReader { get; set; }

    public TransactRequest Transact(params ContainerUpdate[] updates) => new() { Account = Address, Updates = [.. updates] };

    /// <summary>A password more, on the state that is known here; nothing stays pending.</summary>
    public TransactRequest Adding(string site)
    {
        TransactRequest request = Transact(Update(StoreLabel.Credential, (CatalogEvents.New, Password(site, "x"))));
        Pending.Clear();
        return request;
    }

    public static CatalogedCredential Password(string site, string password) =>
        new() { Service = site, Username = "alice", Password = SecretText(password) };

    private static Schema.SecretText SecretText(string text) => Schema.SecretText.FromText(text);

    private AgreementPublicKey StoreKey(string label) =>
        (AgreementPublicKey)((PrivateKeyParameters)Held.Entries.First(e => e.Resource == label).Key.PrivateParameters!).Key.PublicKey;

    private ContainerUpdate Begin(string label, params CatalogedEntry[] entries)
    {
        (StoreHead head, MerkleFrontier tree) = _stores[label];
        UnverifiedEnvelope first = head.ToEnvelope();
        tree.Append(StoreFrameBuilder.LeafOf(first, 0).Hash());
        ContainerUpdate rest = Update(label, [.. entries.Select(e => (CatalogEvents.New, e))]);
        return rest with { Index = 0, Envelopes = [first, .. rest.Envelopes] };
    }

    private UnverifiedEnvelope Entry(string label, StorePlace place, string @event, CatalogedEntry entry)
    {
        bool readable = label == StoreLabel.Access;
        using SecretBytes index = _seed.DeriveSecret(KeyNames.StoreIndex(label), 32);
        var sealer = new CatalogSealer(new EnvelopeSealer(SystemRandom.Instance, TimeProvider.System))
        {
            Naming = readable ? EntryNaming.Plain : EntryNaming.Pseudonym(index),
            Recipients = readable ? [StoreKey(label), AccessEncrypt] : [WrongKey ?? StoreKey(label)],
            FurtherReaders = FurtherReader is null
                ? new Dictionary<string, AgreementPublicKey>()
                : new Dictionary<string, AgreementPublicKey> { [entry.PrimaryKey] = FurtherReader },
            Signers = label is StoreLabel.Access or StoreLabel.Device ? [Signer ?? Keys.Administrator] : [],
        };
        return sealer.SealChange(place, @event, entry.PrimaryKey, SchemaJson.Encode(entry));
    }
}

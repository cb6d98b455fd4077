using System.Text.Json;
using Mesh.Dare;
using Mesh.Keys;

namespace Mesh.Schema.Tests;

/// <summary>One object of every class that can stand alone, with every member, from fixed values.</summary>
internal static class Samples
{
    private static readonly DateTimeOffset Time = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private static readonly KeySeed Seed = KeySeed.Parse("ZAAQ-FKAT-PL72-4IHW-GIKY-IG5T-2IJG-JHC2-PMI7-44XR-HSBH-TKZI-WPNZ-F2XT");
    private static readonly AgreementPrivateKey Agreement = Seed.DeriveAgreement(KeyNames.AccountEncrypt);
    private static readonly SignaturePrivateKey Signature = Seed.DeriveSignature(KeyNames.AccountSign);
    private static readonly KeyData X448 = KeyData.Of(Agreement.Public);
    private static readonly KeyData Ed448 = KeyData.Of(Signature.Public);

    public static IReadOnlyList<MeshObject> All { get; } = [.. Profiles(), .. Connections(), .. Activations(), .. Entries(), .. Messages(), .. Machine()];

    public static MeshObject Of(string tag) => All.Single(o => o.Tag == tag);

    /// <summary>An envelope with the tag in its body: enough for what only carries it.</summary>
    public static Enveloped<T> Env<T>()
        where T : MeshObject => new(Plain($"{{\"{typeof(T).Name}\":{{}}}}"));

    private static UnverifiedEnvelope Plain(string body) =>
        new(new DareHeader(), System.Text.Encoding.UTF8.GetBytes(body), DareTrailer.Empty);

    private static KeyData Everything() => new()
    {
        Udf = Agreement.Kid,
        X509Certificate = [1],
        X509Chain = [[2], [3, 4]],
        X509CSR = [5, 6, 7],
        NotBefore = Time,
        NotOnOrAfter = Time.AddDays(1),
        PublicParameters = Agreement.Public,
        PrivateParameters = new PrivateKeyParameters(Seed.DeriveAgreement(KeyNames.AccountEncrypt)),
    };

    private static IEnumerable<MeshObject> Profiles()
    {
        Condition[] conditions = [new("Later", JsonElement.Parse("{\"Than\":1}"))];
        yield return new ProfileDevice
        {
            Names = ["one", "two"], Updated = Time, NotaryToken = "token", Conditions = [.. conditions], Description = "a device",
            ProfileSignature = Ed448, Encryption = X448, Signature = Ed448, Authentication = X448,
        };
        yield return new ProfileHost
        {
            Names = ["one"], Updated = Time, NotaryToken = "token", Conditions = [.. conditions], Description = "a host",
            ProfileSignature = Ed448, Encryption = X448, Signature = Ed448, Authentication = X448,
        };
        yield return new ProfileUser
        {
            Names = ["one"], Updated = Time, NotaryToken = "token", Conditions = [.. conditions], Description = "a \"person\" \\ é 😀",
            ProfileSignature = Ed448, AccountAddress = "alice@example.com", ServiceUdf = Signature.Kid, EscrowEncryption = X448,
            AdministratorSignature = Ed448, CommonEncryption = X448, CommonAuthentication = X448, CommonSignature = Ed448,
        };
        yield return new ProfileService
        {
            Names = ["one"], Updated = Time, NotaryToken = "token", Conditions = [.. conditions], Description = "a service",
            ProfileSignature = Ed448, ServiceAuthentication = X448, ServiceEncryption = X448, ServiceSignature = Ed448,
        };
        yield return new AccountHostAssignment
        {
            Names = ["one"], Updated = Time, NotaryToken = "token", Conditions = [.. conditions],
            AccountAddess = "alice@example.com", HostAddresses = ["host1.example.com", "@example"], AccessEncrypt = X448,
        };
        yield return new CallsignBinding
        {
            Names = ["one"], Updated = Time, NotaryToken = "token", Conditions = [.. conditions],
            Canonical = "@alice", Display = "@Alice", ProfileUdf = Signature.Kid,
            Services = [new NamedService { Prefix = "mmm", Mapping = "as is", Endpoint = ["a", "b"] }],
        };
    }

    private static IEnumerable<MeshObject> Connections()
    {
        Condition[] conditions = [new("Later", JsonElement.Parse("{\"Than\":1}"))];
        yield return new ConnectionService
        {
            Names = ["one"], Updated = Time, NotaryToken = "token", Conditions = [.. conditions],
            Subject = Agreement.Kid, Authority = Signature.Kid, Authentication = KeyData.Compact(Agreement.Public), ProfileUdf = Signature.Kid,
        };
        yield return new ConnectionDevice
        {
            Names = ["one"], Updated = Time, NotaryToken = "token", Conditions = [.. conditions],
            Subject = Agreement.Kid, Authority = Signature.Kid, Authentication = X448, ProfileUdf = Signature.Kid,
            Roles = ["admin", "web"], Signature = Ed448, Encryption = X448,
        };
    }

    private static IEnumerable<MeshObject> Activations()
    {
        Condition[] conditions = [new("Later", JsonElement.Parse("{\"Than\":1}"))];
        yield return new ActivationAccount
        {
            Names = ["one"], Updated = Time, NotaryToken = "token", Conditions = [.. conditions],
            ActivationKey = SeedCopy(), Entries = [Store("MMM_Contact")], AccountUdf = Signature.Kid,
        };
        yield return new ActivationHost
        {
            Names = ["one"], Updated = Time, NotaryToken = "token", Conditions = [.. conditions],
            ActivationKey = SeedCopy(), Entries = [Store("MMM_Contact")], AccountUdf = Signature.Kid,
        };
        yield return new ActivationCommon
        {
            Names = ["one"], Updated = Time, NotaryToken = "token", Conditions = [.. conditions],
            ActivationKey = SeedCopy(), Entries = [Store("MMM_Contact"), Store("MMM_Task")],
            ProfileSignature = KeyData.OfPrivate(Seed.DeriveSignature(KeyNames.AccountProfile)),
            AdministratorSignature = KeyData.OfPrivate(Seed.DeriveSignature(KeyNames.AccountAdminSign)),
            Encryption = Share(), Authentication = Everything(),
            Signature = new KeyData { PrivateParameters = new SeedParameters(SeedCopy()) },
            Generation = 2,
            PriorKeys = [new PriorKey { Generation = 1, Udf = Agreement.Kid, Wrapped = [1, 2, 3] }, new PriorKey { Generation = 0, Udf = Agreement.Kid, Share = Share() }],
        };
    }

    private static IEnumerable<MeshObject> Entries()
    {
        yield return new CatalogedDevice
        {
            Labels = ["l"], LocalName = "laptop", Uid = "uid", EnvelopedCheckpoint = Env<DeviceCheckpoint>(), Updated = Time, Udf = Signature.Kid, DeviceUdf = Agreement.Kid,
            SignatureUdf = Signature.Kid, PinId = "AALG-XLJN-YZC3-2PZ5-LJK4-2TWB-7TST",
            EnvelopedProfileUser = Env<ProfileUser>(), EnvelopedProfileDevice = Env<ProfileDevice>(),
            EnvelopedConnectionService = Env<ConnectionService>(), EnvelopedConnectionDevice = Env<ConnectionDevice>(),
            EnvelopedActivationAccount = Env<ActivationAccount>(), EnvelopedActivationCommon = Env<ActivationCommon>(),
        };
        yield return new RotationPending
        {
            Labels = ["l"], LocalName = "name", Uid = "uid", EnvelopedCheckpoint = Env<DeviceCheckpoint>(), DeviceUdf = Agreement.Kid, Removed = Time, Keys = ["CommonEncryption", "CommonSignature"],
        };
        yield return new DeviceHistory
        {
            Labels = ["l"], LocalName = "name", Uid = "uid", EnvelopedCheckpoint = Env<DeviceCheckpoint>(), Removed = [Agreement.Kid], PinIds = ["AALG-XLJN-YZC3-2PZ5-LJK4-2TWB-7TST"],
        };
        yield return new KeyEscrow
        {
            Labels = ["l"], LocalName = "name", Uid = "uid", EnvelopedCheckpoint = Env<DeviceCheckpoint>(), Encryption = Share(), Generation = 1,
            PriorKeys = [new PriorKey { Generation = 0, Udf = Agreement.Kid, Wrapped = [1] }], Entries = [Store("MMM_Contact")],
        };
        yield return new CatalogedCredential
        {
            Labels = ["l"], LocalName = "name", Uid = "uid", EnvelopedCheckpoint = Env<DeviceCheckpoint>(), Protocol = "https", Service = "example.com", Username = "alice",
            Password = SecretText.FromText("pass \"wörd\""), ClientAuthentication = [Everything()], HostAuthentication = [Ed448],
        };
        yield return new CatalogedPublication
        {
            Labels = ["l"], LocalName = "name", Uid = "uid", EnvelopedCheckpoint = Env<DeviceCheckpoint>(), Id = "EBQB-KJVT-BYND-4GE2-U65R-FZFH-4C7O", Authenticator = "EDMR",
            EnvelopedData = Plain("anything"), NotOnOrAfter = Time,
        };
        AccessCapability access = new()
        {
            Id = Agreement.Kid, Active = true, Issued = 7, Mode = "Device", Udf = Agreement.Kid, Witness = "w",
            Rights = ["mmm_o_Status", "mmm_o_Download:MMM_Contact"], EnvelopedCatalogedDevice = Env<CatalogedDevice>(),
            CatalogedDeviceDigest = "MAAA",
        };
        yield return new CatalogedAccess { Labels = ["l"], LocalName = "name", Uid = "uid", EnvelopedCheckpoint = Env<DeviceCheckpoint>(), Capability = access };
        yield return access;
        yield return new NullCapability
        {
            Id = Agreement.Kid, Active = false, Issued = -1, Mode = "Device", Udf = Agreement.Kid, Witness = "w",
            EnvelopedRevocation = Env<DeviceRevocation>(),
        };
        yield return new CapabilityStoreKey
        {
            Id = "mmm/storekey/MMM_Contact", Active = true, Issued = 1, Mode = "Device", Udf = Agreement.Kid, Witness = "w",
            KeyIdentifier = Agreement.Kid, Generation = 2,
        };
        yield return new DeviceRevocation
        {
            Names = ["one"], Updated = Time, NotaryToken = "token", Conditions = [new("Later", JsonElement.Parse("{\"Than\":1}"))],
            AccountUdf = Signature.Kid, DeviceUdf = Agreement.Kid,
        };
        yield return new ShareSet
        {
            Names = ["one"], Updated = Time, NotaryToken = "token", Conditions = [new("Later", JsonElement.Parse("{\"Than\":1}"))],
            ProfileSignature = KeyData.Of(Signature.Public), SetId = [.. Enumerable.Repeat((byte)3, 16)], Threshold = 2, Count = 3,
            Commitments = [[.. Enumerable.Repeat((byte)1, 32)], [.. Enumerable.Repeat((byte)2, 32)], [.. Enumerable.Repeat((byte)4, 32)]],
        };
        yield return new DeviceCheckpoint
        {
            Names = ["one"], Updated = Time, NotaryToken = "token", Conditions = [new("Later", JsonElement.Parse("{\"Than\":1}"))],
            AccountUdf = Signature.Kid, DeviceUdf = Agreement.Kid, Stores = [new StoreApex { Store = "MMM_Contact", Count = 3, Root = new byte[32] }],
        };
        yield return new CatalogedContact { Labels = ["l"], LocalName = "name", Uid = "uid", EnvelopedCheckpoint = Env<DeviceCheckpoint>(), Key = "NAAA", Self = true, Contact = Person() };
        yield return Person();
        yield return Filled(new ContactOrganization { CommonNames = [new OrganizationName { Inactive = false, RegisteredName = "Example Ltd", DBA = "Example" }] });
        yield return Filled(new ContactGroup());
        yield return new AccountUser
        {
            Labels = ["l"], LocalName = "name", Uid = "uid", EnvelopedCheckpoint = Env<DeviceCheckpoint>(), Directory = "dir", ProfileUdf = Signature.Kid, Quota = 1 << 20, Status = "Connected", Suspended = true, Ended = Time,
            EnvelopedProfileUser = Env<ProfileUser>(), EnvelopedAccountHostAssignment = Env<AccountHostAssignment>(),
        };
    }

    private static IEnumerable<MeshObject> Messages()
    {
        const string Id = "NCXW-ZBN4-EMNM-GYCA-OPWA-2OEV-D3SB";
        yield return new MessageComplete
        {
            MessageId = Id, Sender = "alice@example.com", Recipient = "bob@example.com",
            References = [new Reference { MessageId = Id, ResponseId = "MAAA", Relationship = "Closed" }],
        };
        yield return new MessagePin
        {
            MessageId = "AALG-XLJN-YZC3-2PZ5-LJK4-2TWB-7TST", Sender = "alice@example.com", Recipient = "alice@example.com",
            Account = "alice@example.com", Expires = Time, Automatic = true, Action = "Device", Roles = ["web"],
            SaltedPin = SaltedPin.Parse("AA3X-AOXG-CTAE-HAQ3-EDP7-PSLZ-CIHS"),
        };
        yield return new RequestConnection
        {
            MessageId = Id, Sender = "a@b", Recipient = "alice@example.com", AuthenticatedData = Plain("profile"),
            ClientNonce = [.. Enumerable.Range(0, 16).Select(i => (byte)i)], PinId = "AALG", PinWitness = [9], AccountAddress = "alice@example.com",
        };
        yield return new AcknowledgeConnection
        {
            MessageId = Id, Sender = "a@b", Recipient = "alice@example.com", EnvelopedRequestConnection = Env<RequestConnection>(),
            ServerNonce = [1, 2, 3], Witness = "CGQR-COKS-K4UR-EPYB-2CBI-MB6Z-UQ4B",
        };
        yield return new RespondConnection
        {
            MessageId = Id, Sender = "a@b", Recipient = "alice@example.com", Result = "Accept",
            CatalogedDevice = (CatalogedDevice)Entries().First(), AccountWitness = [1, 2, 3],
        };
    }

    private static IEnumerable<MeshObject> Machine()
    {
        yield return new CatalogedStandard
        {
            Labels = ["l"], LocalName = "name", Uid = "uid", EnvelopedCheckpoint = Env<DeviceCheckpoint>(), Id = "id", Local = "local", Default = true,
            EnvelopedProfileAccount = Env<ProfileUser>(), CatalogedDevice = (CatalogedDevice)Entries().First(), CatalogedDeviceDigest = "MAAA",
            EnvelopedAccountHostAssignment = Env<AccountHostAssignment>(),
        };
        yield return new CatalogedPending
        {
            Labels = ["l"], LocalName = "name", Uid = "uid", EnvelopedCheckpoint = Env<DeviceCheckpoint>(), Id = "id", Local = "local", Default = false,
            EnvelopedProfileAccount = Env<ProfileUser>(), CatalogedDevice = (CatalogedDevice)Entries().First(), CatalogedDeviceDigest = "MAAA",
            EnvelopedAccountHostAssignment = Env<AccountHostAssignment>(),
            DeviceUdf = Agreement.Kid, EnvelopedProfileDevice = Env<ProfileDevice>(),
            EnvelopedAcknowledgeConnection = Env<AcknowledgeConnection>(), AccountAddress = "alice@example.com",
        };
        yield return new CatalogedPreconfigured
        {
            Labels = ["l"], LocalName = "name", Uid = "uid", EnvelopedCheckpoint = Env<DeviceCheckpoint>(), Id = "id", Local = "local", Default = false,
            EnvelopedProfileAccount = Env<ProfileUser>(), CatalogedDevice = (CatalogedDevice)Entries().First(), CatalogedDeviceDigest = "MAAA",
            EnvelopedAccountHostAssignment = Env<AccountHostAssignment>(),
            EnvelopedProfileDevice = Env<ProfileDevice>(), EnvelopedConnectionService = Env<ConnectionService>(),
            EnvelopedConnectionDevice = Env<ConnectionDevice>(), AccountAddress = "maker@example.com",
            PublicationId = "EBQB", ServiceAuthenticator = "AAX2", DeviceAuthenticator = "ADZR",
        };
        yield return new CatalogedService
        {
            Labels = ["l"], LocalName = "name", Uid = "uid", EnvelopedCheckpoint = Env<DeviceCheckpoint>(), Id = "id", Local = "local", Default = false,
            EnvelopedProfileAccount = Env<ProfileUser>(), CatalogedDevice = (CatalogedDevice)Entries().First(), CatalogedDeviceDigest = "MAAA",
            EnvelopedAccountHostAssignment = Env<AccountHostAssignment>(),
            EnvelopedProfileService = Env<ProfileService>(), EnvelopedProfileHost = Env<ProfileHost>(),
            EnvelopedActivationHost = Env<ActivationHost>(), EnvelopedConnectionService = Env<ConnectionService>(),
        };
    }

    private static ContactPerson Person() => (ContactPerson)Filled(new ContactPerson
    {
        CommonNames =
        [
            new PersonName
            {
                Inactive = false, FullName = "Alice Q. Example", Prefix = "Dr", First = "Alice", Middle = ["Q", "R"], Last = "Example",
                Suffix = "Jr", PostNominal = "PhD",
            },
        ],
    });

    private static Contact Filled(Contact contact)
    {
        Location location = new()
        {
            Appartment = "1", Street = "Main", District = "d", Locality = "Town", County = "c", Postcode = "12345", Country = "UK",
            Latitude = 51.5, Longitude = -0.125,
        };
        return contact with
        {
            Names = ["one"], Updated = Time, NotaryToken = "token", Conditions = [new("Later", JsonElement.Parse("{\"Than\":1}"))],
            Id = Signature.Kid, Local = "al", Anchors = [new Anchor { Udf = Signature.Kid, Validation = "Direct" }],
            NetworkAddresses =
            [
                new NetworkAddress
                {
                    Inactive = true, Address = "alice@example.com", NetworkCapability = ["mmm"], EnvelopedProfileAccount = Env<ProfileAccount>(),
                    Protocols = [new NetworkProtocol { Protocol = "mmm" }],
                },
            ],
            Locations = [location],
            Roles = [new ContactRole { OrganizationName = "Example Ltd", Titles = ["Chief"], Locations = [location] }],
            Bookmark = [new ContactBookmark { Uri = "https://example.com", Title = "Home", Role = ["blog"] }],
            Sources = [new TaggedSource { LocalName = "card", Validation = "Remote", BinarySource = [1, 2], EnvelopedSource = Env<Contact>() }],
        };
    }

    private static ActivationEntry Store(string label) => new()
    {
        Resource = label,
        Key = KeyData.OfPrivate(Seed.DeriveAgreement(KeyNames.StoreEncrypt(label))),
        IndexKey = new IndexKey(Seed.DeriveSecret(KeyNames.StoreIndex(label), IndexKey.Length)),
        Generation = 1,
        PriorKeys = [new PriorKey { Generation = 0, Udf = Agreement.Kid, Wrapped = [1, 2, 3] }],
        ServiceId = Signature.Kid,
        ServiceAddress = "alice@example.com",
    };

    private static KeyData Share() => new()
    {
        Udf = Agreement.Kid,
        PrivateParameters = new KeyShare(Agreement.Public, Seed.DeriveAgreement(KeyNames.AccountEscrow), Signature.Kid, "alice@example.com"),
    };

    private static KeySeed SeedCopy() => KeySeed.Parse(Seed.RevealUdf());
}

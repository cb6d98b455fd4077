using Mesh.Dare;
using Mesh.Schema;

namespace Mesh.Protocol.Tests;

/// <summary>One message of every class with every member set.</summary>
internal static class MessageSamples
{
    private static readonly DateTimeOffset Time = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    /// <summary>Envelopes are opaque to messages, so any will do.</summary>
    public static UnverifiedEnvelope Envelope { get; } = UnverifiedEnvelope.Parse("""[{"dig":"S512"},"e30",{"PayloadDigest":"AAEC"}]"""u8.ToArray());

    public static IReadOnlyDictionary<string, MeshRequest> Requests { get; } = new Dictionary<string, MeshRequest>
    {
        ["Hello"] = new HelloRequest { Id = "N1", Service = "mmm.example.com", CallsignBinding = Of<CallsignBinding>() },
        ["BindAccount"] = new BindRequest
        {
            Id = "N1", AccountAddress = "alice@example.com", EnvelopedProfileAccount = Of<ProfileAccount>(),
            EnvelopedCallsignBinding = [Of<CallsignBinding>()],
        },
        ["UnbindAccount"] = new UnbindRequest { Id = "N1", Account = "alice@example.com", Capability = "MCAP" },
        ["Connect"] = new ConnectRequest { Id = "N1", EnvelopedRequestConnection = Of<RequestConnection>(), Rights = ["web"] },
        ["Complete"] = new CompleteRequest
        {
            Id = "N1", Account = "alice@example.com", AccountAddress = "alice@example.com", ResponseId = "MRES", DeviceUdf = "MDEV",
        },
        ["Status"] = new StatusRequest
        {
            Id = "N1", Account = "alice@example.com", EnvelopedProfileDevice = Of<ProfileDevice>(), DeviceUdf = "MDEV",
            CatalogedDeviceDigest = "MDIG", Catalogs = ["MMM_Contact"], Spools = ["MMM_Inbound"],
        },
        ["Download"] = new DownloadRequest
        {
            Id = "N1", Account = "alice@example.com",
            Select =
            [
                new ConstraintsSelect
                {
                    Container = "MMM_Contact", IndexMin = 3, IndexMax = 9, NotBefore = Time, Before = Time.AddDays(1), PageKey = "p",
                },
            ],
            ConstraintsPost = Limits,
        },
        ["Transact"] = new TransactRequest
        {
            Id = "N1", Account = "alice@example.com",
            Updates = [new ContainerUpdate { Container = "MMM_Contact", Index = 3, Digest = Root, Envelopes = [Envelope, Envelope] }],
            Accounts = ["bob@example.net"], Outbound = [Of<Message>()], Inbound = [Of<Message>()], Local = [Of<Message>()],
            EnvelopedProfileAccount = Of<ProfileUser>(),
        },
        ["Post"] = new PostRequest
        {
            Id = "N1", Accounts = ["bob@example.net"], Messages = [Of<Message>()], EnvelopedProfileAccount = Of<ProfileAccount>(),
        },
        ["Claim"] = new ClaimRequest { Id = "N1", EnvelopedMessageClaim = Envelope },
        ["PollClaim"] = new PollClaimRequest { Id = "N1", PublicationId = "EPUB", TargetAccountAddress = "maker@example.com", Witness = new byte[64] },
    };

    public static IReadOnlyDictionary<string, MeshResponse> Responses { get; } = new Dictionary<string, MeshResponse>
    {
        ["Hello"] = new MeshHelloResponse
        {
            Id = "N1", Status = MeshStatus.Done, Version = MeshVersion.Current,
            Alternates = [new MeshVersion { Major = 2, Minor = 1, Uri = ["https://old.example.com/"] }], ConstraintsUpdate = Limits,
            ConstraintsPost = new ConstraintsData { BytesMax = 32768 },
            PolicyAccount = new PolicyAccount { Minimum = 1, Maximum = 64, InvalidCharacters = "/\\" },
            EnvelopedProfileService = Of<ProfileService>(), EnvelopedProfileHost = Of<ProfileHost>(), CallsignBinding = Of<CallsignBinding>(),
        },
        ["BindAccount"] = new BindResponse
        {
            Id = "N1", Status = MeshStatus.Accepted, Reason = "payment", Url = "https://example.com/pay",
            EnvelopedAccountHostAssignment = Of<AccountHostAssignment>(),
        },
        ["UnbindAccount"] = new UnbindResponse { Id = "N1", Status = MeshStatus.Done },
        ["Connect"] = new ConnectResponse
        {
            Id = "N1", Status = MeshStatus.Done, EnvelopedAcknowledgeConnection = Of<AcknowledgeConnection>(),
            EnvelopedProfileAccount = Of<ProfileAccount>(),
        },
        ["Complete"] = new CompleteResponse
        {
            Id = "N1", Status = MeshStatus.Done, EnvelopedRespondConnection = Of<RespondConnection>(),
            EnvelopedAccountHostAssignment = Of<AccountHostAssignment>(),
        },
        ["Status"] = new StatusResponse
        {
            Id = "N1", Status = MeshStatus.Done, EnvelopedProfileAccount = Of<ProfileAccount>(),
            EnvelopedCatalogedDevice = Of<CatalogedDevice>(), CatalogedDeviceDigest = "MDIG",
            ContainerStatus =
            [
                new ContainerStatus { Container = "MMM_Contact", Index = 3, Digest = Root }, new ContainerStatus { Container = "MMM_Local", Index = 0 },
            ],
            EnvelopedAccountHostAssignment = Of<AccountHostAssignment>(),
        },
        ["Download"] = new DownloadResponse
        {
            Id = "N1", Status = MeshStatus.Done,
            Updates = [new ContainerUpdate { Container = "MMM_Contact", Index = 0, Digest = Root, Envelopes = [Envelope] }],
        },
        ["Transact"] = new TransactResponse
        {
            Id = "N1", Status = MeshStatus.Conflict, StatusExtended = MeshStatusExtended.Conflict, StatusDescription = "synchronise",
            Entries = [Entry], ConstraintsData = Limits,
            ContainerStatus = [new ContainerStatus { Container = "MMM_Contact", Index = 4, Digest = Root }],
        },
        ["Post"] = new PostResponse { Id = "N1", Status = MeshStatus.Done, Entries = [Entry], ConstraintsData = Limits },
        ["Claim"] = new ClaimResponse
        {
            Id = "N1", Status = MeshStatus.Done,
            CatalogedPublication = new CatalogedPublication { Id = "EPUB", EnvelopedData = Envelope },
        },
        ["PollClaim"] = new PollClaimResponse { Id = "N1", Status = MeshStatus.Done, EnvelopedMessage = Envelope },
        ["MeshResponse"] = new MeshResponse
        {
            Id = "N1", Status = MeshStatus.Refused, StatusExtended = MeshStatusExtended.DeviceRevoked, StatusDescription = "removed",
            EnvelopedRevocation = Of<DeviceRevocation>(), EnvelopedRevokingProfile = Of<ProfileUser>(),
        },
    };

    private static ConstraintsData Limits => new() { MaxEntries = 10, BytesOffset = 1, BytesMax = 1000, Header = true, Payload = false, Trailer = true };

    private static EntryResponse Entry => new()
    {
        IndexRequest = 0, IndexContainer = 4, Result = EntryResponse.Conflict, ConstraintsData = new ConstraintsData { BytesMax = 5 },
    };

    private static byte[] Root => [.. Enumerable.Range(0, 32).Select(i => (byte)i)];

    private static Enveloped<T> Of<T>()
        where T : MeshObject => new(Envelope);
}

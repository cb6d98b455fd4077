using Mesh.Client;
using Mesh.Keys;
using Mesh.Protocol;
using Mesh.Schema;

namespace Mesh.Hostile.Tests;

/// <summary>
/// A provider that wants a new device for an account of its own: it shows a profile under Alice's address, acknowledges, and answers, all of one
/// piece and signed as it must be, by keys that it made.
/// </summary>
public sealed class EnrolmentTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Requirement("SVC-08")]
    public async Task A_device_with_a_PIN_is_not_enrolled_in_an_account_that_does_not_know_it(bool guesses)
    {
        await using Stage stage = await Stage.OpenAsync("enrolment " + guesses);
        PinIssued pin = await stage.Account("admin").CreatePinAsync(24, TimeSpan.FromHours(1), [Role.Web]);
        using var trap = new Trap(stage.Provider, guesses);
        MeshMachine fresh = stage.Machine("fresh");
        stage.Provider.Tweak = trap.Connect;
        ConnectionRequested asked = await fresh.RequestConnectionAsync(Template.Alice, pin.Pin);
        Assert.Equal(trap.Profile.Value.Udf, asked.ProfileUdf); // an address alone proves nothing
        stage.Provider.Tweak = trap.Complete;
        ClientException e = await Assert.ThrowsAsync<ClientException>(() => fresh.CompleteConnectionAsync());
        Assert.Equal(ClientError.Verification, e.Code);
        NothingInstalled(stage);
    }

    [Fact]
    public async Task Without_a_PIN_the_witness_on_the_device_is_on_no_screen_of_an_administrator()
    {
        await using Stage stage = await Stage.OpenAsync("witness");
        using var trap = new Trap(stage.Provider, guesses: false);
        stage.Provider.Tweak = trap.Connect;
        ConnectionRequested asked = await stage.Machine("fresh").RequestConnectionAsync(Template.Alice);
        stage.Provider.Tweak = null;
        MeshAccount admin = stage.Account("admin");
        await admin.SyncAsync(automatic: true);
        Assert.DoesNotContain(admin.PendingConnections(), p => p.Witness == asked.Witness);
        Assert.Equal(ClientError.NotFound, (await Assert.ThrowsAsync<ClientException>(
            () => admin.AcceptAsync(asked.Witness, null, [Role.Web]))).Code);
    }

    [Fact]
    public async Task A_device_that_asked_Alice_is_not_enrolled_by_anybody_else()
    {
        await using Stage stage = await Stage.OpenAsync("answer");
        using var trap = new Trap(stage.Provider, guesses: false);
        MeshMachine fresh = stage.Machine("fresh");
        await fresh.RequestConnectionAsync(Template.Alice); // honestly acknowledged
        trap.Learn(stage.Provider.Seen[^1]);
        stage.Provider.Tweak = trap.Complete;
        ClientException e = await Assert.ThrowsAsync<ClientException>(() => fresh.CompleteConnectionAsync());
        Assert.Equal(ClientError.Verification, e.Code);
        NothingInstalled(stage);
    }

    private static void NothingInstalled(Stage stage)
    {
        MeshMachine fresh = stage.Machine("fresh");
        Assert.Equal(AccountState.Pending, Assert.Single(fresh.Accounts()).State);
        Assert.DoesNotContain(
            Directory.EnumerateFiles(Path.Combine(stage.Folder("fresh"), "keys")), f => Path.GetFileName(f).Contains("ctivation", StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>The provider's own account, and what it says for it.</summary>
    private sealed class Trap : IDisposable
    {
        private readonly ObjectSealer _sealer = new(new SeededRandom("trap"), TimeProvider.System);
        private readonly HostileProvider _provider;
        private readonly AccountKeySet _keys;
        private readonly ActivationCommon _held;
        private readonly SaltedPin? _guess;
        private VerifiedAcknowledge? _acknowledge;

        public Trap(HostileProvider provider, bool guesses)
        {
            _provider = provider;
            using KeySeed seed = KeySeed.Generate(SeedKind.MeshProfileAccount, _sealer.Random);
            _keys = AccountKeySet.Of(seed);
            Profile = ProfileValidator.Validate(ProfileBuilder.User(_sealer, _keys, Template.Alice, provider.Identity.Profile.Value.Udf));
            _held = new ActivationCommon
            {
                ProfileSignature = KeyData.OfPrivate(_keys.Profile),
                AdministratorSignature = KeyData.OfPrivate(_keys.Administrator),
                Encryption = KeyData.OfPrivate(_keys.Encryption),
                Signature = KeyData.OfPrivate(_keys.Signature),
                Entries = [.. StoreTable.All.Where(s => s.Kind == StoreKind.Catalog).Select(s => KeyGenerations.First(seed, s))],
            };
            if (guesses)
            {
                using PinCode code = PinCode.Generate(_sealer.Random);
                _guess = code.Salt(PinAction.Device);
            }
        }

        public Verified<ProfileUser> Profile { get; }

        public Tweak Connect => new(MeshTransaction.Connect, "shows an account of its own", exchange =>
        {
            VerifiedRequest request = ConnectionMessageValidator.ValidateRequest(((ConnectRequest)exchange.Request).EnvelopedRequestConnection, Template.Alice);
            AcknowledgeConnection acknowledge = ConnectionMessageBuilder.Acknowledge(_sealer.Random, request, Profile);
            _acknowledge = Verify(acknowledge);
            return Task.FromResult<ReadOnlyMemory<byte>>(Tweaks.Write(exchange, new ConnectResponse
            {
                Status = MeshStatus.Done,
                EnvelopedAcknowledgeConnection = _sealer.SignMessage(
                    acknowledge, _provider.Identity.Signature, (AgreementPublicKey)request.Device.Value.Encryption.PublicParameters!),
                EnvelopedProfileAccount = Profile.Envelope.As<ProfileAccount>(),
            }));
        });

        public Tweak Complete => new(MeshTransaction.Complete, "lets its own administrator answer", exchange =>
        {
            VerifiedDevice device = ConnectionBuilder.Connect(_sealer, new DeviceConnection
            {
                Account = Profile,
                Device = _acknowledge!.Request.Device,
                Administrator = _keys.Administrator,
                Roles = [Role.Web],
                Held = _held,
            });
            return Task.FromResult<ReadOnlyMemory<byte>>(Tweaks.Write(exchange, new CompleteResponse
            {
                Status = MeshStatus.Done,
                EnvelopedRespondConnection = ConnectionMessageBuilder.Respond(_sealer, _keys.Administrator, _acknowledge, ConnectionResult.Accept, device.Entry, _guess),
                EnvelopedAccountHostAssignment = _provider.Accounts.Find(Template.Alice)!.Assignment,
            }));
        });

        /// <summary>Acknowledges for itself what the service has acknowledged for Alice.</summary>
        public void Learn(Exchange exchange) => _acknowledge = Verify(ConnectionMessageBuilder.Acknowledge(
            _sealer.Random,
            ConnectionMessageValidator.ValidateRequest(((ConnectRequest)exchange.Request).EnvelopedRequestConnection, Template.Alice),
            Profile));

        public void Dispose()
        {
            _guess?.Dispose();
            _keys.Dispose();
        }

        private VerifiedAcknowledge Verify(AcknowledgeConnection acknowledge) => ConnectionMessageValidator.ValidateAcknowledge(
            _sealer.SignMessage(acknowledge, _provider.Identity.Signature), keys: null, Profile, _provider.Identity.Profile);
    }
}

using Mesh.Cryptography;
using Mesh.Dare;
using Mesh.Keys;
using Mesh.Protocol;
using Mesh.Schema;

namespace Mesh.Client.Tests;

/// <summary>What a replacement of keys leaves behind for those who come later (Mesh rulings 5, 7 and 10).</summary>
public sealed class RotationTests
{
    [Fact]
    [Requirement("ESC-05")]
    public async Task The_account_seed_alone_opens_what_was_sealed_after_a_rotation()
    {
        using var world = new TestWorld("escrow");
        MeshAccount first = await world.CreateAsync();
        await world.JoinAsync(first, "second", Role.Web);
        await world.JoinAsync(first, "third", Role.Web);
        await first.RemoveDeviceAsync("second", force: false);
        await first.RemoveDeviceAsync("third", force: false);
        await first.AddCredentialAsync("after", "u", "sealed after both", synchronise: true);

        // Nothing of the device but the seed, and what any provider has.
        using AccountKeySet keys = Seed(world, first);
        Assert.Equal(world.Account.Profile.Value.EscrowEncryption!.Udf, keys.Escrow.Kid);
        using KeyEscrow escrow = SchemaJson.Decode<KeyEscrow>(Newest(world, "MMM_Device", keys.Escrow).Plaintext);
        ActivationEntry credentials = escrow.Entries.Single(e => e.Resource == "MMM_Credential");
        Assert.Equal((2, 2), (credentials.Generation, credentials.PriorKeys.Length));
        var key = (AgreementPrivateKey)((PrivateKeyParameters)credentials.Key.PrivateParameters!).Key;
        Assert.Contains("sealed after both", System.Text.Encoding.UTF8.GetString(Newest(world, "MMM_Credential", key).Plaintext.Span), StringComparison.Ordinal);
        Assert.Equal(
            world.Account.Profile.Value.CommonEncryption.PublicParameters,
            ((PrivateKeyParameters)escrow.Encryption!.PrivateParameters!).Key.PublicKey);
    }

    [Fact]
    [Requirement("DEV-05")]
    public async Task An_administrator_without_the_profile_key_replaces_store_keys_at_once_and_the_super_device_keeps_its_own()
    {
        using var world = new TestWorld("half rotation");
        MeshAccount first = await world.CreateAsync();
        MeshAccount second = await world.JoinAsync(first, "second", Role.Admin, Role.Web);
        MeshAccount third = await world.JoinAsync(first, "third", Role.Web);
        using var thief = new AccountView(Parts(world, "third"), third.ProfileUdf);
        DeviceRemoved removed = await second.RemoveDeviceAsync("third", force: false);
        Assert.Contains("MMM_Credential", removed.Rotated);
        Assert.DoesNotContain("MMM_Credential", removed.RotationPending);
        await second.AddCredentialAsync("after", "u", "p", synchronise: true);
        UnverifiedEnvelope after = world.Account.Stores["MMM_Credential"].Envelopes[^1];
        Assert.Throws<DareException>(() => EnvelopeOpener.Open(after, new OpenRequest { Keys = thief.Membership.StoreKeys("MMM_Credential")! }));

        // The super device was given an entry by somebody who does not hold the profile key, and finishes what waits for that key, twice.
        Assert.Contains((await first.SyncAsync(automatic: true)).Notices, n => n.Kind == SyncNoticeKind.RotationFinished);
        Assert.Equal("u", first.GetCredential("after").Username);
        await world.JoinAsync(first, "fourth", Role.Web);
        await second.SyncAsync(automatic: true);
        await second.RemoveDeviceAsync("fourth", force: false);
        first = world.Machine("first").Account();
        Assert.Contains((await first.SyncAsync(automatic: true)).Notices, n => n.Kind == SyncNoticeKind.RotationFinished);
        Assert.Empty((await first.RemoveDeviceAsync("second", force: false)).RotationPending);
    }

    [Fact]
    [Requirement("DEV-08")]
    public async Task A_rotation_that_another_removal_forestalls_replaces_the_keys_that_both_leave()
    {
        using var world = new TestWorld("two removals");
        MeshAccount first = await world.CreateAsync();
        MeshAccount second = await world.JoinAsync(first, "second", Role.Admin, Role.Web);
        await world.JoinAsync(first, "third", Role.Web);
        await world.JoinAsync(first, "fourth", Role.Admin, Role.Web);
        await second.RemoveDeviceAsync("third", force: false);
        string before = first.Info().Keys.Single(k => k.Name == "AdministratorSignature").Udf;
        bool raced = false;
        world.Provider.Before = request =>
        {
            if (request is TransactRequest && !raced)
            {
                raced = true;
                second.RemoveDeviceAsync("fourth", force: false).GetAwaiter().GetResult();
            }
        };
        Assert.Contains((await first.SyncAsync(automatic: true)).Notices, n => n.Kind == SyncNoticeKind.RotationFinished);
        Assert.True(raced);
        Assert.Empty(first.Status().RotationPending);
        Assert.NotEqual(before, first.Info().Keys.Single(k => k.Name == "AdministratorSignature").Udf);
    }

    [Fact]
    [Requirement("PIN-01", "DEV-18")]
    public async Task An_administrator_that_joins_after_a_rotation_knows_removed_devices_and_spent_PINs()
    {
        using var world = new TestWorld("history");
        MeshAccount first = await world.CreateAsync();
        PinIssued pin = await first.CreatePinAsync(24, TimeSpan.FromHours(1), [Role.Admin]);
        MeshMachine machine = world.Machine("second");
        ConnectionRequested request = await machine.RequestConnectionAsync(TestWorld.Address, pin.Pin);
        await first.SyncAsync(automatic: true);
        await machine.CompleteConnectionAsync();
        string pinId = PinIdOf(world, request.DeviceUdf);
        DeviceRemoved removed = await first.RemoveDeviceAsync(request.DeviceUdf, force: false);
        Assert.Contains("AdministratorSignature", removed.Rotated);
        await world.JoinAsync(first, "third", Role.Admin, Role.Web);
        using var late = new AccountView(Parts(world, "third"), first.ProfileUdf);
        DeviceDirectory known = late.Devices(world.Clock.Now).Directory;
        Assert.True(known.WasRemoved(request.DeviceUdf));
        Assert.True(known.IsSpent(pinId));
        Assert.False(known.WasRemoved(first.Info().DeviceUdf));
    }

    [Fact]
    [Requirement("PIN-01")]
    public async Task A_PIN_is_spent_as_well_where_a_person_accepted_the_device()
    {
        using var world = new TestWorld("by hand");
        MeshAccount first = await world.CreateAsync();
        PinIssued pin = await first.CreatePinAsync(24, TimeSpan.FromHours(1), [Role.Web]);
        ConnectionRequested request = await world.Machine("second").RequestConnectionAsync(TestWorld.Address, pin.Pin);
        await first.SyncAsync(automatic: false);
        await first.AcceptAsync(request.Witness, null, [Role.Web]);
        await world.Machine("third").RequestConnectionAsync(TestWorld.Address, pin.Pin);
        Assert.Equal(SyncNoticeKind.PinRefused, Assert.Single((await first.SyncAsync(automatic: true)).Notices).Kind);
        Assert.Equal(nameof(PinOutcome.PinUsed), Assert.Single(first.PendingConnections()).PinState);
    }

    private static MachineParts Parts(TestWorld world, string machine) =>
        new(new MachineOptions { Root = world.Folder(machine), Time = world.Clock, Variable = _ => null });

    private static AccountKeySet Seed(TestWorld world, MeshAccount account) =>
        AccountKeySet.Of(Parts(world, "first").LoadSeed(KeyNamesOfMachine.Account(account.ProfileUdf))!);

    private static OpenedEnvelope Newest(TestWorld world, string store, AgreementPrivateKey reader)
    {
        UnverifiedEnvelope envelope = world.Account.Stores[store].Envelopes.Last(
            e => e.Header.IsEncrypted && e.Header.Recipients!.Any(r => r.KeyIdentifier == reader.Kid));
        return EnvelopeOpener.Open(envelope, new OpenRequest { Keys = new BorrowedKeyring(reader) });
    }

    private static string PinIdOf(TestWorld world, string device)
    {
        using var view = new AccountView(Parts(world, "first"), world.Account.Profile.Value.Udf);
        return view.Devices(world.Clock.Now).Live.Single(d => d.Udf == device).Entry.PinId!;
    }

    private sealed class BorrowedKeyring(AgreementPrivateKey key) : IDecryptionKeyring
    {
        public AgreementPrivateKey? Find(string kid) => kid == key.Kid ? key : null;
    }
}

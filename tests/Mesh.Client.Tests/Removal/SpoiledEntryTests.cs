using Mesh.Keys;
using Mesh.Schema;

namespace Mesh.Client.Tests;

/// <summary>An administrator's device that spoils the entry of another does not keep itself from being removed.</summary>
public sealed class SpoiledEntryTests
{
    [Theory]
    [Requirement("DEV-03", "DEV-08")]
    [InlineData("closed")]
    [InlineData("other keys")]
    [InlineData("shares")]
    public async Task The_device_whose_entry_gives_no_later_one_is_left_out_and_connects_again(string how)
    {
        using var world = new TestWorld("spoiled " + how);
        MeshAccount first = await world.CreateAsync();
        MeshAccount thief = await world.JoinAsync(first, "thief", Role.Admin, Role.Web);
        MeshAccount third = await world.JoinAsync(first, "third", Role.Web);
        MeshAccount fourth = await world.JoinAsync(first, "fourth", Role.Web);
        await first.AddCredentialAsync("before", "u", "p", synchronise: true);
        await third.SyncAsync(automatic: true);
        string udf = third.Info().DeviceUdf;
        await SpoilAsync(world, thief, udf, how);

        DeviceRemoved removed = await first.RemoveDeviceAsync("thief", force: false);
        Assert.Equal(new LeftOutDevice(udf, "third", HeldProfileKey: false), Assert.Single(removed.LeftOut));
        Assert.Contains("AdministratorSignature", removed.Rotated);
        Assert.Equal(ClientError.NoDecryptionKey, (await Assert.ThrowsAsync<ClientException>(() => thief.CheckRemovalAsync())).Code);
        Assert.Equal(["first device", "fourth"], first.Devices().Select(d => d.IsThisDevice ? "first device" : d.LocalName).Order(StringComparer.Ordinal));
        Assert.Empty((await first.SyncAsync(automatic: true)).Notices);
        await fourth.SyncAsync(automatic: true);

        // Nobody proves to it that it was removed, so it keeps what it has.
        Assert.Equal(ClientError.Alarm, (await Assert.ThrowsAsync<ClientException>(() => third.CheckRemovalAsync())).Code);
        Assert.Equal("p", third.GetCredential("before").Password);
        await first.AddCredentialAsync("after", "u", "q", synchronise: true);
        await Assert.ThrowsAsync<ClientException>(() => third.SyncAsync(automatic: true));
        Assert.Single(third.ListCredentials());

        await world.Machine("third").DeleteAccountAsync(third, atService: false);
        third = await world.JoinAsync(first, "third", Role.Web);
        Assert.Equal("q", third.GetCredential("after").Password);
        Assert.Equal(udf, third.Info().DeviceUdf);
        Assert.Empty((await first.SyncAsync(automatic: true)).Notices);
    }

    [Fact]
    [Requirement("DEV-05")]
    public async Task A_rotation_that_was_waiting_tells_which_device_it_left_out()
    {
        using var world = new TestWorld("spoiled, later");
        MeshAccount first = await world.CreateAsync();
        MeshAccount second = await world.JoinAsync(first, "second", Role.Admin, Role.Web);
        MeshAccount third = await world.JoinAsync(first, "third", Role.Web);
        await world.JoinAsync(first, "fourth", Role.Web);
        string udf = third.Info().DeviceUdf;
        await second.RemoveDeviceAsync("fourth", force: false);
        await SpoilAsync(world, second, udf, "closed", "second");
        IReadOnlyList<SyncNotice> notices = (await first.SyncAsync(automatic: true)).Notices;
        Assert.Contains(notices, n => n.Kind == SyncNoticeKind.RotationFinished);
        SyncNotice told = Assert.Single(notices, n => n.Kind == SyncNoticeKind.DeviceLeftOut);
        Assert.Equal(udf, told.Subject);
        Assert.Contains("third", told.Text, StringComparison.Ordinal);
    }

    [Fact]
    [Requirement("DEV-08")]
    public async Task A_device_whose_own_activation_was_closed_to_administrators_still_gives_itself_the_new_keys()
    {
        using var world = new TestWorld("own activation");
        MeshAccount first = await world.CreateAsync();
        MeshAccount thief = await world.JoinAsync(first, "thief", Role.Admin, Role.Web);
        await using (HostileAdministrator hostile = await HostileAdministrator.OpenAsync(world, "thief", thief))
        {
            VerifiedDevice closed = hostile.ClosedToAdministrators(hostile.Device(first.Info().DeviceUdf));
            await hostile.WriteAsync(
                devices => devices.Put(closed.Entry),
                access => access.Put(ConnectionBuilder.Admit(hostile.Sealer, closed, hostile.Membership.Administrator!)));
        }

        Assert.Equal(SyncNoticeKind.DeviceChanged, Assert.Single((await first.SyncAsync(automatic: true)).Notices).Kind);
        Assert.Empty((await first.RemoveDeviceAsync("thief", force: false)).LeftOut);
        Assert.Empty((await first.SyncAsync(automatic: true)).Notices);
        Assert.True(Assert.Single(first.Devices()).IsThisDevice);
        await world.JoinAsync(first, "third", Role.Web);
    }

    private static async Task SpoilAsync(TestWorld world, MeshAccount thief, string udf, string how, string machine = "thief")
    {
        await using HostileAdministrator hostile = await HostileAdministrator.OpenAsync(world, machine, thief);
        VerifiedDevice victim = hostile.Device(udf);
        using AgreementPrivateKey nobody = AgreementPrivateKey.Generate(KeyAlgorithm.X448, world.Random);
        CatalogedDevice entry = how switch
        {
            "closed" => hostile.WithActivation(victim, nobody.Public),
            "other keys" => hostile.WithActivation(
                victim, ((PrivateKeyParameters)hostile.Membership.Entry(StoreLabel.Device)!.Key.PrivateParameters!).Key.PublicKey as AgreementPublicKey ?? nobody.Public),
            _ => hostile.WithRoles(victim, Role.Threshold),
        };
        await hostile.WriteAsync(devices => devices.Put(entry));
    }
}

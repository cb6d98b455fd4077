using Mesh.Keys;
using Mesh.Schema;

namespace Mesh.Client.Tests;

/// <summary>A stolen administrator's device that takes itself off the list of devices keeps no access unseen, and is removed as any other.</summary>
public sealed class HiddenDeviceTests
{
    [Theory]
    [Requirement("DEV-03", "DEV-08")]
    [InlineData("spoiled", "device")]
    [InlineData("spoiled", "key")]
    [InlineData("ended", "device")]
    [InlineData("ended", "key")]
    public async Task A_device_without_a_valid_entry_is_told_of_and_removed_as_an_administrator(string how, string name)
    {
        using var world = new TestWorld($"hidden {how} {name}");
        (MeshAccount first, MeshAccount thief, MeshAccount third) = await ThreeAsync(world);
        string udf = thief.Info().DeviceUdf;
        string key = await HideAsync(world, thief, entirely: how == "ended");

        SyncNotice alarm = Assert.Single((await first.SyncAsync(automatic: true)).Notices);
        Assert.Equal((SyncNoticeKind.UnaccountedAccess, key), (alarm.Kind, alarm.Subject));
        Assert.Contains($"device delete {key}", alarm.Text, StringComparison.Ordinal);
        Assert.Contains(udf, alarm.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(first.Devices(), d => d.DeviceUdf == udf);
        Assert.Equal(new UnaccountedDevice(key, udf, IsThisDevice: false), Assert.Single(first.UnaccountedDevices()));
        Assert.Empty(third.UnaccountedDevices());

        string before = AdministratorKey(first);
        DeviceRemoved removed = await first.RemoveDeviceAsync(name == "key" ? key : udf, force: false);
        Assert.Equal(udf, removed.DeviceUdf);
        Assert.Equal(
            ["AdministratorSignature", "CommonEncryption", "CommonSignature", .. RoleTable.GrantsOf([Role.Admin]).Catalogs.Select(c => c.Label).Order(StringComparer.Ordinal)],
            removed.Rotated.Order(StringComparer.Ordinal));
        Assert.NotEqual(before, AdministratorKey(first));
        Assert.Empty(removed.LeftOut);
        Assert.Equal(ClientError.NoDecryptionKey, (await Assert.ThrowsAsync<ClientException>(() => thief.CheckRemovalAsync())).Code);

        Assert.Empty((await first.SyncAsync(automatic: true)).Notices);
        Assert.Empty(first.UnaccountedDevices());
        await third.SyncAsync(automatic: true);
        await first.AddCredentialAsync("after", "u", "p", synchronise: true);
        await third.SyncAsync(automatic: true);
        Assert.Equal("p", third.GetCredential("after").Password);
    }

    [Fact]
    [Requirement("DEV-03")]
    public async Task A_key_that_was_never_that_of_a_device_loses_its_access()
    {
        using var world = new TestWorld("foreign key");
        (MeshAccount first, MeshAccount thief, _) = await ThreeAsync(world);
        using AgreementPrivateKey made = AgreementPrivateKey.Generate(KeyAlgorithm.X448, world.Random);
        await using (HostileAdministrator hostile = await HostileAdministrator.OpenAsync(world, "thief", thief))
        {
            await hostile.WriteAsync(null, access => access.Put(Grant(made.Kid)));
        }

        Assert.Equal(made.Kid, Assert.Single((await first.SyncAsync(automatic: true)).Notices).Subject);
        Assert.Null(Assert.Single(first.UnaccountedDevices()).DeviceUdf);
        DeviceRemoved removed = await first.RemoveDeviceAsync(made.Kid, force: false);
        Assert.Equal(made.Kid, removed.DeviceUdf);
        Assert.Contains("AdministratorSignature", removed.Rotated);
        Assert.Null(Assert.IsType<NullCapability>(world.Account.Access[made.Kid].Capability).EnvelopedRevocation);
        Assert.Empty(first.UnaccountedDevices());
        Assert.Equal(3, first.Devices().Count);
    }

    [Fact]
    [Requirement("DEV-03")]
    public async Task The_evidence_for_a_hidden_key_names_no_device_that_stays()
    {
        using var world = new TestWorld("borrowed name");
        (MeshAccount first, MeshAccount thief, MeshAccount third) = await ThreeAsync(world);
        string key = await ClaimAsync(world, thief, third.Info().DeviceUdf);
        await first.SyncAsync(automatic: true);
        Assert.Equal(third.Info().DeviceUdf, Assert.Single(first.UnaccountedDevices()).DeviceUdf);
        Assert.Equal(key, (await first.RemoveDeviceAsync(key, force: false)).DeviceUdf);
        Assert.Null(Assert.IsType<NullCapability>(world.Account.Access[key].Capability).EnvelopedRevocation);
        await third.SyncAsync(automatic: true);
        Assert.Equal(3, first.Devices().Count);
    }

    [Fact]
    [Requirement("DEV-03")]
    public async Task A_hidden_key_that_borrows_the_name_of_this_device_is_removed_and_this_device_is_not()
    {
        using var world = new TestWorld("borrowed own name");
        (MeshAccount first, MeshAccount thief, MeshAccount third) = await ThreeAsync(world);
        string key = await ClaimAsync(world, thief, first.Info().DeviceUdf, andSpoil: true);
        await first.SyncAsync(automatic: true);
        Assert.Equal(ClientError.InvalidInput, (await Assert.ThrowsAsync<ClientException>(
            () => first.RemoveDeviceAsync(first.Info().DeviceUdf, force: true))).Code);
        Assert.Equal(key, (await first.RemoveDeviceAsync(key, force: true)).DeviceUdf);
        Assert.Empty((await first.SyncAsync(automatic: true)).Notices);
        Assert.Contains(first.Devices(), d => d.IsThisDevice);
        await third.SyncAsync(automatic: true);
    }

    [Fact]
    [Requirement("DEV-08")]
    public async Task A_device_whose_own_entry_was_spoiled_removes_the_one_that_did_it_and_stays_what_it_is()
    {
        using var world = new TestWorld("own entry");
        (MeshAccount first, MeshAccount thief, MeshAccount third) = await ThreeAsync(world);
        await using (HostileAdministrator hostile = await HostileAdministrator.OpenAsync(world, "thief", thief))
        {
            VerifiedDevice victim = hostile.Device(first.Info().DeviceUdf);
            await hostile.WriteAsync(devices => devices.Put(HostileAdministrator.Spoil(victim)));
        }

        SyncNotice alarm = Assert.Single((await first.SyncAsync(automatic: true)).Notices);
        Assert.Equal(SyncNoticeKind.UnaccountedAccess, alarm.Kind);
        Assert.DoesNotContain("device delete", alarm.Text, StringComparison.Ordinal);
        Assert.True(Assert.Single(first.UnaccountedDevices()).IsThisDevice);
        Assert.Equal(ClientError.InvalidInput, (await Assert.ThrowsAsync<ClientException>(() => first.RemoveDeviceAsync(alarm.Subject, force: true))).Code);
        await first.RemoveDeviceAsync("thief", force: false);
        Assert.Empty((await first.SyncAsync(automatic: true)).Notices);
        Assert.Contains(first.Devices(), d => d.IsThisDevice);
        await third.SyncAsync(automatic: true);
        Assert.Equal(AdministratorKey(first), AdministratorKey(third));
        await first.RemoveDeviceAsync("third", force: false);
    }

    [Theory]
    [Requirement("DEV-03", "DEV-08")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_device_that_states_the_key_of_this_device_as_its_own_is_removed_all_the_same(bool andHides)
    {
        using var world = new TestWorld($"borrowed key {andHides}");
        (MeshAccount first, MeshAccount thief, MeshAccount third) = await ThreeAsync(world);
        string udf = thief.Info().DeviceUdf;
        await using (HostileAdministrator hostile = await HostileAdministrator.OpenAsync(world, "thief", thief))
        {
            VerifiedDevice self = hostile.Device(udf);
            VerifiedDevice victim = hostile.Device(first.Info().DeviceUdf);
            CatalogedDevice borrowed = hostile.WithKeyOf(self, victim);
            await hostile.WriteAsync(devices =>
            {
                devices.Put(borrowed);
                devices.Put(HostileAdministrator.Spoil(victim));
                if (andHides)
                {
                    devices.Put(HostileAdministrator.Spoil(self));
                }
            });
        }

        await first.SyncAsync(automatic: true);
        Assert.Equal(udf, (await first.RemoveDeviceAsync(udf, force: false)).DeviceUdf);
        Assert.Equal(ClientError.NoDecryptionKey, (await Assert.ThrowsAsync<ClientException>(() => thief.CheckRemovalAsync())).Code);
        Assert.Empty((await first.SyncAsync(automatic: true)).Notices);
        Assert.Contains(first.Devices(), d => d.IsThisDevice);
        await third.SyncAsync(automatic: true);
    }

    [Fact]
    [Requirement("DEV-08")]
    public async Task A_device_that_gives_itself_fewer_roles_is_removed_by_those_that_it_had()
    {
        using var world = new TestWorld("modest");
        (MeshAccount first, MeshAccount thief, _) = await ThreeAsync(world);
        await using (HostileAdministrator hostile = await HostileAdministrator.OpenAsync(world, "thief", thief))
        {
            CatalogedDevice modest = hostile.WithRoles(hostile.Device(thief.Info().DeviceUdf), Role.Device);
            await hostile.WriteAsync(devices => devices.Put(modest));
        }

        await first.SyncAsync(automatic: true);
        Assert.Equal(["device"], first.Devices().Single(d => d.LocalName == "thief").Roles);
        DeviceRemoved removed = await first.RemoveDeviceAsync("thief", force: false);
        Assert.Contains("AdministratorSignature", removed.Rotated);
        Assert.Contains("MMM_Credential", removed.ReadableStores);
    }

    [Fact]
    [Requirement("DEV-05")]
    public async Task An_administrator_without_the_profile_key_ends_the_access_and_leaves_the_account_keys_to_a_super_device()
    {
        using var world = new TestWorld("hidden, no profile key");
        (MeshAccount first, MeshAccount thief, _) = await ThreeAsync(world);
        MeshAccount second = await world.JoinAsync(first, "second", Role.Admin, Role.Web);
        string key = await HideAsync(world, thief, entirely: false);
        DeviceRemoved removed = await second.RemoveDeviceAsync(key, force: false);
        Assert.Contains("AdministratorSignature", removed.RotationPending);
        Assert.Equal(ClientError.NoDecryptionKey, (await Assert.ThrowsAsync<ClientException>(() => thief.CheckRemovalAsync())).Code);
        string before = AdministratorKey(first);
        Assert.Contains((await first.SyncAsync(automatic: true)).Notices, n => n.Kind == SyncNoticeKind.RotationFinished);
        Assert.NotEqual(before, AdministratorKey(first));
    }

    [Fact]
    public async Task A_device_that_connects_again_leaves_no_access_of_its_former_key_behind()
    {
        using var world = new TestWorld("again");
        MeshAccount first = await world.CreateAsync();
        MeshAccount second = await world.JoinAsync(first, "second", Role.Web);
        string udf = second.Info().DeviceUdf;
        string[] before = [.. Granted(world)];
        await world.Machine("second").DeleteAccountAsync(second, atService: false);
        second = await world.JoinAsync(first, "second", Role.Web);
        Assert.Equal(udf, second.Info().DeviceUdf);
        Assert.Empty((await first.SyncAsync(automatic: true)).Notices);
        Assert.Empty(first.UnaccountedDevices());
        Assert.Equal(before.Length, Granted(world).Count());
        await first.RemoveDeviceAsync("second", force: false);
        Assert.Single(Granted(world));
    }

    [Fact]
    public async Task A_device_that_connects_again_ends_no_access_of_another_whose_key_its_entry_stated()
    {
        using var world = new TestWorld("again, with a borrowed key");
        (MeshAccount first, MeshAccount thief, MeshAccount third) = await ThreeAsync(world);
        await using (HostileAdministrator hostile = await HostileAdministrator.OpenAsync(world, "thief", thief))
        {
            CatalogedDevice borrowed = hostile.WithKeyOf(hostile.Device(third.Info().DeviceUdf), hostile.Device(first.Info().DeviceUdf));
            await hostile.WriteAsync(devices => devices.Put(borrowed));
        }

        await world.Machine("third").DeleteAccountAsync(third, atService: false);
        await world.JoinAsync(first, "third", Role.Web);
        Assert.Empty((await first.SyncAsync(automatic: true)).Notices);
    }

    [Fact]
    [Requirement("DEV-03")]
    public async Task A_local_name_that_looks_like_the_UDF_of_a_device_does_not_keep_it_from_being_removed()
    {
        using var world = new TestWorld("name of another");
        (MeshAccount first, MeshAccount thief, MeshAccount third) = await ThreeAsync(world);
        string udf = thief.Info().DeviceUdf;
        await using (HostileAdministrator hostile = await HostileAdministrator.OpenAsync(world, "thief", thief))
        {
            VerifiedDevice other = hostile.Device(third.Info().DeviceUdf);
            await hostile.WriteAsync(
                devices => devices.Put(other.Entry with { LocalName = udf }), access => access.Put(Grant(udf)));
        }

        await first.SyncAsync(automatic: true);
        Assert.Equal(udf, (await first.RemoveDeviceAsync(udf, force: false)).DeviceUdf);
        Assert.Equal(2, first.Devices().Count);
    }

    [Fact]
    [Requirement("DEV-03")]
    public async Task A_local_name_that_looks_like_the_UDF_of_a_hidden_device_has_no_other_removed_in_its_place()
    {
        using var world = new TestWorld("name of one hidden");
        (MeshAccount first, MeshAccount thief, MeshAccount third) = await ThreeAsync(world);
        string udf = thief.Info().DeviceUdf;
        await HideAsync(world, thief, entirely: true);
        await using (HostileAdministrator hostile = await HostileAdministrator.OpenAsync(world, "thief", thief))
        {
            VerifiedDevice other = hostile.Device(third.Info().DeviceUdf);
            await hostile.WriteAsync(devices => devices.Put(other.Entry with { LocalName = udf }));
        }

        await first.SyncAsync(automatic: true);
        Assert.Equal(udf, (await first.RemoveDeviceAsync(udf, force: false)).DeviceUdf);
        Assert.Contains(first.Devices(), d => d.DeviceUdf == third.Info().DeviceUdf);
    }

    private static async Task<(MeshAccount First, MeshAccount Thief, MeshAccount Third)> ThreeAsync(TestWorld world)
    {
        MeshAccount first = await world.CreateAsync();
        MeshAccount thief = await world.JoinAsync(first, "thief", Role.Admin, Role.Web);
        MeshAccount third = await world.JoinAsync(first, "third", Role.Web);
        return (first, thief, third);
    }

    // Takes the device off the list; gives the key that keeps its access.
    private static async Task<string> HideAsync(TestWorld world, MeshAccount thief, bool entirely)
    {
        await using HostileAdministrator hostile = await HostileAdministrator.OpenAsync(world, "thief", thief);
        VerifiedDevice self = hostile.Device(thief.Info().DeviceUdf);
        await hostile.WriteAsync(devices =>
        {
            if (entirely)
            {
                devices.Delete(self.Entry.PrimaryKey);
            }
            else
            {
                devices.Put(HostileAdministrator.Spoil(self));
            }
        });
        return self.Authentication.Kid;
    }

    // Has the catalog say for a moment that another key is that of a device, which has an entry of its own before and after.
    private static async Task<string> ClaimAsync(TestWorld world, MeshAccount thief, string udf, bool andSpoil = false)
    {
        await using HostileAdministrator hostile = await HostileAdministrator.OpenAsync(world, "thief", thief);
        VerifiedDevice victim = hostile.Device(udf);
        VerifiedDevice claimed = ConnectionBuilder.Connect(hostile.Sealer, new DeviceConnection
        {
            Account = hostile.Membership.Account,
            Device = victim.Profile,
            Administrator = hostile.Membership.Administrator!,
            Roles = [Role.Web],
            Held = hostile.Membership.Common,
        });
        await hostile.WriteAsync(
            devices =>
            {
                devices.Put(claimed.Entry);
                devices.Put(andSpoil ? HostileAdministrator.Spoil(victim) : victim.Entry);
            },
            access => access.Put(Grant(claimed.Authentication.Kid)));
        return claimed.Authentication.Kid;
    }

    private static CatalogedAccess Grant(string key) => new()
    {
        Capability = new AccessCapability
        {
            Id = key,
            Active = true,
            Mode = CapabilityMode.Device,
            Udf = key,
            Rights = RoleTable.GrantsOf([Role.Admin]).Rights,
        },
    };

    private static IEnumerable<string> Granted(TestWorld world) => world.Account.Access.Values
        .Where(a => AccessDecision.Of(a, CapabilityMode.Device).Outcome == AccessOutcome.Granted).Select(a => a.PrimaryKey);

    private static string AdministratorKey(MeshAccount account) =>
        account.Info().Keys.Single(k => k.Name == "AdministratorSignature").Udf;
}

using Mesh.Protocol;
using Mesh.Schema;

namespace Mesh.Client.Tests;

/// <summary>Removing devices, and learning of it (Mesh rulings 7 to 9).</summary>
public sealed class RemovalTests
{
    [Fact]
    [Requirement("DEV-03", "DEV-05", "DEV-06")]
    public async Task A_removed_device_loses_its_keys_and_cannot_read_what_comes_after()
    {
        using var world = new TestWorld("remove");
        MeshAccount first = await world.CreateAsync();
        MeshAccount second = await world.JoinAsync(first, "second", Role.Web);
        MeshAccount third = await world.JoinAsync(first, "third", Role.Web);
        await first.AddCredentialAsync("before", "u", "p", synchronise: true);
        string plain = Path.Combine(world.Folder("first"), "..", "plain.txt");
        await File.WriteAllTextAsync(plain, "before the removal");
        first.EncodeFile(plain, plain + ".old", [TestWorld.Address], [TestWorld.Address]);
        Assert.Equal(18, second.DecodeFile(plain + ".old", plain + ".second").PlaintextBytes);

        DeviceRemoved removed = await first.RemoveDeviceAsync("second", force: false);
        Assert.Equal(second.Info().DeviceUdf, removed.DeviceUdf);
        Assert.Contains("CommonEncryption", removed.Rotated);
        Assert.Contains("CommonSignature", removed.Rotated);
        Assert.Contains("MMM_Credential", removed.Rotated);
        Assert.DoesNotContain("AdministratorSignature", removed.Rotated);
        Assert.Contains("MMM_Credential", removed.ReadableStores);
        Assert.True(removed.HeldAccountKeys);
        Assert.False(removed.HeldProfileKey);
        Assert.Empty(removed.RotationPending);

        first.EncodeFile(plain, plain + ".new", [TestWorld.Address], [TestWorld.Address]);
        await Assert.ThrowsAsync<ClientException>(() => Task.Run(() => second.DecodeFile(plain + ".new", plain + ".second")));
        ClientException e = await Assert.ThrowsAsync<ClientException>(() => second.CheckRemovalAsync());
        Assert.Equal((ClientError.NoDecryptionKey, "No decryption key is available"), (e.Code, e.Message));
        e = Assert.Throws<ClientException>(() => second.DecodeFile(plain + ".old", plain + ".second"));
        Assert.Equal((ClientError.NoDecryptionKey, "No decryption key is available"), (e.Code, e.Message));
        Assert.Equal(AccountState.Removed, Assert.Single(world.Machine("second").Accounts()).State);
        Assert.Empty(Directory.GetFiles(Path.Combine(world.Folder("second"), "accounts"), "*.log"));

        await first.AddCredentialAsync("after", "u", "p", synchronise: true);
        await third.SyncAsync(automatic: true);
        Assert.Equal(2, third.ListCredentials().Count);
        Assert.Equal(18, third.DecodeFile(plain + ".old", plain + ".third").PlaintextBytes);
        FileOpened opened = third.DecodeFile(plain + ".new", plain + ".third");
        Assert.Equal(TestWorld.Address, Assert.Single(opened.Signatures).Signer);
        Assert.Equal(2, first.Devices().Count);
    }

    [Theory]
    [Requirement("DEV-03")]
    [InlineData(100)]
    [InlineData(1)]
    public async Task A_device_that_invents_a_contradiction_is_removed_all_the_same(long count)
    {
        using var world = new TestWorld("crying wolf");
        MeshAccount first = await world.CreateAsync();
        MeshAccount second = await world.JoinAsync(first, "second", Role.Web);
        await world.JoinAsync(first, "thief", Role.Web);
        await LieAsync(world.Options("thief"), first.ProfileUdf, count);
        foreach (MeshAccount account in new[] { first, second })
        {
            Assert.Equal(ClientError.Alarm, (await Assert.ThrowsAsync<ClientException>(() => account.SyncAsync(automatic: false))).Code);
        }

        ClientException e = await Assert.ThrowsAsync<ClientException>(() => first.RemoveDeviceAsync("thief", force: false));
        Assert.Contains("device delete --force", e.Message, StringComparison.Ordinal);
        DeviceRemoved removed = await first.RemoveDeviceAsync("thief", force: true);
        Assert.Equal(e.Message, removed.Contradiction);
        Assert.Contains("CommonSignature", removed.Rotated);

        // What was signed with a key that is replaced says nothing any more.
        Assert.Empty((await first.SyncAsync(automatic: true)).Notices);
        await second.SyncAsync(automatic: true);
        await second.AddCredentialAsync("after", "u", "p", synchronise: true);
        await first.SyncAsync(automatic: true);
        Assert.Equal("p", first.GetCredential("after").Password);
    }

    // What whoever has a device's keys can write: a password entry, with a statement of a store that is not true.
    private static async Task LieAsync(MachineOptions options, string account, long count)
    {
        using var parts = new MachineParts(options);
        await using AccountSession session = await AccountSession.OpenAsync(parts, account, CancellationToken.None);
        await session.TransactAsync(
            () =>
            {
                using var entry = new CatalogedCredential
                {
                    Service = "lie",
                    Password = SecretText.FromText("p"),
                    EnvelopedCheckpoint = parts.Sealer.SignAssertion(
                        new DeviceCheckpoint
                        {
                            AccountUdf = account,
                            DeviceUdf = session.Membership.Device.Udf,
                            Updated = parts.Now,
                            Stores = [new StoreApex { Store = StoreLabel.Credential, Count = count, Root = new byte[StoreApex.RootLength] }],
                        },
                        session.Membership.CommonSignature!),
                };
                StoreWriter writer = session.Writer(session.Replica(StoreLabel.Credential));
                writer.Put(entry);
                var change = new ChangeSet();
                change.Add(StoreLabel.Credential, writer);
                return change;
            },
            CancellationToken.None);
    }

    [Fact]
    [Requirement("DEV-03")]
    public async Task Synchronising_tells_a_removed_device_as_well()
    {
        using var world = new TestWorld("sync removed");
        MeshAccount first = await world.CreateAsync();
        MeshAccount second = await world.JoinAsync(first, "second", Role.Web);
        await first.RemoveDeviceAsync(second.Info().DeviceUdf[..9], force: false);
        ClientException e = await Assert.ThrowsAsync<ClientException>(() => second.SyncAsync(automatic: false));
        Assert.Equal(ClientError.DeviceRemoved, e.Code);
        Assert.Equal(ClientError.NoDecryptionKey, Assert.Throws<ClientException>(() => second.ListCredentials()).Code);
    }

    [Fact]
    [Requirement("DEV-08")]
    public async Task The_removal_of_an_administrator_replaces_the_administrator_key_and_signs_everything_anew()
    {
        using var world = new TestWorld("admin removed");
        MeshAccount first = await world.CreateAsync();
        await world.JoinAsync(first, "second", Role.Admin, Role.Web);
        MeshAccount third = await world.JoinAsync(first, "third", Role.Web);
        string before = AdministratorKey(first);
        DeviceRemoved removed = await first.RemoveDeviceAsync("second", force: false);
        Assert.Contains("AdministratorSignature", removed.Rotated);
        Assert.NotEqual(before, AdministratorKey(first));
        await third.SyncAsync(automatic: true);
        Assert.Equal(AdministratorKey(first), AdministratorKey(third));
        Assert.Empty((await first.SyncAsync(automatic: true)).Notices);
        MeshAccount fourth = await world.JoinAsync(first, "fourth", Role.Web);
        Assert.Equal(3, first.Devices().Count);
        await first.RemoveDeviceAsync("fourth", force: false);
        Assert.Equal(ClientError.NoDecryptionKey, (await Assert.ThrowsAsync<ClientException>(() => fourth.CheckRemovalAsync())).Code);
    }

    [Theory]
    [InlineData("next membership")]
    [InlineData("intent")]
    [InlineData("sent")]
    [InlineData("membership")]
    [InlineData("committed")]
    public async Task A_removal_cut_short_after_any_step_is_made_whole(string step)
    {
        using var world = new TestWorld("removal " + step);
        MeshAccount first = await world.CreateAsync();
        await world.JoinAsync(first, "second", Role.Admin, Role.Web);
        MeshAccount third = await world.JoinAsync(first, "third", Role.Web);
        await Assert.ThrowsAsync<ProcessDied>(
            () => world.Machine("first", dieAfter: step).Account().RemoveDeviceAsync("second", force: false));
        first = world.Machine("first").Account();
        await first.SyncAsync(automatic: true);
        if (first.Devices().Count == 3)
        {
            Assert.Equal("next membership", step);
            await first.RemoveDeviceAsync("second", force: false);
        }

        Assert.Equal(2, first.Devices().Count);
        await third.SyncAsync(automatic: true);
        await first.AddCredentialAsync("after", "u", "p", synchronise: true);
        await third.SyncAsync(automatic: true);
        Assert.Equal("u", third.GetCredential("after").Username);
        Assert.DoesNotContain(Directory.GetFiles(Path.Combine(world.Folder("first"), "keys")), f => Path.GetFileName(f).StartsWith("NEXT", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task A_removal_that_did_not_arrive_and_is_refused_when_it_is_repeated_leaves_the_device_as_it_is()
    {
        using var world = new TestWorld("suspended meanwhile");
        MeshAccount first = await world.CreateAsync();
        MeshAccount second = await world.JoinAsync(first, "second", Role.Web);
        await Assert.ThrowsAsync<ProcessDied>(() => world.Machine("first", dieAfter: "intent").Account().RemoveDeviceAsync("second", force: false));
        world.Provider.Instead = request => request is TransactRequest
            ? new MeshResponse { Status = MeshStatus.Refused, StatusExtended = MeshStatusExtended.Refused, StatusDescription = "suspended" }
            : null;
        first = world.Machine("first").Account();
        Assert.Equal(SyncNoticeKind.RequestSettled, Assert.Single((await first.SyncAsync(automatic: false)).Notices).Kind);
        world.Provider.Instead = null;
        await first.RemoveDeviceAsync("second", force: false);
        Assert.Equal(ClientError.NoDecryptionKey, (await Assert.ThrowsAsync<ClientException>(() => second.CheckRemovalAsync())).Code);
    }

    [Fact]
    public async Task A_service_that_takes_no_more_for_now_does_not_end_a_change_of_unknown_outcome()
    {
        using var world = new TestWorld("too many");
        MeshAccount first = await world.CreateAsync();
        MeshAccount second = await world.JoinAsync(first, "second", Role.Web);
        await Assert.ThrowsAsync<ProcessDied>(() => world.Machine("first", dieAfter: "sent").Account().RemoveDeviceAsync("second", force: false));
        world.Provider.Busy = true;
        first = world.Machine("first").Account();
        Assert.Equal(ClientError.Refused, (await Assert.ThrowsAsync<ClientException>(() => first.SyncAsync(automatic: false))).Code);
        Assert.Equal(1, first.Status().UnansweredRequests);
        world.Provider.Busy = false;
        Assert.Contains("is saved", Assert.Single((await first.SyncAsync(automatic: false)).Notices).Text, StringComparison.Ordinal);
        Assert.Single(first.Devices());
        Assert.Equal(ClientError.NoDecryptionKey, (await Assert.ThrowsAsync<ClientException>(() => second.CheckRemovalAsync())).Code);
    }

    [Fact]
    public async Task Keys_of_a_removal_that_was_never_sent_are_taken_up_by_nothing_that_comes_after()
    {
        using var world = new TestWorld("never sent");
        MeshAccount first = await world.CreateAsync();
        MeshAccount second = await world.JoinAsync(first, "second", Role.Admin, Role.Web);
        await Assert.ThrowsAsync<ProcessDied>(
            () => world.Machine("first", dieAfter: "next membership").Account().RemoveDeviceAsync("second", force: false));
        string before = AdministratorKey(second);
        first = world.Machine("first").Account();
        await first.AddCredentialAsync("site", "u", "p", synchronise: true);
        Assert.Equal(before, AdministratorKey(first));
        await second.SyncAsync(automatic: true);
        Assert.Equal("u", second.GetCredential("site").Username);
    }

    [Theory]
    [InlineData("removed")]
    [InlineData("keys erased")]
    public async Task An_erasure_that_was_cut_short_is_finished_the_next_time(string step)
    {
        using var world = new TestWorld("erasure " + step);
        MeshAccount first = await world.CreateAsync();
        await world.JoinAsync(first, "second", Role.Admin, Role.Web);
        await first.RemoveDeviceAsync("second", force: false);
        await Assert.ThrowsAsync<ProcessDied>(() => world.Machine("second", dieAfter: step).Account().SyncAsync(automatic: true));
        Assert.Equal(ClientError.NoDecryptionKey, Assert.Throws<ClientException>(() => world.Machine("second").Account().ListCredentials()).Code);
        Assert.Equal(2, Directory.GetFiles(Path.Combine(world.Folder("second"), "keys"), "*.key").Length); // device, machine
        Assert.Empty(Directory.GetFiles(Path.Combine(world.Folder("second"), "accounts"), "*.log"));
    }

    [Fact]
    public async Task The_word_of_a_service_without_proof_erases_nothing()
    {
        using var world = new TestWorld("liar");
        MeshAccount first = await world.CreateAsync();
        MeshAccount second = await world.JoinAsync(first, "second", Role.Web);
        await world.JoinAsync(first, "third", Role.Web);
        await first.RemoveDeviceAsync("third", force: false);
        await second.SyncAsync(automatic: false);
        Enveloped<DeviceRevocation>? others = world.Account.Access.Values.Select(a => a.Capability).OfType<NullCapability>().Single().EnvelopedRevocation;
        foreach (Enveloped<DeviceRevocation>? evidence in new[] { null, others })
        {
            world.Provider.Tamper = (_, _) => new MeshResponse
            {
                Status = MeshStatus.Refused,
                StatusExtended = MeshStatusExtended.DeviceRevoked,
                EnvelopedRevocation = evidence,
                EnvelopedRevokingProfile = world.Account.Profile.Envelope,
            };
            Assert.Equal(ClientError.Alarm, (await Assert.ThrowsAsync<ClientException>(() => second.CheckRemovalAsync())).Code);
            Assert.Equal(ClientError.Alarm, (await Assert.ThrowsAsync<ClientException>(() => second.SyncAsync(automatic: true))).Code);
        }

        world.Provider.Tamper = null;
        await second.SyncAsync(automatic: true);
    }

    [Fact]
    public async Task An_administrator_without_the_profile_key_leaves_the_rotation_to_a_super_device()
    {
        using var world = new TestWorld("pending rotation");
        MeshAccount first = await world.CreateAsync();
        MeshAccount second = await world.JoinAsync(first, "second", Role.Admin, Role.Web);
        MeshAccount third = await world.JoinAsync(first, "third", Role.Web);
        DeviceRemoved removed = await second.RemoveDeviceAsync("third", force: false);
        Assert.Contains("CommonEncryption", removed.RotationPending);
        Assert.Contains("CommonEncryption", second.Status().RotationPending);
        Assert.Equal(ClientError.NoDecryptionKey, (await Assert.ThrowsAsync<ClientException>(() => third.CheckRemovalAsync())).Code);
        Assert.Contains((await second.SyncAsync(automatic: true)).Notices, n => n.Kind == SyncNoticeKind.RotationPending);
        string before = first.Info().Keys.Single(k => k.Name == "CommonEncryption").Udf;
        Assert.Contains((await first.SyncAsync(automatic: true)).Notices, n => n.Kind == SyncNoticeKind.RotationFinished);
        Assert.NotEqual(before, first.Info().Keys.Single(k => k.Name == "CommonEncryption").Udf);
        Assert.Empty(first.Status().RotationPending);
        await second.SyncAsync(automatic: true);
        Assert.Empty(second.Status().RotationPending);
        await second.AddCredentialAsync("after", "u", "p", synchronise: true);
        await first.SyncAsync(automatic: true);
        Assert.Equal("u", first.GetCredential("after").Username);
    }

    [Fact]
    [Requirement("DEV-22")]
    public async Task A_device_does_not_remove_itself_and_a_super_device_goes_only_by_force()
    {
        using var world = new TestWorld("self");
        MeshAccount first = await world.CreateAsync();
        Assert.Equal(ClientError.InvalidInput, (await Assert.ThrowsAsync<ClientException>(
            () => first.RemoveDeviceAsync(first.Info().DeviceUdf, force: true))).Code);
        await world.JoinAsync(first, "second", Role.Super, Role.Admin, Role.Web);
        Assert.Equal(ClientError.NotAuthorised, (await Assert.ThrowsAsync<ClientException>(
            () => first.RemoveDeviceAsync("second", force: false))).Code);
        DeviceRemoved removed = await first.RemoveDeviceAsync("second", force: true);
        Assert.True(removed.HeldProfileKey);
        Assert.Equal(ClientError.NotFound, (await Assert.ThrowsAsync<ClientException>(() => first.RemoveDeviceAsync("nobody", force: false))).Code);
    }

    [Fact]
    public async Task An_edit_made_offline_before_a_rotation_is_sealed_anew_to_the_new_key()
    {
        using var world = new TestWorld("reseal");
        MeshAccount first = await world.CreateAsync();
        MeshAccount second = await world.JoinAsync(first, "second", Role.Web);
        await world.JoinAsync(first, "third", Role.Web);
        await second.AddCredentialAsync("offline", "u", "p", synchronise: false);
        bool removed = false;
        world.Provider.Before = request =>
        {
            if (request is TransactRequest && !removed)
            {
                removed = true;
                first.RemoveDeviceAsync("third", force: false).GetAwaiter().GetResult();
            }
        };
        await second.SyncAsync(automatic: false);
        await first.SyncAsync(automatic: false);
        Assert.Equal("u", first.GetCredential("offline").Username);
    }

    private static string AdministratorKey(MeshAccount account) =>
        account.Info().Keys.Single(k => k.Name == "AdministratorSignature").Udf;
}

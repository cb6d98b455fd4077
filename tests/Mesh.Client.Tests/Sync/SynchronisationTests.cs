using Mesh.Dare;
using Mesh.Protocol;
using Mesh.Schema;

namespace Mesh.Client.Tests;

/// <summary>What a device takes from its service, and what it does not (Mesh protocol 6.7).</summary>
public sealed class SynchronisationTests
{
    [Fact]
    public async Task A_service_that_hands_over_entries_without_end_is_given_up()
    {
        using var world = new TestWorld("without end");
        MeshAccount account = await world.CreateAsync();
        await account.SyncAsync(automatic: false);
        int parts = 0;
        world.Provider.Tamper = (request, response) => (request, response) switch
        {
            (_, StatusResponse status) => status with
            {
                ContainerStatus = [.. status.ContainerStatus.Select(s => s.Container == Schema.StoreLabel.Bookmark ? s with { Index = 1_000_000 } : s)],
            },
            (DownloadRequest download, DownloadResponse) when ++parts > 0 => new DownloadResponse
            {
                Status = MeshStatus.Done,
                Updates =
                [
                    new ContainerUpdate
                    {
                        Container = Schema.StoreLabel.Bookmark,
                        Index = download.Select[0].IndexMin!.Value,
                        Digest = new byte[32],
                        Envelopes = [world.Account.Stores[Schema.StoreLabel.Bookmark].Envelopes[0]],
                    },
                ],
            },
            _ => response,
        };
        ClientException e = await Assert.ThrowsAsync<ClientException>(() => account.SyncAsync(automatic: false));
        Assert.Equal(ClientError.Alarm, e.Code);
        Assert.Contains("without end", e.Message, StringComparison.Ordinal);
        Assert.Equal(1024, parts);
        world.Provider.Tamper = null;
        await account.SyncAsync(automatic: false);
    }

    [Fact]
    public async Task A_password_that_is_saved_offline_reaches_another_device_after_both_synchronise()
    {
        using var world = new TestWorld("offline");
        MeshAccount first = await world.CreateAsync();
        MeshAccount second = await world.JoinAsync(first, "second", Role.Web);
        world.Provider.IsDown = true;
        CredentialSaved saved = await first.AddCredentialAsync("ftp.example.com", "alice1", "password", synchronise: true);
        Assert.False(saved.Sent);
        Assert.False(saved.Updated);
        Assert.Equal("password", first.GetCredential("ftp.example.com").Password);
        Assert.Equal(1, first.Status().UnsentEdits);
        world.Provider.IsDown = false;
        Assert.Equal(1, (await first.SyncAsync(automatic: false)).Sent);
        Assert.Equal(0, first.Status().UnsentEdits);
        Assert.Equal(ClientError.NotFound, Assert.Throws<ClientException>(() => second.GetCredential("ftp.example.com")).Code);
        await second.SyncAsync(automatic: false);
        Assert.Equal("alice1", second.GetCredential("ftp.example.com").Username);
    }

    [Fact]
    [Requirement("SVC-01")]
    public async Task The_service_sees_no_site_no_user_and_no_password()
    {
        using var world = new TestWorld("opaque");
        MeshAccount first = await world.CreateAsync();
        await first.AddCredentialAsync("ftp.example.com", "alice1", "password", synchronise: true);
        string seen = string.Concat(world.Account.Stores["MMM_Credential"].Envelopes.Select(e => System.Text.Encoding.UTF8.GetString(e.ToJson())));
        Assert.DoesNotContain("ftp", seen, StringComparison.Ordinal);
        Assert.DoesNotContain("alice1", seen, StringComparison.Ordinal);
        Assert.DoesNotContain("password", seen, StringComparison.Ordinal);
        Assert.Equal(2, world.Account.Stores["MMM_Credential"].Envelopes.Count);
    }

    [Fact]
    [Requirement("AVL-01")]
    public async Task Edits_of_two_devices_merge_and_the_later_one_of_a_key_stands()
    {
        using var world = new TestWorld("merge");
        MeshAccount first = await world.CreateAsync();
        MeshAccount second = await world.JoinAsync(first, "second", Role.Web);
        await first.AddCredentialAsync("both", "one", "1", synchronise: false);
        await first.AddCredentialAsync("mine", "one", "1", synchronise: false);
        await second.AddCredentialAsync("both", "two", "2", synchronise: false);
        await first.SyncAsync(automatic: false);
        SyncReport report = await second.SyncAsync(automatic: false);
        Assert.Equal(SyncNoticeKind.EditConflict, Assert.Single(report.Notices).Kind);
        await first.SyncAsync(automatic: false);
        Assert.Equal("two", first.GetCredential("both").Username);
        Assert.Equal(["both", "mine"], second.ListCredentials().Select(c => c.Service).Order());
    }

    [Fact]
    [Requirement("AUT-10")]
    public async Task A_change_that_another_device_forestalled_is_made_again_over_the_new_state()
    {
        using var world = new TestWorld("race");
        MeshAccount first = await world.CreateAsync();
        MeshAccount second = await world.JoinAsync(first, "second", Role.Web);
        await first.AddCredentialAsync("a", "u", "p", synchronise: false);
        await second.AddCredentialAsync("b", "u", "p", synchronise: false);
        bool raced = false;
        world.Provider.Before = request =>
        {
            if (request is TransactRequest && !raced)
            {
                raced = true;
                second.SyncAsync(automatic: false).GetAwaiter().GetResult();
            }
        };
        await first.SyncAsync(automatic: false);
        Assert.True(raced);
        Assert.Equal(["a", "b"], first.ListCredentials().Select(c => c.Service).Order());
        Assert.Equal(3, world.Account.Stores["MMM_Credential"].Envelopes.Count);
    }

    [Fact]
    public async Task A_password_that_no_service_would_take_is_not_kept_to_hold_the_others_up()
    {
        using var world = new TestWorld("too long");
        MeshAccount first = await world.CreateAsync();
        ClientException e = await Assert.ThrowsAsync<ClientException>(
            () => first.AddCredentialAsync("site", "u", new string('p', 200_000), synchronise: false));
        Assert.Equal(ClientError.InvalidInput, e.Code);
        Assert.Equal(0, first.Status().UnsentEdits);
        await first.AddCredentialAsync("site", "u", new string('p', 100_000), synchronise: true);
        Assert.Equal(0, first.Status().UnsentEdits);
    }

    [Fact]
    public async Task A_deletion_reaches_the_other_device_and_two_deletions_are_one()
    {
        using var world = new TestWorld("deletion");
        MeshAccount first = await world.CreateAsync();
        MeshAccount second = await world.JoinAsync(first, "second", Role.Web);
        await first.AddCredentialAsync("site", "u", "p", synchronise: true);
        await second.SyncAsync(automatic: false);
        await first.DeleteCredentialAsync("site", synchronise: false);
        await second.DeleteCredentialAsync("site", synchronise: true);
        Assert.Empty(first.ListCredentials());
        await first.SyncAsync(automatic: false);
        Assert.Equal(0, first.Status().UnsentEdits);
        Assert.Empty(second.ListCredentials());
        Assert.Equal(3, world.Account.Stores["MMM_Credential"].Envelopes.Count);
    }

    [Theory]
    [InlineData("intent", 0)]
    [InlineData("sent", 1)]
    [InlineData("committed", 1)]
    [Requirement("NET-12")]
    public async Task A_change_cut_short_after_any_step_is_carried_out_once(string step, int settledBefore)
    {
        using var world = new TestWorld("kill " + step);
        await world.CreateAsync();
        await world.Machine("first").Account().AddCredentialAsync("site", "u", "p", synchronise: false);
        await Assert.ThrowsAsync<ProcessDied>(() => world.Machine("first", dieAfter: step).Account().SyncAsync(automatic: false));
        Assert.Equal(1 + settledBefore, world.Account.Stores["MMM_Credential"].Envelopes.Count);
        MeshAccount account = world.Machine("first").Account();
        Assert.Equal(step == "committed" ? 0 : 1, account.Status().UnansweredRequests);
        await account.SyncAsync(automatic: false);
        Assert.Equal(2, world.Account.Stores["MMM_Credential"].Envelopes.Count);
        Assert.Equal(0, account.Status().UnansweredRequests);
        Assert.Equal(0, account.Status().UnsentEdits);
        Assert.Equal("u", account.GetCredential("site").Username);
    }

    [Fact]
    [Requirement("SVC-09")]
    public async Task A_store_that_went_back_raises_an_alarm()
    {
        using var world = new TestWorld("rollback");
        MeshAccount account = await world.CreateAsync();
        await account.AddCredentialAsync("site", "u", "p", synchronise: true);
        world.Account.Stores["MMM_Credential"].Truncate(1);
        await AlarmAsync(account);
        Assert.Equal("u", account.GetCredential("site").Username);
    }

    [Fact]
    [Requirement("SVC-09")]
    public async Task A_log_that_was_restored_from_a_backup_does_not_make_the_device_forget_what_it_saw()
    {
        using var world = new TestWorld("restore");
        MeshAccount account = await world.CreateAsync();
        await account.SyncAsync(automatic: false);
        string[] files = Directory.GetFiles(Path.Combine(world.Folder("first"), "accounts"));
        Dictionary<string, byte[]> backup = files.ToDictionary(f => f, File.ReadAllBytes);
        await account.AddCredentialAsync("site", "u", "p", synchronise: true);
        Directory.GetFiles(Path.Combine(world.Folder("first"), "accounts")).ToList().ForEach(File.Delete);
        backup.ToList().ForEach(f => File.WriteAllBytes(f.Key, f.Value));
        world.Account.Stores["MMM_Credential"].Truncate(1);
        await AlarmAsync(account);
    }

    [Fact]
    [Requirement("SVC-10")]
    public async Task Another_history_of_the_same_length_raises_an_alarm()
    {
        using var world = new TestWorld("fork");
        MeshAccount account = await world.CreateAsync();
        await account.AddCredentialAsync("site", "u", "p", synchronise: true);
        FakeStore store = world.Account.Stores["MMM_Credential"];
        UnverifiedEnvelope head = world.Account.Stores["MMM_Task"].Envelopes[0];
        store.Truncate(1);
        store.Add(head);
        await AlarmAsync(account);
    }

    [Fact]
    [Requirement("SVC-10")]
    public async Task A_longer_history_that_does_not_continue_the_known_one_raises_an_alarm()
    {
        using var world = new TestWorld("branch");
        MeshAccount account = await world.CreateAsync();
        await account.AddCredentialAsync("site", "u", "p", synchronise: true);
        FakeStore store = world.Account.Stores["MMM_Credential"];
        UnverifiedEnvelope head = world.Account.Stores["MMM_Task"].Envelopes[0];
        store.Truncate(1);
        store.Add(head);
        store.Add(head);
        await AlarmAsync(account);
        Assert.Equal(2, account.Status().Stores.Single(s => s.Label == "MMM_Credential").Count);
    }

    [Fact]
    [Requirement("SVC-10")]
    public async Task A_store_that_is_no_longer_shown_raises_an_alarm()
    {
        using var world = new TestWorld("hidden");
        MeshAccount account = await world.CreateAsync();
        await account.SyncAsync(automatic: false);
        world.Provider.Tamper = (_, response) => response is StatusResponse status
            ? status with { ContainerStatus = [.. status.ContainerStatus.Where(c => c.Container != "MMM_Contact")] }
            : response;
        await AlarmAsync(account);
    }

    [Fact]
    [Requirement("SVC-10")]
    public async Task Entries_that_the_service_does_not_hand_over_raise_an_alarm()
    {
        using var world = new TestWorld("withheld");
        MeshAccount account = await world.CreateAsync();
        world.Provider.Tamper = (_, response) => response is DownloadResponse download ? download with { Updates = [] } : response;
        await AlarmAsync(account);
    }

    [Fact]
    [Requirement("SVC-10")]
    public async Task An_entry_that_was_put_in_by_the_service_does_not_count_and_is_told()
    {
        using var world = new TestWorld("insert");
        MeshAccount account = await world.CreateAsync();
        await account.SyncAsync(automatic: false);
        FakeStore store = world.Account.Stores["MMM_Credential"];
        store.Add(world.Account.Stores["MMM_Device"].Envelopes[1]);
        SyncReport report = await account.SyncAsync(automatic: false);
        Assert.Equal(SyncNoticeKind.EntryRefused, Assert.Single(report.Notices).Kind);
        Assert.Empty(account.ListCredentials());
    }

    [Fact]
    public async Task Two_processes_do_not_change_one_folder_at_a_time()
    {
        using var world = new TestWorld("lock");
        MeshAccount account = await world.CreateAsync();
        using (await MachineLock.TakeAsync(Path.Combine(world.Folder("first"), "lock"), TimeSpan.Zero, TimeProvider.System, default))
        {
            ClientException e = await Assert.ThrowsAsync<ClientException>(() => account.SyncAsync(automatic: false));
            Assert.Equal(ClientError.Busy, e.Code);
        }
    }

    private static async Task AlarmAsync(MeshAccount account)
    {
        ClientException e = await Assert.ThrowsAsync<ClientException>(() => account.SyncAsync(automatic: true));
        Assert.Equal(ClientError.Alarm, e.Code);
    }
}

using Mesh.Client;
using Mesh.Protocol;
using Mesh.Schema;

namespace Mesh.Hostile.Tests;

/// <summary>A provider that shows two devices of an account different histories, each of one piece.</summary>
public sealed class ForkTests
{
    [Fact]
    [Requirement("SVC-11")]
    public async Task Another_history_of_a_store_is_found_out_when_one_device_reads_what_the_other_wrote()
    {
        await using Stage stage = await Stage.OpenAsync("fork");
        await BothSynchroniseAsync(stage);
        string before = await stage.SnapshotAsync("before");

        // To web the provider shows that another device asked to join than to admin.
        await using (HostileProvider other = await stage.HostOverAsync(before))
        {
            await stage.Machine("stranger", other).RequestConnectionAsync(Template.Alice);
            await stage.Machine("web", other).Account().SyncAsync(automatic: false);
        }

        await stage.Machine("friend").RequestConnectionAsync(Template.Alice);
        await LetThroughAsync(stage);
    }

    [Fact]
    [Requirement("SVC-11")]
    public async Task Entries_that_were_shown_to_another_device_cannot_be_hidden_from_one_that_reads_what_it_wrote()
    {
        await using Stage stage = await Stage.OpenAsync("hide");
        await BothSynchroniseAsync(stage);
        await stage.Machine("friend").RequestConnectionAsync(Template.Alice);
        await LetThroughAsync(stage);

        // With an honest service again nothing stands in the way.
        stage.Provider.Tweak = null;
        await stage.Account("web").SyncAsync(automatic: false);
        Assert.Contains("by admin", Flow.Sites(stage.Account("web")));
    }

    [Fact]
    public async Task What_devices_say_of_what_they_saw_troubles_nobody_where_the_service_is_honest()
    {
        await using Stage stage = await Stage.OpenAsync("no fork");
        await BothSynchroniseAsync(stage);
        for (int i = 0; i < 3; i++)
        {
            await stage.Account("admin").AddCredentialAsync($"admin {i}", "a", Template.Password, synchronise: true);
            await stage.Account("web").AddCredentialAsync($"web {i}", "a", Template.Password, synchronise: true);
            await stage.Machine($"friend {i}").RequestConnectionAsync(Template.Alice);
        }

        Assert.Empty((await stage.Account("admin").SyncAsync(automatic: false)).Notices);
        await stage.Account("admin").RemoveDeviceAsync("web", force: false);
        MeshAccount late = await Template.JoinAsync(stage, stage.Account("admin"), Template.Alice, "late", Role.Web);
        Assert.Contains("web 2", Flow.Sites(late));
    }

    private static async Task BothSynchroniseAsync(Stage stage)
    {
        await stage.Account("web").SyncAsync(automatic: false);
        await stage.Account("admin").SyncAsync(automatic: false);
        await stage.Account("web").SyncAsync(automatic: false);
    }

    // The administrator writes a password; the provider hands it to web, and of MMM_Inbound shows what web knows.
    private static async Task LetThroughAsync(Stage stage)
    {
        MeshAccount admin = stage.Account("admin");
        await admin.SyncAsync(automatic: false);
        await admin.AddCredentialAsync("by admin", "a", Template.Password, synchronise: true);
        MeshAccount web = stage.Account("web");
        StoreState known = web.Status().Stores.Single(s => s.Label == StoreLabel.Inbound);
        stage.Provider.Tweak = Tweaks.Changes<StatusResponse>(MeshTransaction.Status, "shows web its own history", (r, _) => r with
        {
            ContainerStatus = [.. r.ContainerStatus.Select(s => s.Container == StoreLabel.Inbound ? s with { Index = known.Count, Digest = known.Root.ToArray() } : s)],
        });
        ClientException e = await Assert.ThrowsAsync<ClientException>(() => web.SyncAsync(automatic: false));
        Assert.Equal(ClientError.Alarm, e.Code);
        Assert.Contains(StoreLabel.Inbound, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("by admin", Flow.Sites(web));
        Assert.Equal(ClientError.Alarm, (await Assert.ThrowsAsync<ClientException>(() => web.SyncAsync(automatic: false))).Code);
    }
}

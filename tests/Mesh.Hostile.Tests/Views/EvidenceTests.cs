using Mesh.Client;
using Mesh.Schema;

namespace Mesh.Hostile.Tests;

/// <summary>A provider that confirms a change and later does not know of it.</summary>
public sealed class EvidenceTests
{
    [Fact]
    [Requirement("SVC-13")]
    public async Task A_message_that_was_confirmed_and_is_gone_later_raises_an_alarm()
    {
        await using Stage stage = await Stage.OpenAsync("withheld message");
        await stage.Account("admin").SyncAsync(automatic: false);
        string before = await stage.SnapshotAsync("before");
        await stage.Account("admin").CreatePinAsync(24, TimeSpan.FromHours(1), [Role.Web]);
        await stage.RestoreAsync(before);
        await AlarmAsync(stage, StoreLabel.Local);

        // Filling the gap with something else does not help.
        await stage.Account("web").SyncAsync(automatic: false);
        await stage.Machine("friend").RequestConnectionAsync(Template.Alice);
        await AlarmAsync(stage, StoreLabel.Local);
    }

    [Fact]
    public async Task An_entry_that_was_confirmed_and_is_gone_later_raises_an_alarm_and_stays_here()
    {
        await using Stage stage = await Stage.OpenAsync("withheld entry");
        await stage.Account("admin").SyncAsync(automatic: false);
        string before = await stage.SnapshotAsync("before");
        await stage.Account("admin").AddCredentialAsync("confirmed", "a", Template.Password, synchronise: true);
        await stage.RestoreAsync(before);
        await AlarmAsync(stage, StoreLabel.Credential);
        Assert.Equal(Template.Password, stage.Account("admin").GetCredential("confirmed").Password);

        // Another device, which does not know of it, goes on; the first one still does not take that history over.
        await stage.Account("web").AddCredentialAsync("instead", "b", Template.Password, synchronise: true);
        await AlarmAsync(stage, StoreLabel.Credential);
        Assert.DoesNotContain("instead", Flow.Sites(stage.Account("admin")));
    }

    private static async Task AlarmAsync(Stage stage, string store)
    {
        ClientException e = await Assert.ThrowsAsync<ClientException>(() => stage.Account("admin").SyncAsync(automatic: true));
        Assert.Equal(ClientError.Alarm, e.Code);
        Assert.Contains(store, e.Message, StringComparison.Ordinal);
    }
}

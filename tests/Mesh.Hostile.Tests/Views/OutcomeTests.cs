using Mesh.Client;
using Mesh.Protocol;
using Mesh.Schema;

namespace Mesh.Hostile.Tests;

/// <summary>A service that fails, or says so.</summary>
public sealed class OutcomeTests
{
    [Theory]
    [InlineData(MeshStatus.Internal)]
    [InlineData(MeshStatus.Unavailable)]
    [Requirement("NET-12")]
    public async Task A_failure_of_the_service_is_no_refusal_and_the_request_is_repeated_as_it_was(MeshStatus failure)
    {
        await using Stage stage = await Stage.OpenAsync("failure " + failure);
        MeshAccount admin = stage.Account("admin");
        await admin.SyncAsync(automatic: false);
        int before = (await stage.Provider.EntriesAsync(Template.Alice, StoreLabel.Local)).Count;
        stage.Provider.Tweak = Tweaks.Changes<MeshResponse>(
            MeshTransaction.Transact, "does it and fails", (_, _) => new MeshResponse { Status = failure });
        ClientException e = await Assert.ThrowsAsync<ClientException>(() => admin.CreatePinAsync(24, TimeSpan.FromHours(1), [Role.Web]));
        Assert.Equal(ClientError.OutcomeUnknown, e.Code);
        Assert.Equal(1, admin.Status().UnansweredRequests);

        stage.Provider.Tweak = null;
        Assert.Contains((await admin.SyncAsync(automatic: false)).Notices, n => n.Kind == SyncNoticeKind.RequestSettled);
        Assert.Equal(0, admin.Status().UnansweredRequests);
        Assert.Equal(before + 1, (await stage.Provider.EntriesAsync(Template.Alice, StoreLabel.Local)).Count);
    }
}

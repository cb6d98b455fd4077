using Mesh.Client;
using Mesh.Protocol;
using Mesh.Schema;

namespace Mesh.Hostile.Tests;

/// <summary>Evidence of removals: what a provider and a removed administrator can make of it, and how long it lasts.</summary>
public sealed class FalseRemovalTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Requirement("DEV-08")]
    public async Task A_removed_administrator_and_the_provider_together_make_no_device_erase_its_keys(bool withItsProfile)
    {
        await using Stage stage = await Stage.OpenAsync("false removal " + withItsProfile);
        MeshAccount web = stage.Account("web");
        using MachineParts parts = stage.Parts("lost"); // it never heard of its removal, and has its keys
        using Membership lost = parts.OpenMembership(web.ProfileUdf);
        Enveloped<DeviceRevocation> forged = parts.Sealer.SignAssertion(
            new DeviceRevocation
            {
                AccountUdf = web.ProfileUdf,
                DeviceUdf = stage.Machine("web").Accounts()[0].DeviceUdf,
                Updated = stage.Clock.Now.AddDays(1),
            },
            lost.Administrator!);
        stage.Provider.Tweak = Tweaks.Changes<MeshResponse>(MeshTransaction.Status, "shows the evidence", (_, _) => new MeshResponse
        {
            Status = MeshStatus.Refused,
            StatusExtended = MeshStatusExtended.DeviceRevoked,
            EnvelopedRevocation = forged,
            EnvelopedRevokingProfile = withItsProfile ? lost.Account.Envelope : null,
        });
        Assert.Equal(ClientError.Alarm, (await Assert.ThrowsAsync<ClientException>(() => web.CheckRemovalAsync())).Code);
        Assert.Equal(ClientError.Alarm, (await Assert.ThrowsAsync<ClientException>(() => web.SyncAsync(automatic: false))).Code);
        Assert.Equal(Template.Password, web.GetCredential("site").Password);
        stage.Provider.Tweak = null;
        await web.SyncAsync(automatic: false);
    }

    [Fact]
    [Requirement("DEV-03")]
    public async Task A_removal_is_believed_after_the_administrator_key_was_replaced_again()
    {
        await using Stage stage = await Stage.OpenAsync("late removal");
        MeshAccount admin = stage.Account("admin");
        await admin.RemoveDeviceAsync("web", force: false);
        await Template.JoinAsync(stage, admin, Template.Alice, "second admin", Role.Admin, Role.Web);
        Assert.Contains(nameof(AccountKeys.AdministratorSignature), (await admin.RemoveDeviceAsync("second admin", force: false)).Rotated);
        ClientException e = await Assert.ThrowsAsync<ClientException>(() => stage.Account("web").CheckRemovalAsync());
        Assert.Equal(ClientError.NoDecryptionKey, e.Code);
        Assert.Equal(AccountState.Removed, Assert.Single(stage.Machine("web").Accounts()).State);
    }
}

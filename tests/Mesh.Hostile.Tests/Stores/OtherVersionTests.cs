using System.Text.Json.Nodes;
using Mesh.Client;
using Mesh.Dare;
using Mesh.Schema;
using StoreLabel = Mesh.Schema.StoreLabel;

namespace Mesh.Hostile.Tests;

/// <summary>What a device of a later version has written, on one that does not know what it means.</summary>
public sealed class OtherVersionTests
{
    private const string Future =
        """{"CatalogedAccess":{"Capability":{"CapabilityOfTomorrow":{"Id":"mmm/tomorrow","Active":true,"Terms":[1,2,{"Three":"3"}]}},"Note":"kept"}}""";

    [Fact]
    [Requirement("PLT-08")]
    public async Task A_replaced_administrator_key_signs_again_what_this_version_does_not_understand()
    {
        await using Stage stage = await Stage.OpenAsync("tomorrow");
        MeshAccount admin = stage.Account("admin");
        await Template.JoinAsync(stage, admin, Template.Alice, "second admin", Role.Admin, Role.Web);
        await WithSessionAsync(stage, async session =>
        {
            await session.TransactAsync(
                () =>
                {
                    var change = new ChangeSet();
                    StoreWriter writer = session.Writer(session.Replica(StoreLabel.Access));
                    writer.Put(System.Text.Encoding.UTF8.GetBytes(Future));
                    change.Add(StoreLabel.Access, writer);
                    return change;
                },
                default);
        });
        DeviceRemoved removed = await admin.RemoveDeviceAsync("second admin", force: false);
        Assert.Contains(nameof(AccountKeys.AdministratorSignature), removed.Rotated);
        await WithSessionAsync(stage, session =>
        {
            // Live, and by the key of now alone.
            CatalogRecord record = session.Replica(StoreLabel.Access).Catalog!.Live["mmm/tomorrow"];
            Assert.True(JsonNode.DeepEquals(JsonNode.Parse(Future), JsonNode.Parse(record.Body.Span)));
            Assert.Equal(session.Membership.Administrator!.Kid, Assert.Single(record.Entry.Signatures).Key.Kid);
            return Task.CompletedTask;
        });
    }

    private static async Task WithSessionAsync(Stage stage, Func<AccountSession, Task> use)
    {
        using MachineParts parts = stage.Parts("admin");
        AccountSession session = await AccountSession.OpenAsync(parts, stage.Account("admin").ProfileUdf, default);
        await using (session)
        {
            await use(session);
        }
    }
}

using Mesh.Client;
using Mesh.Keys;
using Mesh.Schema;

namespace Mesh.Hostile.Tests;

/// <summary>Messages that the provider puts into the spools of an account, where it may append what it likes.</summary>
public sealed class ForgedMessageTests
{
    [Fact]
    [Requirement("AUT-13")]
    public async Task A_change_of_state_from_outside_the_account_changes_nothing()
    {
        await using Stage stage = await Stage.OpenAsync("forged states");
        MeshAccount admin = stage.Account("admin");
        await admin.SyncAsync(automatic: false);
        PendingConnection[] before = [.. admin.PendingConnections()];
        Assert.Equal(2, before.Length);

        var sealer = new ObjectSealer(new SeededRandom("forged states"), stage.Clock);
        ProfileUser profile = stage.Provider.Accounts.Find(Template.Alice)!.Profile.Value;
        using MachineParts parts = stage.Parts("lost");
        using Membership lost = parts.OpenMembership(admin.ProfileUdf);
        foreach (SignaturePrivateKey key in new[] { stage.Arsenal.ForgingKey, stage.Provider.Identity.Signature, lost.Keys.Signature, lost.Administrator! })
        {
            foreach (PendingConnection pending in before)
            {
                var reference = new Reference { MessageId = pending.MessageId, Relationship = MessageStates.ToText(MessageState.Closed) };
                MessageComplete complete = ConnectionMessageBuilder.Complete(sealer.Random, reference);
                await stage.Provider.AppendAsync(
                    Template.Alice, StoreLabel.Inbound, sealer.SignMessage(complete, key, (AgreementPublicKey)profile.CommonEncryption.PublicParameters!).Envelope);
            }
        }

        await admin.SyncAsync(automatic: false);
        Assert.Equal(before.Select(p => p.Witness), admin.PendingConnections().Select(p => p.Witness));
        await admin.RejectAsync(stage.Arsenal.Notes["guest"]);
        await admin.SyncAsync(automatic: false);
        Assert.DoesNotContain(admin.PendingConnections(), p => p.Witness == stage.Arsenal.Notes["guest"]);
    }
}

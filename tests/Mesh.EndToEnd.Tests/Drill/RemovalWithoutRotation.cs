using Mesh.Client;
using Mesh.Schema;

namespace Mesh.EndToEnd.Tests;

/// <summary>
/// A removal as a careless program would make it: the device is denied and its entry ends, but no key is replaced. It shows what the attacks
/// of these tests can do where the product does not stand in their way.
/// </summary>
internal static class RemovalWithoutRotation
{
    public static async Task RunAsync(Drill drill)
    {
        using var parts = new MachineParts(drill.Options("laptop"));
        AccountSession session = await AccountSession.OpenAsync(parts, drill.Laptop.ProfileUdf, CancellationToken.None);
        await using (session)
        {
            await new StorePuller(session).PullAsync(CancellationToken.None);
            Assert.Equal(2, await session.TransactAsync(() => Build(session), CancellationToken.None));
        }
    }

    private static ChangeSet Build(AccountSession session)
    {
        DeviceReplica devices = session.Devices();
        VerifiedDevice phone = devices.Live.Single(d => d.Entry.LocalName == Drill.PhoneName);
        StoreWriter device = session.Writer(devices.Replica);
        device.Delete(phone.Entry.PrimaryKey);
        StoreWriter access = session.Writer(session.Replica(StoreLabel.Access));
        access.Put(ConnectionBuilder.Deny(session.Parts.Sealer, session.Membership.Account, phone, session.Membership.Administrator!));
        var change = new ChangeSet();
        change.Add(StoreLabel.Device, device);
        change.Add(StoreLabel.Access, access);
        return change;
    }
}

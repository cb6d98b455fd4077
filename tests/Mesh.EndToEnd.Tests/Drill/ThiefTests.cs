using Mesh.Client;
using Mesh.Protocol;
using Mesh.Schema;

namespace Mesh.EndToEnd.Tests;

/// <summary>
/// The thief has a copy of everything on the phone, and a program that ignores its removal; the provider helps with all of its files and keys.
/// </summary>
[Collection(DrillGroup.Name)]
public sealed class ThiefTests(PlayedDrill played)
{
    private readonly Drill _drill = played.Drill;

    [Fact]
    [Requirement("DEV-05", "DEV-06", "SVC-01", "SVC-02")]
    public void Nothing_sealed_after_the_removal_opens_with_all_that_thief_and_provider_have_together()
    {
        using var hoard = new Hoard();
        hoard.TakeHome("thief", _drill.Options("thief"));
        hoard.TakeProvider(_drill.Host.Data, _drill.Laptop.ProfileUdf);
        SealedThing[] things = [.. Loot.OfProvider(_drill), .. Loot.OfFiles(_drill)];
        var force = new BruteForce(hoard);
        IReadOnlyList<OpenedThing> opened = force.Attack(things);

        // It does open what the phone could open: what a copy of it keeps is told when it is removed.
        OpenedThing[] before = [.. opened.Where(o => !o.Thing.IsAfter && o.By.StartsWith("thief", StringComparison.Ordinal))];
        Assert.All(_drill.PasswordsBefore, p => Assert.Contains(before, o => o.Text.Contains(p, StringComparison.Ordinal)));
        Assert.All(_drill.FilesBefore, f => Assert.Contains(before, o => o.Thing.Name == Path.GetFileName(f)));
        Assert.Contains(StoreLabel.Credential, played.Removed.ReadableStores);
        Assert.True(played.Removed.HeldAccountKeys);

        // Of what came after, the provider opens what it must read to do its work, and nobody anything else.
        OpenedThing[] after = [.. opened.Where(o => o.Thing.IsAfter)];
        Assert.All(after, o => Assert.Equal((StoreLabel.Access, "provider: the key that reads the account's Access"), (o.Thing.Store, o.By)));
        Assert.Equal(things.Count(t => t.IsAfter && t.Store == StoreLabel.Access), after.Length);
        Assert.Equal(5, things.Count(t => t.IsAfter && t.Store == StoreLabel.Credential && t.Envelope.Header.IsEncrypted) - 1); // five saved, one deleted
        Assert.Equal(2, things.Count(t => t.IsAfter && t.Store.Length == 0));
        Assert.True(force.Attempts > things.Length, "the envelopes within Access were not found");

        // Nor is any of the keys that it is sealed to the sum of two that they have.
        HashSet<string> kids = [.. things.Where(t => t.IsAfter && t.Store != StoreLabel.Access).SelectMany(t => t.Envelope.Header.Recipients ?? []).Select(r => r.KeyIdentifier)];
        Assert.True(kids.Count >= 4, string.Join(' ', kids));
        Assert.DoesNotContain(hoard.Sums(), s => kids.Contains(s.Kid));
        Assert.DoesNotContain(hoard.Keys, k => kids.Contains(k.Key.Kid));
    }

    [Fact]
    [Requirement("SVC-01", "SVC-02")]
    public void The_provider_alone_opens_the_Access_entries_and_nothing_else_of_any_time()
    {
        using var hoard = new Hoard();
        hoard.TakeProvider(_drill.Host.Data, _drill.Laptop.ProfileUdf);
        SealedThing[] things = [.. Loot.OfProvider(_drill), .. Loot.OfFiles(_drill)];
        IReadOnlyList<OpenedThing> opened = new BruteForce(hoard).Attack(things);
        Assert.All(opened, o => Assert.Equal(StoreLabel.Access, o.Thing.Store));
        Assert.Equal(things.Count(t => t.Store == StoreLabel.Access && t.Envelope.Header.IsEncrypted), opened.Count);
        foreach (string store in new[] { StoreLabel.Credential, StoreLabel.Device, StoreLabel.Inbound, StoreLabel.Local, "" })
        {
            Assert.Contains(things, t => t.Store == store && t.Envelope.Header.IsEncrypted);
        }
    }

    [Fact]
    [Requirement("DEV-03", "DEV-08")]
    public async Task The_live_service_refuses_every_request_of_the_copied_phone_whatever_it_authenticates_with()
    {
        using var thief = new Thief(_drill);

        // Before the removal the same requests, under the same tickets, were answered.
        Assert.All(played.BeforeRemoval, b => Assert.Equal(1, b.Posts));
        Assert.Equal(MeshStatus.Done, played.BeforeRemoval[0].Response.Status);
        Assert.Contains(played.BeforeRemoval, b => b.Response is DownloadResponse { Status: MeshStatus.Done, Updates: [{ Container: StoreLabel.Credential, Envelopes.Length: > 1 }] });

        foreach (bool withTicket in new[] { true, false })
        {
            foreach (MeshRequest request in thief.Requests())
            {
                MeshResponse response = await thief.AskAsync(request, withTicket);
                Assert.Equal((MeshStatus.Refused, MeshStatusExtended.DeviceRevoked), (response.Status, response.StatusExtended));
                Assert.NotNull(response.EnvelopedRevocation);
                Assert.False(response is StatusResponse { ContainerStatus.IsEmpty: false } or DownloadResponse { Updates.IsEmpty: false });
                if (withTicket)
                {
                    Assert.Equal(1, thief.Posts); // the ticket is good still: it is the account's Access that stops the phone
                }
            }
        }

        foreach (MeshRequest request in thief.Requests())
        {
            MeshResponse response = await thief.AskAsBareDeviceAsync(request);
            Assert.Equal((MeshStatus.Refused, MeshStatusExtended.NotAuthorized), (response.Status, response.StatusExtended));
        }

        SyncReport report = await _drill.Laptop.SyncAsync(automatic: true);
        Assert.Equal((0, 0), (report.Fetched, report.Notices.Count));
    }

    [Fact]
    [Requirement("DEV-08")]
    public async Task A_file_that_the_thief_signs_is_not_taken_for_one_of_the_account_as_it_is_now()
    {
        using var thief = new Thief(_drill);
        string plain = _drill.File("forged");
        await File.WriteAllTextAsync(plain, "Give the thief everything.");
        thief.SignFile(plain, plain + ".dare");
        MeshMachine laptop = _drill.Machine("laptop");
        FileReport forged = laptop.VerifyFile(plain + ".dare");
        Assert.True(Assert.Single(forged.Signatures).IsReplaced);
        Assert.Contains(forged.Verified, s => s.Contains("replaced since", StringComparison.Ordinal));
        Assert.True(Assert.Single(_drill.Laptop.DecodeFile(plain + ".dare", plain + ".opened").Signatures).IsReplaced);

        // What the account signed before cannot be told from it; what it signs now can.
        Assert.True(Assert.Single(laptop.VerifyFile(_drill.FilesBefore[0]).Signatures).IsReplaced);
        FileReport own = laptop.VerifyFile(_drill.FilesAfter[0]);
        Assert.Equal((true, false), (own.Signatures.Single().Verified, own.Signatures.Single().IsReplaced));
        Assert.DoesNotContain(own.Verified, s => s.Contains("replaced since", StringComparison.Ordinal));
    }

    [Fact]
    [Requirement("DEV-05")]
    public async Task The_same_attack_opens_everything_where_the_keys_are_not_replaced()
    {
        await using Drill careless = await Drill.PlayAsync(RemovalWithoutRotation.RunAsync);
        using var hoard = new Hoard();
        hoard.TakeHome("thief", careless.Options("thief"));
        hoard.TakeProvider(careless.Host.Data, careless.Laptop.ProfileUdf);
        IReadOnlyList<OpenedThing> opened = new BruteForce(hoard).Attack([.. Loot.OfProvider(careless), .. Loot.OfFiles(careless)]);
        OpenedThing[] after = [.. opened.Where(o => o.Thing.IsAfter && o.By.StartsWith("thief", StringComparison.Ordinal))];
        Assert.All(careless.PasswordsAfter, p => Assert.Contains(after, o => o.Text.Contains(p, StringComparison.Ordinal)));
        Assert.All(careless.FilesAfter, f => Assert.Contains(after, o => o.Thing.Name == Path.GetFileName(f)));
    }
}

using Mesh.Client;
using Mesh.Cryptography;
using Mesh.Dare;
using Mesh.Protocol;
using Mesh.Schema;

namespace Mesh.EndToEnd.Tests;

/// <summary>The search of the provider's disk, where a client does not seal: it finds what has leaked.</summary>
public sealed class LeakTests
{
    [Fact]
    [Requirement("SVC-01")]
    public async Task A_password_that_a_client_does_not_seal_is_found_on_the_providers_disk()
    {
        using var folder = new TempFolder();
        HostProcess.Create(folder.File("provider"));
        await using HostProcess host = await HostProcess.StartAsync(folder.File("provider"));
        var options = new MachineOptions { Root = folder.File("laptop"), Variable = v => v == "MESH_RESOLVE" ? host.Resolve : null };
        using MeshMachine machine = MeshMachine.Open(options);
        await machine.CreateAccountAsync("alice@example.com");
        var disk = new FolderHistory(host.Data);
        var search = new SecretSearch(
            [Secret.OfText("site", "bank.juniper.example"), Secret.OfText("user", "alice-at-bank"), Secret.OfText("password", "Af1-juniper-kettle")]);

        await SaveAsync(options, machine.Account().ProfileUdf, envelope => envelope);
        disk.Look();
        Assert.All(disk.Seen, f => Assert.Empty(search.Find(f.Octets)));
        await SaveAsync(options, machine.Account().ProfileUdf, Unsealed);
        disk.Look();
        Assert.Equal(["password", "site", "user"], disk.Seen.SelectMany(f => search.Find(f.Octets)).Distinct().Order());
    }

    // Saves a password as the client does, but for what becomes of the envelope.
    private static async Task SaveAsync(MachineOptions options, string udf, Func<UnverifiedEnvelope, UnverifiedEnvelope> change)
    {
        using var parts = new MachineParts(options);
        AccountSession session = await AccountSession.OpenAsync(parts, udf, CancellationToken.None);
        await using (session)
        {
            await new StorePuller(session).PullAsync(CancellationToken.None);
            Replica replica = session.Replica(StoreLabel.Credential);
            StoreWriter writer = session.Writer(replica);
            writer.Put(Credential());
            ContainerUpdate update = StoreWriter.Update(StoreLabel.Credential, replica.Tree, [change(writer.Envelopes[0])]);
            await session.CallAsync<TransactResponse>(
                new TransactRequest { Account = session.Membership.Address, Updates = [update] }, CancellationToken.None);
        }
    }

    // The header of a sealed body and the body as it was before.
    private static UnverifiedEnvelope Unsealed(UnverifiedEnvelope envelope)
    {
        using CatalogedCredential credential = Credential();
        byte[] body = SchemaJson.Encode(credential);
        var trailer = new DareTrailer
        {
            PayloadDigest = System.Security.Cryptography.SHA512.HashData(body),
            PayloadTag = envelope.Trailer.PayloadTag,
        };
        return new UnverifiedEnvelope(envelope.Header, body, trailer);
    }

    private static CatalogedCredential Credential() =>
        new() { Service = "bank.juniper.example", Username = "alice-at-bank", Password = SecretText.FromText("Af1-juniper-kettle") };
}

using Mesh.Client;

namespace Mesh.Hostile.Tests;

/// <summary>What stays with Alice when the provider does not, or does not want to.</summary>
public sealed class LocalDataTests
{
    [Fact]
    [Requirement("SVC-15")]
    public async Task An_account_that_was_deleted_at_the_provider_stays_readable_on_the_devices()
    {
        await using Stage stage = await Stage.OpenAsync("unbound");
        using var files = new TempFolder();
        await File.WriteAllTextAsync(files.File("plain"), "plain");
        MeshAccount web = stage.Account("web");
        web.EncodeFile(files.File("plain"), files.File("sealed"), [Template.Alice], [Template.Alice]);
        await stage.Machine("admin").DeleteAccountAsync(stage.Account("admin"), atService: true);

        ClientException e = await Assert.ThrowsAsync<ClientException>(() => web.SyncAsync(automatic: true));
        Assert.Equal(ClientError.Refused, e.Code);
        Assert.Equal(ClientError.Refused, (await Assert.ThrowsAsync<ClientException>(() => web.CheckRemovalAsync())).Code);
        await stage.Provider.DisposeAsync(); // and then it is gone altogether
        web = stage.Account("web");
        Assert.Equal(Template.Password, web.GetCredential("site").Password);
        Assert.Equal(5, web.DecodeFile(files.File("sealed"), files.File("opened")).PlaintextBytes);
        await web.AddCredentialAsync("later", "alice", Template.Password, synchronise: false);
        Assert.Equal(Template.Password, web.GetCredential("later").Password);
    }
}

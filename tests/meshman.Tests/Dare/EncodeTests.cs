using System.Text.Json;

namespace Mesh.Manager.Tests;

public sealed class EncodeTests(Provider provider) : IClassFixture<Provider>
{
    [Fact]
    public async Task A_file_is_not_sealed_to_a_key_that_a_removed_device_has()
    {
        string tablet = await JoinAsync("tablet");
        string phone = await JoinAsync("phone");
        string before = await RecipientAsync(tablet);
        string device = JsonDocument.Parse(await DoAsync(phone, "account", "info", "--json")).RootElement.GetProperty("ResultInfo").GetProperty("DeviceUdf").GetString()!;
        await DoAsync(provider.Home, "device", "delete", device);

        // The tablet has not heard of it; offline it cannot.
        ProgramRun.Outcome offline = await provider.ManAsync(
            ["dare", "encode", "plain.txt", "offline.dare", "--encrypt", "alice@example.com"], "example.com=http://127.0.0.1:1", tablet);
        Assert.Equal(0, offline.Exit);
        Assert.EndsWith("Sealed with the keys that this device knows.\n", offline.Error, StringComparison.Ordinal);

        string after = await RecipientAsync(tablet);
        Assert.NotEqual(before, after);
        Assert.Equal(await RecipientAsync(provider.Home), after);
    }

    private async Task<string> JoinAsync(string name)
    {
        string home = provider.Folder.File(name);
        string pin = (await DoAsync(provider.Home, "account", "pin")).Split('\n')[0]["PIN=".Length..];
        await DoAsync(home, "device", "request", "alice@example.com", "--pin", pin);
        await DoAsync(provider.Home, "account", "sync");
        await DoAsync(home, "device", "complete");
        return home;
    }

    private async Task<string> RecipientAsync(string home)
    {
        string sealedFile = provider.Folder.File(Guid.NewGuid().ToString("N") + ".dare");
        string json = await DoAsync(home, "dare", "encode", "plain.txt", sealedFile, "--encrypt", "alice@example.com", "--json");
        using JsonDocument result = JsonDocument.Parse(json);
        return Assert.Single(result.RootElement.GetProperty("ResultFile").GetProperty("Recipients").EnumerateArray()).GetString()!;
    }

    private async Task<string> DoAsync(string home, params string[] arguments)
    {
        ProgramRun.Outcome done = await provider.ManAsync(arguments, home: home);
        Assert.True(done.Exit == 0, string.Join(' ', arguments) + "\n" + done.Error);
        return done.Output;
    }
}

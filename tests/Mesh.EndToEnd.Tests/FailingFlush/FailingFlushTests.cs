namespace Mesh.EndToEnd.Tests;

/// <summary>Programs whose disk answers every flush with EIO: nothing is acknowledged, nothing of before is lost, and a sound disk mends it.</summary>
public sealed class FailingFlushTests
{
    private const string Address = "alice@example.com";
    private const string DiskError = "the medium failed|Input/output error";

    [FailingFlushFact]
    public async Task A_device_whose_disk_fails_says_so_and_keeps_what_it_has()
    {
        using var folder = new TempFolder();
        HostProcess.Create(folder.File("provider"));
        await using HostProcess host = await HostProcess.StartAsync(folder.File("provider"));
        var disk = new DyingDisk(folder);
        var laptop = new ManagerHome(folder.File("laptop"), () => host.Resolve, disk);
        disk.Fail();
        RequireDiskError(await laptop.RunAsync("account", "create", Address));
        Assert.True(disk.Replace());
        await laptop.DoAsync("account", "create", Address);
        Assert.Single(Directory.EnumerateFiles(Path.Combine(host.Data, "accounts"), "*.log"));
        await laptop.DoAsync("password", "add", "first", "user", "password");
        string plain = folder.File("plain");
        await File.WriteAllBytesAsync(plain, new SeededRandom("file").Bytes(200_000));
        string good = folder.File("good.dare");
        await laptop.DoAsync("dare", "encode", plain, good, "--encrypt", Address);

        disk.Fail();
        RequireDiskError(await laptop.RunAsync("password", "add", "second", "user", "password"));
        Assert.Contains("user@first = [password]\n", await laptop.DoAsync("password", "list", "--nosync"), StringComparison.Ordinal);

        // A file that takes another's place must be on the disk first; a new one is left to the system (decision 17).
        byte[] kept = await File.ReadAllBytesAsync(good);
        string old = folder.File("old");
        await File.WriteAllTextAsync(old, "what was there");
        RequireDiskError(await laptop.RunAsync("dare", "encode", plain, good, "--encrypt", Address));
        RequireDiskError(await laptop.RunAsync("dare", "decode", good, old));
        RequireDiskError(await laptop.RunAsync("account", "escrow", "--file", folder.File("bad-share")));
        RequireDiskError(await laptop.RunAsync("dare", "archive", folder.File("bad.dare"), plain));
        Assert.Equal(kept, await File.ReadAllBytesAsync(good));
        Assert.Equal("what was there", await File.ReadAllTextAsync(old));
        Assert.Empty(Directory.EnumerateFiles(folder.Path, "bad*"));
        Assert.True(disk.Replace());

        await laptop.DoAsync("password", "add", "second", "user", "password");
        Assert.Equal("user@first = [password]\nuser@second = [password]\n", await laptop.DoAsync("password", "list"));
        await laptop.DoAsync("dare", "decode", good, old);
        Assert.Equal(await File.ReadAllBytesAsync(plain), await File.ReadAllBytesAsync(old));
    }

    [FailingFlushFact]
    public async Task A_service_whose_disk_fails_acknowledges_nothing_and_goes_on_after_a_restart()
    {
        using var folder = new TempFolder();
        string data = folder.File("provider");
        HostProcess.Create(data);
        var disk = new DyingDisk(folder);
        HostProcess? host = await HostProcess.StartAsync(data, disk);
        try
        {
            var laptop = new ManagerHome(folder.File("laptop"), () => host.Resolve);
            var phone = new ManagerHome(folder.File("phone"), () => host.Resolve);
            await laptop.DoAsync("account", "create", Address);
            await laptop.DoAsync("password", "add", "first", "user", "password");

            disk.Fail();
            await disk.SeenAsync();
            ProgramRun run = await laptop.RunAsync("password", "add", "second", "user", "password");
            Assert.Equal((0, "Kept on this device; it is sent with the next account sync.\n"), (run.ExitCode, run.Errors));
            (await laptop.RunAsync("account", "sync")).RequireError();
            (await phone.RunAsync("account", "create", "bob@example.com")).RequireError();
            Assert.Matches(DiskError, host.Log);
            Assert.DoesNotContain("   at ", host.Log, StringComparison.Ordinal);
            Assert.Equal(0, await host.StopAsync());
            await host.DisposeAsync();

            Assert.True(disk.Replace());
            await ProviderFiles.RequireSoundLogAsync(data);
            host = await HostProcess.StartAsync(data, disk);
            await laptop.DoAsync("account", "sync");
            await phone.JoinAsync(laptop, Address);
            Assert.Equal("user@first = [password]\nuser@second = [password]\n", await phone.DoAsync("password", "list"));
        }
        finally
        {
            await host.DisposeAsync();
        }
    }

    private static void RequireDiskError(ProgramRun run)
    {
        run.RequireError();
        Assert.Matches(DiskError, run.Errors);
    }
}

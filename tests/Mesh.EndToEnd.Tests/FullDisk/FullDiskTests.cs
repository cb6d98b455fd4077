namespace Mesh.EndToEnd.Tests;

/// <summary>
/// Programs on a disk that is full, and less and less so: they say so in one line, lose nothing, and go on when there is room again.
/// </summary>
public sealed class FullDiskTests
{
    private const string Address = "alice@example.com";
    private const int MostBlocks = 60;
    private const string NoSpace = "[Nn]o space (is left|left on device)";

    [TinyDiskFact]
    public async Task A_device_whose_disk_is_full_says_so_keeps_what_it_has_and_goes_on_later()
    {
        using var folder = new TempFolder();
        HostProcess.Create(folder.File("provider"));
        await using HostProcess host = await HostProcess.StartAsync(folder.File("provider"));
        using TinyDisk disk = TinyDisk.Make(4096);
        var laptop = new ManagerHome(Path.Combine(disk.Root, "laptop"), () => host.Resolve);
        Assert.True(await UntilItFitsAsync(disk, step: 3, () => laptop.RunAsync("account", "create", Address)) > 3);
        disk.Clear();
        await laptop.DoAsync("account", "sync");
        Assert.Single(Directory.EnumerateFiles(Path.Combine(folder.File("provider"), "accounts"), "*.log"));

        // What cannot be saved is not: what was, stays and can be read on the full disk.
        await laptop.DoAsync("password", "add", "first", "user", "password");
        Assert.True(await UntilItFitsAsync(disk, step: 1, async () =>
        {
            ProgramRun run = await laptop.RunAsync("password", "add", "second", "user", "password");
            Assert.Contains("user@first = [password]", await laptop.DoAsync("password", "list", "--nosync"), StringComparison.Ordinal);
            return run;
        }) > 1);

        // A sealed file appears whole or not at all.
        string plain = folder.File("plain");
        await File.WriteAllBytesAsync(plain, new SeededRandom("file").Bytes(20_000));
        string encoded = Path.Combine(disk.Root, "plain.dare");
        Assert.True(await UntilItFitsAsync(disk, step: 2, async () =>
        {
            ProgramRun run = await laptop.RunAsync("dare", "encode", plain, encoded, "--encrypt", Address);
            Assert.Equal(run.ExitCode == 0, File.Exists(encoded));
            Assert.Equal(run.ExitCode == 0 ? 3 : 2, Directory.EnumerateFileSystemEntries(disk.Root).Count()); // laptop, filler
            return run;
        }) > 1);

        disk.Clear();
        await laptop.DoAsync("account", "sync");
        Assert.Equal("user@first = [password]\nuser@second = [password]\n", await laptop.DoAsync("password", "list"));
    }

    [TinyDiskFact]
    public async Task A_service_whose_disk_is_full_answers_so_stays_consistent_and_goes_on_without_a_restart()
    {
        using var folder = new TempFolder();
        using TinyDisk disk = TinyDisk.Make(4096);
        string data = Path.Combine(disk.Root, "provider");
        HostProcess.Create(data);
        await using HostProcess host = await HostProcess.StartAsync(data);
        var laptop = new ManagerHome(folder.File("laptop"), () => host.Resolve);
        var phone = new ManagerHome(folder.File("phone"), () => host.Resolve);
        disk.LeaveFree(5); // for the log, and not for what comes first in it
        (await laptop.RunAsync("account", "create", Address)).RequireError();
        disk.Clear();
        await laptop.DoAsync("account", "create", Address);
        await laptop.DoAsync("password", "add", "first", "user", "password");

        disk.LeaveFree(0);
        ProgramRun run = await laptop.RunAsync("password", "add", "second", "user", "password");
        Assert.Equal((0, "Kept on this device; it is sent with the next account sync.\n"), (run.ExitCode, run.Errors));
        (await laptop.RunAsync("account", "sync")).RequireError();

        disk.Clear();
        await laptop.DoAsync("account", "sync");
        await phone.JoinAsync(laptop, Address);
        Assert.Equal("user@first = [password]\nuser@second = [password]\n", await phone.DoAsync("password", "list"));

        Assert.DoesNotContain("   at ", host.Log, StringComparison.Ordinal);
        Assert.Matches(NoSpace, host.Log);
        Assert.Equal(0, await host.StopAsync());
        await ProviderFiles.RequireSoundLogAsync(data);
        ProgramRun verified = await BuiltProgram.RunAsync(BuiltProgram.Start(BuiltProgram.Host, ["verify", "--data", data]));
        Assert.True(verified.ExitCode == 0, verified.ToString());
    }

    // Tries with ever more room, and gives the blocks with which it succeeded.
    private static async Task<int> UntilItFitsAsync(TinyDisk disk, int step, Func<Task<ProgramRun>> attempt)
    {
        for (int blocks = 0; blocks < MostBlocks; blocks += step)
        {
            disk.LeaveFree(blocks);
            ProgramRun run = await attempt();
            if (run.ExitCode == 0)
            {
                return blocks;
            }

            run.RequireError();
            Assert.Matches(NoSpace, run.Errors);
        }

        throw new InvalidOperationException($"it does not fit into {MostBlocks} blocks");
    }
}

using System.Text.RegularExpressions;
using Mesh.Client;
using Mesh.Dare;
using Mesh.Schema;
using Mesh.Service;

namespace Mesh.EndToEnd.Tests;

/// <summary>Several meshman processes on one Mesh folder at the same time.</summary>
public sealed partial class ProcessesTests : IAsyncLifetime, IDisposable
{
    private const string Address = "alice@example.com";
    private const int Processes = 5;
    private const int Rounds = 3;
    private readonly TempFolder _folder = new();
    private HostProcess _host = null!;

    public async Task InitializeAsync()
    {
        HostProcess.Create(_folder.File("provider"));
        _host = await HostProcess.StartAsync(_folder.File("provider"));
    }

    public async Task DisposeAsync() => await _host.DisposeAsync();

    public void Dispose() => _folder.Dispose();

    [Fact]
    [Requirement("PLT-02")]
    public async Task Passwords_added_by_several_processes_at_once_are_all_there_and_no_index_is_used_twice()
    {
        ManagerHome laptop = Home("laptop");
        await laptop.DoAsync("account", "create", Address);
        for (int round = 0; round < Rounds; round++)
        {
            // Some are sent at once, some kept for later, and others read meanwhile.
            ProgramRun[] runs = await Task.WhenAll(
                [
                    .. Enumerable.Range(0, Processes).Select(p => laptop.RunWhenFreeAsync(
                        ["password", "add", $"site-{round}-{p}", "user", $"password-{round}-{p}", .. p % 2 == 0 ? [] : new[] { "--nosync" }])),
                    laptop.RunAsync("password", "list", "--nosync"),
                    laptop.RunWhenFreeAsync("account", "sync"),
                ]);
            Assert.All(runs, r => Assert.True(r is { ExitCode: 0, Errors: "" }, r.ToString()));
        }

        await laptop.DoAsync("account", "sync");
        ManagerHome tablet = Home("tablet");
        string pin = PinLine().Match(await laptop.DoAsync("account", "pin")).Groups["pin"].Value;
        await tablet.DoAsync("device", "request", Address, "--pin", pin);
        await laptop.DoAsync("account", "sync");
        await tablet.DoAsync("device", "complete");
        foreach (ManagerHome device in new[] { laptop, tablet })
        {
            string list = await device.DoAsync("password", "list");
            Assert.All(Added(), i => Assert.Contains($"user@site-{i} = [password-{i}]", list, StringComparison.Ordinal));
        }

        Assert.Equal(Processes * Rounds, await PasswordsAsync(Path.Combine(_folder.File("provider"), "accounts")));
        Assert.Equal(Processes * Rounds, await PasswordsAsync(Path.Combine(laptop.Root, "accounts")));
    }

    [Fact]
    [Requirement("PLT-02")]
    public async Task An_account_that_several_processes_create_at_once_is_one_account()
    {
        ManagerHome laptop = Home("laptop");
        ProgramRun[] runs = await Task.WhenAll(Enumerable.Range(0, Processes).Select(_ => laptop.RunWhenFreeAsync("account", "create", Address)));
        Assert.Single(runs, r => r.ExitCode == 0);
        Assert.All(runs.Where(r => r.ExitCode != 0), r => Assert.Equal((1, $"ERROR - This machine has {Address} already.\n"), (r.ExitCode, r.Errors)));
        await laptop.DoAsync("password", "add", "site", "user", "password");
        Assert.Single(Directory.EnumerateFiles(Path.Combine(_folder.File("provider"), "accounts"), "*.log"));
        Assert.Single(Directory.EnumerateFiles(Path.Combine(laptop.Root, "accounts"), "*.log"));
        foreach (string kind in new[] { "DEVICE", "ACCOUNT", "ACTIVATION", "LOG" })
        {
            Assert.Single(Directory.EnumerateFiles(Path.Combine(laptop.Root, "keys"), kind + "-*.key"));
        }
    }

    [Fact]
    public async Task Who_waits_too_long_for_another_process_says_so_and_changes_nothing()
    {
        ManagerHome laptop = Home("laptop");
        await laptop.DoAsync("account", "create", Address);
        using (new FileStream(Path.Combine(laptop.Root, "lock"), FileMode.Open, FileAccess.ReadWrite, FileShare.None))
        {
            ProgramRun run = await laptop.RunAsync("password", "add", "site", "user", "password");
            Assert.Equal(new ProgramRun(1, "", ManagerHome.Busy), run);
            Assert.Equal("", await laptop.DoAsync("password", "list", "--nosync"));
        }

        await laptop.DoAsync("password", "add", "site", "user", "password");
    }

    private static IEnumerable<string> Added() =>
        Enumerable.Range(0, Rounds).SelectMany(round => Enumerable.Range(0, Processes).Select(p => $"{round}-{p}"));

    private ManagerHome Home(string name) => new(_folder.File(name), () => _host.Resolve);

    // Reads a copy of the log of the only account in a folder from its first octet on.
    private static async Task<int> PasswordsAsync(string folder)
    {
        using var copy = new TempFolder();
        string log = Assert.Single(Directory.EnumerateFiles(folder, "*.log"));
        File.Copy(log, copy.File("log"));
        AccountLog opened = await AccountLog.OpenAsync(copy.File("log"), new LogOptions());
        await using (opened)
        {
            Assert.Equal(LogState.Sound, opened.Report.State);
            StoreFrame[] frames = [.. opened.Read(LogLabel.Parse(StoreLabel.Credential), 0)!.Frames.Select(StoreFrame.Parse)];
            Assert.Equal(Enumerable.Range(0, frames.Length).Select(i => (long)i), frames.Select(f => f.Index));
            string[] names = [.. frames.Skip(1).Select(f => ContentMeta.Parse(f.Envelope.Header.ContentMetaData).UniqueId!)];
            Assert.Equal(names.Length, names.Distinct().Count()); // each was added once
            return names.Length;
        }
    }

    [GeneratedRegex(@"^PIN=(?<pin>\S+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex PinLine();
}

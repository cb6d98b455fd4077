using System.Diagnostics;

namespace Mesh.Manager.Tests;

/// <summary>Two services of one domain, a person with an account at the first, and a sealed file. Made once, by the real programs.</summary>
public sealed class Provider : IAsyncLifetime
{
    private readonly List<Process> _services = [];

    public TempFolder Folder { get; } = new();

    public string Address { get; private set; } = "";

    public string OtherAddress { get; private set; } = "";

    public string Home => Folder.File("home");

    public async Task InitializeAsync()
    {
        Address = await ServeAsync("service");
        OtherAddress = await ServeAsync("other");
        await File.WriteAllTextAsync(Folder.File("plain.txt"), "Meet me at the usual place.\n");
        await SucceedsAsync("account", "create", "alice@example.com");
        await SucceedsAsync("dare", "encode", "plain.txt", "sealed.dare", "--encrypt", "alice@example.com", "--sign", "alice@example.com");
    }

    public Task DisposeAsync()
    {
        foreach (Process service in _services)
        {
            service.Kill();
            service.WaitForExit();
            service.Dispose();
        }

        Folder.Dispose();
        return Task.CompletedTask;
    }

    /// <summary>Runs meshman as Alice; <paramref name="resolve"/> is where example.com is.</summary>
    internal Task<ProgramRun.Outcome> ManAsync(string[] arguments, string? resolve = null, string? home = null, string input = "") =>
        ProgramRun.RunAsync("meshman", arguments, Folder.Path, input, ("MESH_HOME", home ?? Home), ("MESH_RESOLVE", resolve ?? "example.com=" + Address));

    private async Task SucceedsAsync(params string[] arguments)
    {
        ProgramRun.Outcome done = await ManAsync(arguments);
        Assert.True(done.Exit == 0, string.Join(' ', arguments) + "\n" + done.Error);
    }

    private async Task<string> ServeAsync(string name)
    {
        ProgramRun.Outcome made = await ProgramRun.RunAsync("meshhost", ["create", "example.com", "--data", name], Folder.Path, "");
        Assert.True(made.Exit == 0, made.Error);
        Process service = ProgramRun.Start(
            "meshhost", ["start", "--data", name, "--listen", "http://127.0.0.1:0", "--insecure-loopback"], Folder.Path);
        _services.Add(service);
        service.ErrorDataReceived += (_, _) => { };
        service.BeginErrorReadLine();
        return await service.StandardOutput.ReadLineAsync().WaitAsync(ProgramRun.Patience) ?? throw new InvalidOperationException($"{name} did not start");
    }
}

using Mesh.Client;

namespace Mesh.EndToEnd.Tests;

/// <summary>
/// kill -9 of a device's program at each point at which it changes its disk or speaks with the service, one run for each point until a run is
/// not killed. After each the next process finds the step finished or undone, loses nothing, and goes on.
/// </summary>
public abstract class ClientKillStage : IAsyncLifetime, IDisposable
{
    private const int MostPoints = 200;
    private readonly TempFolder _folder = new();
    private HostProcess _host = null!;

    public const string Address = "alice@example.com";

    public async Task InitializeAsync()
    {
        HostProcess.Create(_folder.File("provider"));
        _host = await HostProcess.StartAsync(_folder.File("provider"));
    }

    public async Task DisposeAsync() => await _host.DisposeAsync();

    public void Dispose()
    {
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>The logs of the accounts that the service has.</summary>
    private protected IEnumerable<string> AccountsAtService() => Directory.EnumerateFiles(Path.Combine(_host.Data, "accounts"), "*.log");

    // One run for each point; gives the number of runs, of which the last was not killed.
    private protected static async Task<int> ForEachPointAsync(Func<int, Task<bool>> run)
    {
        for (int point = 1; point < MostPoints; point++)
        {
            if (!await run(point))
            {
                Assert.True(point > 6, $"only {point - 1} points"); // it is not the seam that found nothing
                return point;
            }
        }

        throw new InvalidOperationException($"killed {MostPoints} times");
    }

    private protected static IEnumerable<string> Sites(int last) =>
        Enumerable.Range(0, last + 1).Select(i => $"site{i}").Order(StringComparer.Ordinal);

    private protected static void RequireSettled(MortalDevice device, MeshAccount account)
    {
        Mesh.Client.AccountStatus status = account.Status();
        Assert.Equal((0, 0), (status.UnansweredRequests, status.UnsentEdits));
        Assert.DoesNotContain(device.Keys(), k => k.StartsWith("NEXT-", StringComparison.Ordinal));
        Assert.False(File.Exists(Path.Combine(device.Root, "keys", ".saving")));
    }

    private protected MortalDevice Device(string name) => new(_folder.File(name), () => _host.Resolve);

    // An account with one password and two devices.
    private protected async Task<MeshMachine> PairAsync(MortalDevice laptop, string other)
    {
        await CreateAsync(laptop, Address);
        using MeshMachine machine = laptop.Open();
        return await JoinAsync(machine.Account(), other);
    }

    private protected static async Task CreateAsync(MortalDevice laptop, string address)
    {
        using MeshMachine machine = laptop.Open();
        await machine.CreateAccountAsync(address);
        await machine.Account().AddCredentialAsync("site0", "user", "password", synchronise: true);
    }

    private protected async Task<MeshMachine> JoinAsync(MeshAccount administrator, string name)
    {
        MeshMachine joining = Device(name).Open();
        ConnectionRequested request = await joining.RequestConnectionAsync(administrator.Address);
        await administrator.SyncAsync(automatic: true);
        await administrator.AcceptAsync(request.Witness, name, [Schema.Role.Web]);
        await joining.CompleteConnectionAsync();
        await joining.Account().SyncAsync(automatic: true);
        return joining;
    }
}

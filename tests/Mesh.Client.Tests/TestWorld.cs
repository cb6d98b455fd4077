using Mesh.Schema;

namespace Mesh.Client.Tests;

/// <summary>A provider and the machines of one person.</summary>
internal sealed class TestWorld : IDisposable
{
    public const string Address = "alice@example.com";
    private readonly List<IDisposable> _owned = [];
    private readonly Dictionary<string, TempFolder> _folders = [];

    public TestWorld(string name)
    {
        Random = new SeededRandom(name);
        Provider = new FakeProvider(Clock, Random);
        _owned.Add(Provider);
    }

    public ManualTime Clock { get; } = new(new DateTimeOffset(2026, 3, 4, 5, 6, 7, TimeSpan.Zero));

    public SeededRandom Random { get; }

    public FakeProvider Provider { get; }

    public FakeAccount Account => Provider.Accounts[Address];

    /// <summary>Opens a machine; the same name opens the same folder again, as a new process would.</summary>
    public MeshMachine Machine(string name, string? dieAfter = null)
    {
        MeshMachine machine = MeshMachine.Open(Options(name, dieAfter));
        _owned.Insert(0, machine);
        return machine;
    }

    /// <summary>What a machine is opened with.</summary>
    public MachineOptions Options(string name, string? dieAfter = null)
    {
        if (!_folders.TryGetValue(name, out TempFolder? folder))
        {
            _folders[name] = folder = new TempFolder();
            _owned.Insert(0, folder);
        }

        return new MachineOptions
        {
            Root = folder.File("mesh"),
            Time = Clock,
            Random = Random,
            Transport = Provider,
            Discovery = Provider,
            Variable = _ => null,
            LockPatience = TimeSpan.Zero,
            AfterStep = step =>
            {
                Steps.Add(step);
                if (step == dieAfter)
                {
                    throw new ProcessDied(step);
                }
            },
        };
    }

    public List<string> Steps { get; } = [];

    public string Folder(string machine) => _folders[machine].File("mesh");

    public async Task<MeshAccount> CreateAsync(string machine = "first")
    {
        MeshMachine first = Machine(machine);
        await first.CreateAccountAsync(Address);
        return first.Account();
    }

    /// <summary>Joins a machine to the account by witness.</summary>
    public async Task<MeshAccount> JoinAsync(MeshAccount administrator, string machine, params Role[] roles)
    {
        MeshMachine joining = Machine(machine);
        ConnectionRequested request = await joining.RequestConnectionAsync(Address);
        await administrator.SyncAsync(automatic: false);
        await administrator.AcceptAsync(request.Witness, machine, [.. roles]);
        await joining.CompleteConnectionAsync();
        MeshAccount account = joining.Account();
        await account.SyncAsync(automatic: false);
        return account;
    }

    public void Dispose() => _owned.ForEach(o => o.Dispose());
}

/// <summary>What a process is not told when it dies.</summary>
internal sealed class ProcessDied(string step) : Exception($"died after: {step}");

/// <summary>A clock that moves when told.</summary>
internal sealed class ManualTime(DateTimeOffset start) : TimeProvider
{
    public DateTimeOffset Now { get; set; } = start;

    public override DateTimeOffset GetUtcNow() => Now;
}

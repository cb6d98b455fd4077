using Mesh.Client;
using Mesh.Cryptography;

namespace Mesh.Hostile.Tests;

/// <summary>One play on a copy of the <see cref="Template"/>: the provider, and the machines of the people.</summary>
internal sealed class Stage : IAsyncDisposable
{
    private readonly TempFolder _folder;
    private readonly IRandomSource _random;
    private readonly List<MeshMachine> _machines = [];
    private readonly bool _isTemplate;

    private Stage(TempFolder folder, PersonalClock clock, IRandomSource random, HostileProvider provider, Arsenal arsenal)
    {
        _isTemplate = ReferenceEquals(arsenal, Arsenal.Empty);
        provider.Arsenal = arsenal;
        Arsenal = arsenal;
        _folder = folder;
        _random = random;
        Clock = clock;
        Provider = provider;
    }

    public PersonalClock Clock { get; }

    public HostileProvider Provider { get; private set; }

    public Arsenal Arsenal { get; }

    /// <summary>Witness of the request that was made in the play.</summary>
    public string Asked { get; set; } = "";

    public string Data => _folder.File("service");

    /// <summary>A copy of the template, in which a play begins.</summary>
    public static async Task<Stage> OpenAsync(string seed)
    {
        Template template = await Template.Ready.Value;
        var folder = new TempFolder();
        CopyFolder(template.Folder, folder.Path);
        var clock = new PersonalClock(template.Now);
        var random = new SeededRandom(seed);
        HostileProvider provider = await HostileProvider.OpenAsync(folder.File("service"), clock, random);
        return new Stage(folder, clock, random, provider, template.Arsenal);
    }

    /// <summary>An empty stage; the template is built on one.</summary>
    public static async Task<Stage> EmptyAsync(TempFolder folder, string seed)
    {
        var clock = new PersonalClock(new DateTimeOffset(2026, 3, 4, 5, 6, 7, TimeSpan.Zero));
        var random = new SeededRandom(seed);
        return new Stage(folder, clock, random, await HostileProvider.OpenAsync(folder.File("service"), clock, random), Arsenal.Empty);
    }

    public MeshMachine Machine(string name) => Machine(name, Provider);

    /// <summary>A machine that is led to another host of the service.</summary>
    public MeshMachine Machine(string name, HostileProvider host)
    {
        MeshMachine machine = MeshMachine.Open(Options(name, host));
        _machines.Add(machine);
        return machine;
    }

    /// <summary>What a machine is made of.</summary>
    public MachineParts Parts(string name) => new(Options(name, Provider));

    public MeshAccount Account(string machine) => Machine(machine).Account();

    public string Folder(string machine) => _folder.File(machine);

    /// <summary>The service's files as they are now, for later.</summary>
    public async Task<string> SnapshotAsync(string name)
    {
        await Provider.DisposeAsync();
        CopyFolder(Data, _folder.File(name));
        Provider = await HostOverAsync(Data);
        return _folder.File(name);
    }

    /// <summary>A second host of the same service over files that were kept before.</summary>
    public async Task<HostileProvider> HostOverAsync(string files)
    {
        HostileProvider host = await HostileProvider.OpenAsync(files, Clock, _random);
        host.Arsenal = Arsenal;
        return host;
    }

    /// <summary>Puts files that were kept before in the place of the service's own.</summary>
    public async Task RestoreAsync(string files)
    {
        await Provider.DisposeAsync();
        Directory.Delete(Data, recursive: true);
        CopyFolder(files, Data);
        Provider = await HostOverAsync(Data);
    }

    public async ValueTask DisposeAsync()
    {
        _machines.ForEach(m => m.Dispose());
        await Provider.DisposeAsync();
        if (!_isTemplate)
        {
            _folder.Dispose();
        }
    }

    private MachineOptions Options(string name, HostileProvider host) => new()
    {
        Root = Folder(name),
        Time = Clock,
        Random = _random,
        Transport = host,
        Discovery = host,
        Variable = _ => null,
        LockPatience = TimeSpan.Zero,
    };

    public static void CopyFolder(string from, string to)
    {
        Directory.CreateDirectory(to);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(to, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        foreach (string file in Directory.EnumerateFiles(from))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        }

        foreach (string folder in Directory.EnumerateDirectories(from))
        {
            CopyFolder(folder, Path.Combine(to, Path.GetFileName(folder)));
        }
    }
}

using System.Diagnostics;
using Mesh.Client;

namespace Mesh.EndToEnd.Tests;

/// <summary>A device whose program is killed at a chosen point; what is done after that is done by another process, this one.</summary>
internal sealed class MortalDevice(string root, Func<string> resolve)
{
    private const int Killed = 128 + 9;

    public string Root => root;

    /// <summary>Carries a command out in a process that kills itself at the point; true when it came to that, false when it ended before.</summary>
    public async Task<bool> DieAsync(int point, params string[] command)
    {
        ProcessStartInfo info = BuiltProgram.Start(BuiltProgram.MortalClient, [root, $"{point}", .. command]);
        info.Environment["MESH_RESOLVE"] = resolve();
        ProgramRun run = await BuiltProgram.RunAsync(info);
        Assert.True(run.ExitCode is 0 or Killed, $"{string.Join(' ', command)} at point {point}: {run}");
        return run.ExitCode == Killed;
    }

    /// <summary>Opens the folder as the next process does.</summary>
    public MeshMachine Open() => MeshMachine.Open(Options);

    public MachineOptions Options => new() { Root = root, Variable = v => v == "MESH_RESOLVE" ? resolve() : null };

    /// <summary>The names of the secrets in its key store.</summary>
    public IReadOnlyList<string> Keys() => new Mesh.Keys.FileKeyStore(Path.Combine(root, "keys")).List();
}

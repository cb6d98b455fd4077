using System.Diagnostics;

namespace Mesh.EndToEnd.Tests;

/// <summary>A device: a Mesh folder, used by meshman processes; on a disk that can fail, where one is given.</summary>
internal sealed class ManagerHome(string root, Func<string> resolve, DyingDisk? disk = null)
{
    /// <summary>What it says where another process keeps it waiting too long.</summary>
    public const string Busy = "ERROR - Another process is using this Mesh folder. Wait until it has finished, then try again.\n";

    public string Root => root;

    /// <summary>Runs <c>meshman</c> on this device.</summary>
    public Task<ProgramRun> RunAsync(params string[] arguments) => BuiltProgram.RunAsync(Command(arguments));

    /// <summary>As <see cref="RunAsync"/>, again where it says that another process kept it waiting too long, as on a busy machine it may.</summary>
    public async Task<ProgramRun> RunWhenFreeAsync(params string[] arguments)
    {
        ProgramRun run = await RunAsync(arguments);
        while (run == new ProgramRun(1, "", Busy))
        {
            run = await RunAsync(arguments);
        }

        return run;
    }

    /// <summary>As <see cref="RunAsync"/>; it has to succeed.</summary>
    public async Task<string> DoAsync(params string[] arguments)
    {
        ProgramRun run = await RunAsync(arguments);
        Assert.True(run.ExitCode == 0, $"meshman {string.Join(' ', arguments)}: {run}");
        return run.Output;
    }

    /// <summary>Joins the account that <paramref name="admin"/> administers, by witness.</summary>
    public async Task JoinAsync(ManagerHome admin, string address)
    {
        string request = await DoAsync("device", "request", address);
        await admin.DoAsync("account", "sync");
        await admin.DoAsync("device", "accept", request.Split("Witness value = ")[1].Split('\n')[0]);
        await DoAsync("device", "complete");
    }

    /// <summary>What starts <c>meshman</c> on this device.</summary>
    public ProcessStartInfo Command(params string[] arguments)
    {
        ProcessStartInfo info = BuiltProgram.Start(BuiltProgram.Manager, arguments, disk);
        info.Environment["MESH_HOME"] = root;
        info.Environment["MESH_RESOLVE"] = resolve();
        return info;
    }
}

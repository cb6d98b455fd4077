using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Mesh.EndToEnd.Tests;

/// <summary>
/// The programs, started with nothing of the tester's environment: those of ./build and ./test, which were compiled ahead of time and start faster,
/// where they are not older than the ones that were built together with these tests.
/// </summary>
internal static partial class BuiltProgram
{
    public const string Host = "src/meshhost";
    public const string Manager = "src/meshman";
    public const string MortalClient = "tests/Mesh.EndToEnd.Client";

    private static readonly ConcurrentDictionary<string, string> Published = new();

    /// <summary>What starts a program, its standard streams redirected; on a disk that can fail, where one is given.</summary>
    public static ProcessStartInfo Start(string project, IEnumerable<string> arguments, DyingDisk? disk = null)
    {
        // What is published takes no hooks, which is how a disk fails.
        string program = disk is null ? Published.GetOrAdd(project, Newest) : Executable(project);
        var info = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        string?[] kept = ["PATH", "DOTNET_ROOT", "TMPDIR"];
        foreach (string name in info.Environment.Keys.Except(kept).OfType<string>().ToList())
        {
            info.Environment.Remove(name);
        }

        disk?.Carry(info);
        return info;
    }

    /// <summary>The file of a library that was built together with these tests.</summary>
    public static string Library(string project) => Path.Combine(Built(project), Path.GetFileName(project) + ".dll");

    /// <summary>Runs a program to its end.</summary>
    public static async Task<ProgramRun> RunAsync(ProcessStartInfo info)
    {
        using Process process = Process.Start(info)!;
        process.StandardInput.Close();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(4));
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            Assert.Fail($"{info.FileName} {string.Join(' ', info.ArgumentList)} did not end: {await errors}");
        }

        return new ProgramRun(process.ExitCode, await output, await errors);
    }

    /// <summary>Asks a process to end, as a system that shuts down does.</summary>
    public static void Terminate(Process process) => Assert.Equal(0, Signal(process.Id, 15));

    // These tests are in .../tests/Mesh.EndToEnd.Tests/bin/CONFIGURATION/FRAMEWORK/
    private static string Built(string project)
    {
        string[] output = AppContext.BaseDirectory.TrimEnd('/').Split('/')[^2..];
        return Path.Combine(VectorFile.RepositoryRoot, project, "bin", output[0], output[1]);
    }

    private static string Executable(string project) => Path.Combine(Built(project), Path.GetFileName(project));

    private static string Newest(string project)
    {
        DateTime built = Directory.EnumerateFiles(Built(project), "*.dll").Max(File.GetLastWriteTimeUtc);
        return new[] { "bin", "test" }
            .Select(folder => Path.Combine(VectorFile.RepositoryRoot, "artifacts", folder, Path.GetFileName(project)))
            .FirstOrDefault(published => File.Exists(published) && File.GetLastWriteTimeUtc(published) >= built) ?? Executable(project);
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Signal(int process, int signal);
}

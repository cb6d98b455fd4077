using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Mesh.EndToEnd.Tests;

/// <summary>
/// The programs, started with nothing of the tester's environment: those of ./build, which were compiled ahead of time and start faster, where
/// they are not older than the ones that were built together with these tests.
/// </summary>
internal static partial class BuiltProgram
{
    public const string Host = "src/meshhost";
    public const string Manager = "src/meshman";
    public const string MortalClient = "tests/Mesh.EndToEnd.Client";

    // Once for each, also where two tests ask at the same moment: a program that runs cannot be overwritten.
    private static readonly ConcurrentDictionary<string, Lazy<string>> Folders = new();

    /// <summary>What starts a program, its standard streams redirected.</summary>
    public static ProcessStartInfo Start(string project, IEnumerable<string> arguments)
    {
        var info = new ProcessStartInfo(Path.Combine(Folders.GetOrAdd(project, p => new Lazy<string>(() => Folder(p))).Value, Path.GetFileName(project)), arguments)
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

    private static string Folder(string project)
    {
        string built = Built(project);
        string ahead = Path.Combine(VectorFile.RepositoryRoot, "artifacts", "bin");
        bool isFresh = Directory.EnumerateFiles(built, "*.dll").All(l => !File.Exists(Ahead(ahead, l)) || File.GetLastWriteTimeUtc(Ahead(ahead, l)) >= File.GetLastWriteTimeUtc(l));
        return !isFresh || !File.Exists(Path.Combine(ahead, "Mesh.Cryptography.dll")) ? built
            : File.Exists(Path.Combine(ahead, Path.GetFileName(project))) ? ahead
            : Overlaid(built, ahead);
    }

    private static string Ahead(string ahead, string library) => Path.Combine(ahead, Path.GetFileName(library));

    // A program that ./build does not publish, with the libraries that it does.
    private static string Overlaid(string built, string ahead)
    {
        string folder = Path.Combine(AppContext.BaseDirectory, "ahead", new DirectoryInfo(built).Name);
        Directory.CreateDirectory(folder);
        foreach (string file in Directory.EnumerateFiles(built))
        {
            string better = Ahead(ahead, file);
            File.Copy(File.Exists(better) ? better : file, Path.Combine(folder, Path.GetFileName(file)), overwrite: true);
        }

        return folder;
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Signal(int process, int signal);
}

using System.Diagnostics;

namespace Mesh.Manager.Tests;

/// <summary>The real programs, as processes of their own.</summary>
internal static class ProgramRun
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Starts <c>meshman</c> or <c>meshhost</c> with nothing of this process's environment but what it needs.</summary>
    public static Process Start(string program, IEnumerable<string> arguments, string folder, params (string Name, string Value)[] environment)
    {
        string host = Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet";
        var info = new ProcessStartInfo(host, [Path.Combine(AppContext.BaseDirectory, program + ".dll"), .. arguments])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        string?[] kept = [Environment.GetEnvironmentVariable("PATH"), Environment.GetEnvironmentVariable("DOTNET_ROOT")];
        info.Environment.Clear();
        info.Environment["PATH"] = kept[0];
        if (kept[1] is { } root)
        {
            info.Environment["DOTNET_ROOT"] = root;
        }

        info.Environment["HOME"] = folder;
        info.Environment["XDG_RUNTIME_DIR"] = folder;
        foreach ((string name, string value) in environment)
        {
            info.Environment[name] = value;
        }

        return Process.Start(info)!;
    }

    /// <summary>Runs it to its end.</summary>
    public static async Task<Outcome> RunAsync(
        string program, IEnumerable<string> arguments, string folder, string input, params (string Name, string Value)[] environment)
    {
        using Process process = Start(program, arguments, folder, environment);
        var watch = Stopwatch.StartNew();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        try
        {
            await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended without reading what there was to read.
        }

        using var limit = new CancellationTokenSource(Patience);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"{program} {string.Join(' ', arguments)} did not end in {Patience}");
        }

        return new Outcome(process.ExitCode, await output, await error, watch.Elapsed);
    }

    /// <summary>What a program said and how it ended.</summary>
    public sealed record Outcome(int Exit, string Output, string Error, TimeSpan Time);
}

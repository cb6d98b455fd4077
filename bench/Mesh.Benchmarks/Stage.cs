using System.Diagnostics;

namespace Mesh.Benchmarks;

/// <summary>A folder that goes away, and programs run in it with a home of their own.</summary>
internal sealed class Stage : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mesh-bench");
    private readonly Dictionary<string, string> _environment = [];
    private Process? _service;

    public string Root { get; } = FindRoot();

    public string File(string name) => Path.Combine(_folder.FullName, name);

    /// <summary>One of the programs that <c>./build</c> leaves.</summary>
    public string Built(string program) => Path.Combine(Root, "artifacts", "bin", program);

    /// <summary>Whether a program is on this machine.</summary>
    public static bool Has(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Any(folder => System.IO.File.Exists(Path.Combine(folder, program)));

    /// <summary>Starts the built service for example.com; what is run later finds it.</summary>
    public void StartService()
    {
        Run(Built("meshhost"), "create", "example.com", "--data", File("service"));
        _service = Start(Built("meshhost"), "start", "--data", File("service"), "--listen", "http://127.0.0.1:0", "--insecure-loopback");
        string address = _service.StandardOutput.ReadLine() ?? throw new InvalidOperationException("the service did not start");
        _environment["MESH_RESOLVE"] = $"example.com={address}";
    }

    /// <summary>Runs a program to its end and gives what it printed.</summary>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public string Run(string program, params string[] arguments)
    {
        using Process process = Start(program, arguments);
        string output = process.StandardOutput.ReadToEnd();
        End(process);
        return output;
    }

    /// <summary>Runs a program to its end with its output in a file, so that it has the processors for itself.</summary>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public void RunToFile(string program, params string[] arguments)
    {
        using Process process = Start("/bin/sh", ["-c", "exec \"$0\" \"$@\" > printed", program, .. arguments]);
        End(process);
    }

    public void Dispose()
    {
        _service?.Kill();
        _service?.WaitForExit();
        _service?.Dispose();
        _folder.Delete(recursive: true);
    }

    private static void End(Process process)
    {
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{Path.GetFileName(process.StartInfo.FileName)} ended with {process.ExitCode}");
        }
    }

    private Process Start(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = _folder.FullName };
        start.Environment["HOME"] = _folder.FullName;
        start.Environment["MESH_HOME"] = File("home");
        foreach ((string name, string value) in _environment)
        {
            start.Environment[name] = value;
        }

        Process process = Process.Start(start)!;
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginErrorReadLine();
        return process;
    }

    private static string FindRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !System.IO.File.Exists(Path.Combine(folder.FullName, "Mesh.slnx")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("this program is not inside the repository");
    }
}

using System.Diagnostics;
using System.Text;
using Mesh.Cryptography;
using Mesh.Service;

namespace Mesh.EndToEnd.Tests;

/// <summary>A provider: <c>meshhost start</c> in a process of its own, on loopback.</summary>
internal sealed class HostProcess : IAsyncDisposable
{
    public const string Domain = "example.com";
    private readonly Process _process;
    private readonly StringBuilder _log = new();
    private readonly Task _reading;

    private HostProcess(string data, Process process, string address)
    {
        Data = data;
        _process = process;
        Address = address;
        _reading = ReadAsync();
    }

    /// <summary>The folder of the service.</summary>
    public string Data { get; }

    /// <summary>Where it listens.</summary>
    public string Address { get; }

    /// <summary>What it wrote to standard error.</summary>
    public string Log
    {
        get
        {
            lock (_log)
            {
                return _log.ToString();
            }
        }
    }

    /// <summary>The value of <c>MESH_RESOLVE</c> that leads to it.</summary>
    public string Resolve => $"{Domain}={Address}";

    /// <summary>Makes the service in an empty folder.</summary>
    public static void Create(string data) => ServiceIdentity.Create(data, Domain, SystemRandom.Instance, TimeProvider.System);

    /// <summary>Starts it and waits until it listens.</summary>
    public static async Task<HostProcess> StartAsync(string data, DyingDisk? disk = null)
    {
        Process process = Process.Start(Command(data, disk))!;
        string? address = await process.StandardOutput.ReadLineAsync();
        if (address is null)
        {
            string said = await process.StandardError.ReadToEndAsync();
            process.Dispose();
            Assert.Fail("the service did not start: " + said);
        }

        return new HostProcess(data, process, address);
    }

    /// <summary>Starts it and kills it before long, wherever it then is.</summary>
    public static async Task KillWhileStartingAsync(string data, TimeSpan after)
    {
        using Process process = Process.Start(Command(data))!;
        await Task.Delay(after);
        process.Kill();
        await process.WaitForExitAsync();
    }

    /// <summary>SIGKILL: nothing of it gets to do anything any more.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>SIGTERM: it finishes what it is at, and closes its logs.</summary>
    public async Task<int> StopAsync()
    {
        if (!_process.HasExited)
        {
            BuiltProgram.Terminate(_process);
        }

        await _process.WaitForExitAsync();
        await _reading;
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        await _reading;
        _process.Dispose();
    }

    private static ProcessStartInfo Command(string data, DyingDisk? disk = null) => BuiltProgram.Start(
        BuiltProgram.Host, ["start", "--data", data, "--listen", "http://127.0.0.1:0", "--insecure-loopback"], disk);

    private async Task ReadAsync()
    {
        while (await _process.StandardError.ReadLineAsync() is { } line)
        {
            lock (_log)
            {
                _log.AppendLine(line);
            }
        }
    }
}

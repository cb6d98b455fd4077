using System.Diagnostics;

namespace Mesh.EndToEnd.Tests;

/// <summary>A disk that can be made to fail: programs that are started on it then get EIO for every flush, those that run already included.</summary>
internal sealed class DyingDisk(TempFolder folder)
{
    private readonly string _signal = folder.File("flush-fails");

    /// <summary>Lets a program that is about to start live on this disk.</summary>
    public void Carry(ProcessStartInfo program)
    {
        program.Environment["DOTNET_STARTUP_HOOKS"] = BuiltProgram.Library("tests/Mesh.EndToEnd.FailingFlush");
        program.Environment["MESH_TEST_FLUSH_FAILS"] = _signal;
    }

    /// <summary>Every flush of programs on this disk fails from now on.</summary>
    public void Fail() => File.WriteAllText(_signal, "");

    /// <summary>Waits until one that was running is told.</summary>
    public async Task SeenAsync()
    {
        while (!File.Exists(_signal + ".seen"))
        {
            await Task.Delay(5);
        }
    }

    /// <summary>A new disk: programs that start from now on have no trouble. Whether any had.</summary>
    public bool Replace()
    {
        File.Delete(_signal);
        bool seen = File.Exists(_signal + ".seen");
        File.Delete(_signal + ".seen");
        return seen;
    }
}

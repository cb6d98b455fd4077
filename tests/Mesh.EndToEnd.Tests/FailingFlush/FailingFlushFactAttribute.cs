using System.Runtime.InteropServices;

namespace Mesh.EndToEnd.Tests;

/// <summary>A test whose disk fails by a filter for system calls; skipped, and seen to be skipped, where there is none.</summary>
public sealed class FailingFlushFactAttribute : FactAttribute
{
    public FailingFlushFactAttribute()
    {
        if (!OperatingSystem.IsLinux() || RuntimeInformation.OSArchitecture is not (Architecture.X64 or Architecture.Arm64))
        {
            Skip = "needs seccomp: Linux on x64 or arm64";
        }
    }
}

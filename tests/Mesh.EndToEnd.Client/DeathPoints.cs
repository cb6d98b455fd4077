using System.Diagnostics;

namespace Mesh.EndToEnd.Client;

/// <summary>Counts what others could see, and ends the process with SIGKILL at the one that was chosen: nothing is closed, nothing is told.</summary>
internal sealed class DeathPoints(int chosen)
{
    private int _passed;

    /// <summary>How many points were passed.</summary>
    public int Passed => _passed;

    /// <summary>A point: just before something is done, or just after.</summary>
    public void Pass()
    {
        if (Interlocked.Increment(ref _passed) == chosen)
        {
            Process.GetCurrentProcess().Kill();
            Thread.Sleep(Timeout.Infinite);
        }
    }
}

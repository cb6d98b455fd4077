using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Mesh.Benchmarks;

/// <summary>
/// The time that this thread has had of a processor, where the system tells it (Linux); elsewhere the time of day. Work that waits for nothing is
/// timed by it, so that other processes on the machine do not count.
/// </summary>
internal static partial class ThreadClock
{
    // CLOCK_THREAD_CPUTIME_ID of Linux.
    private const int ThreadTime = 3;

    public static double Seconds()
    {
        if (!OperatingSystem.IsLinux())
        {
            return Stopwatch.GetTimestamp() / (double)Stopwatch.Frequency;
        }

        return clock_gettime(ThreadTime, out TimeSpecification time) == 0
            ? time.Seconds + (time.Nanoseconds * 1e-9)
            : throw new InvalidOperationException("the system does not tell the time of a thread");
    }

    [LibraryImport("libc")]
    private static partial int clock_gettime(int clock, out TimeSpecification time);

    private struct TimeSpecification
    {
        public nint Seconds;
        public nint Nanoseconds;
    }
}

using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Mesh.EndToEnd.FailingFlush;

/// <summary>
/// Makes the kernel answer EIO to every flush of this process, as a dying disk does: a seccomp filter (seccomp(2), Linux on x64 and arm64), for all
/// threads and for good.
/// </summary>
internal static unsafe partial class FlushFilter
{
    private const ushort LoadWord = 0x20; // BPF_LD | BPF_W | BPF_ABS
    private const ushort JumpIfEqual = 0x15; // BPF_JMP | BPF_JEQ | BPF_K
    private const ushort Return = 0x06; // BPF_RET | BPF_K
    private const uint CallNumber = 0; // offset of nr in struct seccomp_data
    private const uint Allow = 0x7FFF_0000; // SECCOMP_RET_ALLOW
    private const uint FailWithEio = 0x0005_0000 | 5; // SECCOMP_RET_ERRNO | EIO
    private const int NoNewPrivileges = 38; // PR_SET_NO_NEW_PRIVS
    private const int SetModeFilter = 1; // SECCOMP_SET_MODE_FILTER
    private const int AllThreads = 1; // SECCOMP_FILTER_FLAG_TSYNC

    // seccomp, fsync, fdatasync, msync, sync_file_range, syncfs
    private static readonly uint[] Calls = RuntimeInformation.ProcessArchitecture == Architecture.X64
        ? [317, 74, 75, 26, 277, 306]
        : [277, 82, 83, 227, 84, 267];

    /// <exception cref="Win32Exception">The kernel refuses.</exception>
    public static void Install()
    {
        ReadOnlySpan<uint> flushes = Calls.AsSpan(1);
        var filter = new Instruction[flushes.Length + 3];
        filter[0] = new Instruction(LoadWord, 0, 0, CallNumber);
        for (int i = 0; i < flushes.Length; i++)
        {
            filter[i + 1] = new Instruction(JumpIfEqual, (byte)(flushes.Length - i), 0, flushes[i]);
        }

        filter[^2] = new Instruction(Return, 0, 0, Allow);
        filter[^1] = new Instruction(Return, 0, 0, FailWithEio);
        Require(ProcessControl(NoNewPrivileges, 1, 0, 0, 0));
        fixed (Instruction* first = filter)
        {
            var program = new FilterProgram { Length = (ushort)filter.Length, First = first };
            Require(SystemCall((nint)Calls[0], SetModeFilter, AllThreads, &program));
        }
    }

    private static void Require(nint result)
    {
        if (result != 0)
        {
            throw new Win32Exception();
        }
    }

    [LibraryImport("libc", EntryPoint = "prctl", SetLastError = true)]
    private static partial int ProcessControl(int option, nuint value, nuint third, nuint fourth, nuint fifth);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial nint SystemCall(nint number, nint operation, nint flags, FilterProgram* program);

    // struct sock_filter
    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct Instruction(ushort Code, byte IfTrue, byte IfFalse, uint Operand);

    // struct sock_fprog
    [StructLayout(LayoutKind.Sequential)]
    private struct FilterProgram
    {
        public ushort Length;
        public Instruction* First;
    }
}

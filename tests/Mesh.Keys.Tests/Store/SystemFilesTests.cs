using System.IO.Pipes;
using Microsoft.Win32.SafeHandles;

namespace Mesh.Keys.Tests.Store;

public sealed class SystemFilesTests : IDisposable
{
    private const int InvalidArgument = 22; // EINVAL

    private readonly TempFolder _folder = new();

    [Fact]
    public void A_flush_that_the_system_refuses_is_an_error()
    {
        // A pipe cannot be flushed. The platform's own call returns normally here.
        using var pipe = new AnonymousPipeServerStream();
        using var handle = new SafeFileHandle(pipe.SafePipeHandle.DangerousGetHandle(), ownsHandle: false);
        IOException error = Assert.Throws<IOException>(() => SystemFiles.Flush(handle, "the pipe"));
        Assert.StartsWith("Cannot flush the pipe: ", error.Message, StringComparison.Ordinal);
        Assert.Equal(InvalidArgument, error.HResult);
    }

    [Fact]
    public void What_cannot_be_opened_or_locked_is_an_error()
    {
        using var closed = new SafeFileHandle(unchecked((nint)0x7fff_fff0), ownsHandle: false);
        Assert.Throws<IOException>(() => SystemFiles.Flush(closed, "closed descriptor"));
        Assert.Throws<IOException>(() => SystemFiles.TryLock(closed, "closed descriptor"));
        Assert.Throws<IOException>(() => SystemFiles.FlushFolder(_folder.File("absent")));
        Assert.Throws<IOException>(() => SystemFiles.LockFolder(_folder.File("absent")));
    }

    [Fact]
    public async Task The_lock_of_a_folder_is_held_by_one_at_a_time()
    {
        IDisposable held = SystemFiles.LockFolder(_folder.Path);
        Task<IDisposable> waiting = Task.Run(() => SystemFiles.LockFolder(_folder.Path));
        await Task.WhenAny(waiting, Task.Delay(50));
        Assert.False(waiting.IsCompleted);
        held.Dispose();
        (await waiting).Dispose();
    }

    public void Dispose() => _folder.Dispose();
}

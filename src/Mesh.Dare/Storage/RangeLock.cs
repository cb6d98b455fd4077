using Mesh.Keys;

namespace Mesh.Dare;

/// <summary>The lock that a file bears itself, beside its content; Linux.</summary>
internal sealed class RangeLock(FileStream file) : IFileLock
{
    public bool TryTake() => SystemFiles.TryLockBeside(file.SafeFileHandle, file.Name);

    public void Release() => SystemFiles.UnlockBeside(file.SafeFileHandle, file.Name);

    public void Dispose() => file.Dispose();
}

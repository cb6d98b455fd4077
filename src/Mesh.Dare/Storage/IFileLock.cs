namespace Mesh.Dare;

/// <summary>An exclusive lock, across processes and within this one, that may be taken and released again and again.</summary>
public interface IFileLock : IDisposable
{
    /// <summary>Takes it; false where somebody else has it. Taking what one has is an error of the caller.</summary>
    bool TryTake();

    /// <summary>Gives it up.</summary>
    void Release();
}

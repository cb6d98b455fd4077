namespace Mesh.EndToEnd.Tests;

/// <summary>A test that fills a small file system; skipped, and seen to be skipped, where none may be mounted.</summary>
public sealed class TinyDiskFactAttribute : FactAttribute
{
    public TinyDiskFactAttribute()
    {
        if (!TinyDisk.IsAllowed)
        {
            Skip = "needs the right to mount a tmpfs: run as root";
        }
    }
}

namespace Mesh.Keys;

/// <summary>What a name in a folder is, links not followed.</summary>
public enum FileKind
{
    /// <summary>A file.</summary>
    File,

    /// <summary>A folder.</summary>
    Folder,

    /// <summary>A symbolic link; on Windows any reparse point.</summary>
    Link,

    /// <summary>A device, pipe or socket.</summary>
    Special,
}

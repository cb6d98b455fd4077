namespace Mesh.Keys;

/// <summary>How <see cref="FolderHandle.OpenFolder"/> ended.</summary>
public enum FolderOpening
{
    /// <summary>The folder is open.</summary>
    Opened,

    /// <summary>Nothing has that name.</summary>
    Missing,

    /// <summary>A link, a file or a device has that name.</summary>
    NotFolder,
}

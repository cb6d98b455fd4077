namespace Mesh.Dare;

/// <summary>How the writers of a year name the file that a frame holds (DARE 7).</summary>
public enum PublishedLayout
{
    /// <summary>It names none.</summary>
    None,

    /// <summary>2017 to 2019: the list <c>Paths</c>.</summary>
    Paths,

    /// <summary>2022: <c>Filename</c> is the whole path.</summary>
    Filename,

    /// <summary>2023 and later: <c>UniqueId</c> is the path, <c>Filename</c> its last component, <c>FileEntry.Path</c> the folder.</summary>
    UniqueId,
}

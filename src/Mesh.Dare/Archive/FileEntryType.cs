namespace Mesh.Dare;

/// <summary>What an entry of an archive is (DARE, decision D-21).</summary>
public enum FileEntryType
{
    /// <summary>A file; <c>file</c>, and what is meant where nothing is said.</summary>
    File,

    /// <summary>A folder; <c>dir</c>.</summary>
    Folder,

    /// <summary>A symbolic link; <c>link</c>.</summary>
    Link,
}

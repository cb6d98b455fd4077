namespace Mesh.Dare;

/// <summary>What an entry of an archive is (D-21). The numbers stand in index frames.</summary>
public enum IndexedType
{
    /// <summary>An entry of another kind of sequence.</summary>
    Entry = 0,

    /// <summary>A file.</summary>
    File = 1,

    /// <summary>A folder.</summary>
    Folder = 2,

    /// <summary>A symbolic link.</summary>
    Link = 3,
}

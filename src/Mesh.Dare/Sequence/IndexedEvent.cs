namespace Mesh.Dare;

/// <summary>What a frame does with its key (DARE 5). The numbers stand in index frames.</summary>
public enum IndexedEvent
{
    /// <summary>A key that was not there.</summary>
    New = 0,

    /// <summary>Another version of a key.</summary>
    Update = 1,

    /// <summary>The key is gone; earlier versions are still in the sequence.</summary>
    Delete = 2,

    /// <summary>The key is gone, and so are the contents of earlier versions.</summary>
    Erase = 3,
}

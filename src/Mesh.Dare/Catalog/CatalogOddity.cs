namespace Mesh.Dare;

/// <summary>What may be odd about an entry that is taken nevertheless (DARE D-25).</summary>
public enum CatalogOddity
{
    /// <summary><c>New</c> for a key that was live: it was taken as an update.</summary>
    NewOfLiveKey,

    /// <summary><c>Update</c> for a key that was not live: it was taken as new.</summary>
    UpdateOfAbsentKey,
}

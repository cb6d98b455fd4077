namespace Mesh.Dare;

/// <summary>
/// Finds the one path of an entry of an archive. It stands in <c>UniqueId</c>; <c>Filename</c> and <c>FileEntry.Path</c> must agree with it, or a
/// reader that goes by one of them would see another file (DARE 7 and decision D-21).
/// </summary>
public static class ArchiveNaming
{
    /// <summary>The path.</summary>
    /// <param name="meta">What the entry says of itself.</param>
    /// <param name="legacy">Archives by other programs: a backslash is a separator, and <c>Filename</c> alone holds the path when there is no
    /// <c>UniqueId</c>.</param>
    /// <exception cref="DareException"><see cref="DareError.EntryRefused"/>: no path, one that is refused, or names that differ.</exception>
    public static ArchivePath Of(ContentMeta meta, bool legacy = false)
    {
        ArgumentNullException.ThrowIfNull(meta);
        string named = meta.UniqueId ?? (legacy ? meta.Filename : null)
            ?? throw new DareException(DareError.EntryRefused, "An entry of the archive has no path.");
        ArchivePath path = legacy ? ArchivePath.ParseLegacy(named) : ArchivePath.Parse(named);
        if (meta.Filename is { } name && !Agrees(name, path.Name, path, legacy))
        {
            throw Differs("Filename", name, path);
        }

        if (meta.FileEntry?.Path is { } other && !Agrees(other, path.Parent?.Text ?? "", path, legacy))
        {
            throw Differs("FileEntry.Path", other, path);
        }

        return path;
    }

    // Either the part that stands there in the newest layout, or the whole path as in older ones.
    private static bool Agrees(string stated, string part, ArchivePath path, bool legacy)
    {
        string text = legacy ? stated.Replace('\\', '/') : stated;
        return text == part || text == path.Text;
    }

    private static DareException Differs(string member, string stated, ArchivePath path) => new(
        DareError.EntryRefused, $"The entry \"{ArchivePath.Show(path.Text)}\" is refused: its {member} is \"{ArchivePath.Show(stated)}\".");
}

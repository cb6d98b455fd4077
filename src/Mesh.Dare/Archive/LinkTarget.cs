namespace Mesh.Dare;

/// <summary>
/// Judges where a symbolic link of an archive points: a relative path that stays inside the tree whatever the tree holds (DARE, decision D-21).
/// </summary>
public static class LinkTarget
{
    /// <summary>Whether the link may be made.</summary>
    /// <param name="link">Where the link is.</param>
    /// <param name="target">Its text: components of <see cref="ArchivePath"/>, at their beginning steps <c>..</c> or one <c>.</c>.</param>
    /// <remarks>
    /// Steps upwards stand only at the beginning: behind a name, <c>..</c> is the parent of what the name leads to, which is another folder than the
    /// text says when the name is a link. At the beginning they are counted from the link's own folder, which is no link. A step above the top of the
    /// tree is refused.
    /// </remarks>
    public static bool StaysInside(ArchivePath link, string target)
    {
        ArgumentNullException.ThrowIfNull(link);
        ArgumentNullException.ThrowIfNull(target);
        if (target.Length > FileEntry.LongestTarget)
        {
            return false;
        }

        string[] steps = target.Split('/');
        int depth = link.Components.Count - 1;
        int first = 0;
        if (steps[0] == ".")
        {
            first = 1;
        }

        while (first < steps.Length && steps[first] == "..")
        {
            first++;
            depth--;
        }

        if (depth < 0)
        {
            return false;
        }

        return first == steps.Length
            || ArchivePath.TryParse(string.Join('/', [.. link.Components.Take(depth), .. steps[first..]]), out _, out _);
    }
}

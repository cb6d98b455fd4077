// Nearly all paths are plain: a list of a hundred thousand is read in one look at each character, without a copy.

namespace Mesh.Dare;

/// <summary>Paths of printable ASCII: accepted here exactly where the rules of <see cref="ArchivePath"/> accept them.</summary>
internal static class PlainPath
{
    // A bit for each character of ASCII that may stand in a component: printable ones but for '/', ':' and '\\'.
    private const ulong Below64 = 0xFFFF_FFFF_0000_0000 & ~(1UL << '/') & ~(1UL << ':');
    private const ulong From64 = (ulong.MaxValue >> 1) & ~(1UL << ('\\' - 64));

    /// <summary>Whether the text is a path of printable ASCII that nothing is wrong with. What is not has to be looked at by the rules one by one.</summary>
    public static bool Is(ReadOnlySpan<char> text)
    {
        if (text.Length is 0 or > ArchivePath.LongestPath)
        {
            return false;
        }

        int start = 0, components = 1;
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (c < 128 && ((c < 64 ? Below64 : From64) >> (c & 63) & 1) != 0)
            {
                continue;
            }

            if (c != '/' || !IsComponent(text[start..i]))
            {
                return false;
            }

            start = i + 1;
            components++;
        }

        return components <= ArchivePath.Deepest && IsComponent(text[start..]);
    }

    // A component that is or ends with a step ends with a dot.
    private static bool IsComponent(ReadOnlySpan<char> part) =>
        part.Length is > 0 and <= ArchivePath.LongestComponent && part[^1] is not ('.' or ' ') && !(WindowsDevice.MayBegin(part[0]) && WindowsDevice.Is(part));
}

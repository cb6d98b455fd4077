namespace Mesh.Dare;

/// <summary>Names that open a device on Windows wherever they stand: in every folder, with any extension, with blanks before that.</summary>
internal static class WindowsDevice
{
    private static readonly string[] Names = ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", "CLOCK$"];

    /// <summary>Whether a component that begins with this character of ASCII may be one.</summary>
    public static bool MayBegin(char first) => (first | 0x20) is 'c' or 'p' or 'a' or 'n' or 'l';

    /// <summary>Whether a component is one.</summary>
    public static bool Is(ReadOnlySpan<char> component)
    {
        int dot = component.IndexOf('.');
        ReadOnlySpan<char> stem = (dot < 0 ? component : component[..dot]).TrimEnd(' ');
        foreach (string name in Names)
        {
            if (stem.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return IsNumbered(stem);
    }

    // COM0 to COM9, LPT0 to LPT9, and the superscripts 1, 2 and 3, which Windows takes for digits.
    private static bool IsNumbered(ReadOnlySpan<char> stem) =>
        stem.Length == 4
        && (stem.StartsWith("COM", StringComparison.OrdinalIgnoreCase) || stem.StartsWith("LPT", StringComparison.OrdinalIgnoreCase))
        && stem[3] is (>= '0' and <= '9') or '\u00B9' or '\u00B2' or '\u00B3';
}

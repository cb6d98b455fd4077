namespace Mesh.Dare;

/// <summary>Names that open a device on Windows wherever they stand: in every folder, with any extension, with blanks before that.</summary>
internal static class WindowsDevice
{
    private static readonly HashSet<string> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        "CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", "CLOCK$",
    };

    /// <summary>Whether a component is one.</summary>
    public static bool Is(string component)
    {
        int dot = component.IndexOf('.', StringComparison.Ordinal);
        string stem = (dot < 0 ? component : component[..dot]).TrimEnd(' ');
        return Names.Contains(stem) || IsNumbered(stem);
    }

    // COM0 to COM9, LPT0 to LPT9, and the superscripts 1, 2 and 3, which Windows takes for digits.
    private static bool IsNumbered(string stem) =>
        stem.Length == 4
        && (stem.StartsWith("COM", StringComparison.OrdinalIgnoreCase) || stem.StartsWith("LPT", StringComparison.OrdinalIgnoreCase))
        && stem[3] is (>= '0' and <= '9') or '\u00B9' or '\u00B2' or '\u00B3';
}

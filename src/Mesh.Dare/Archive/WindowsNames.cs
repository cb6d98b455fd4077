using System.Buffers;

namespace Mesh.Dare;

/// <summary>Names that every archive may have and Windows cannot, or would take for another.</summary>
internal static class WindowsNames
{
    private const int LongestShortStem = 8;

    private static readonly SearchValues<char> Forbidden = SearchValues.Create("\"*<>?|");

    /// <summary>Why a component cannot be created there, in words that follow "is refused: "; null when it can.</summary>
    public static string? Problem(string component) =>
        component.AsSpan().ContainsAny(Forbidden) ? "Windows does not allow one of the characters \" * < > ? |"
        : IsShort(component) ? "Windows may take it for the short name of another file"
        : null;

    // At most eight characters, the last of them a tilde and digits, and an extension of at most three.
    private static bool IsShort(string component)
    {
        string[] parts = component.Split('.');
        string stem = parts[0];
        int tilde = stem.LastIndexOf('~');
        return parts.Length <= 2
            && (parts.Length == 1 || parts[1].Length <= 3)
            && stem.Length <= LongestShortStem
            && tilde >= 0
            && tilde < stem.Length - 1
            && !stem.AsSpan(tilde + 1).ContainsAnyExceptInRange('0', '9');
    }
}

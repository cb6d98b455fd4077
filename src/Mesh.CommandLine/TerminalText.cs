using System.Globalization;
using System.Text;

namespace Mesh.CommandLine;

/// <summary>Makes text that came from elsewhere safe to print: no control sequences, no reversed or hidden characters, one line.</summary>
public static class TerminalText
{
    /// <summary>Longest text printed of one foreign string, in characters.</summary>
    public const int MaximumLength = 2000;

    /// <summary>Longest line of a result: a password of any length is shown whole.</summary>
    public const int LongestLine = 1 << 18;

    /// <summary>Replaces controls, format characters (bidirectional overrides among them), separators and lone surrogates by <c>\u{…}</c>.</summary>
    public static string Neutralise(string text, int longest = MaximumLength)
    {
        // Nearly all of it is plain.
        if (text.Length <= longest && !text.AsSpan().ContainsAnyExceptInRange(' ', '~'))
        {
            return text;
        }

        var result = new StringBuilder(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (result.Length >= longest)
            {
                result.Append('…');
                break;
            }

            bool hidden = Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate
                or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned;
            if (hidden)
            {
                result.Append(CultureInfo.InvariantCulture, $"\\u{{{rune.Value:X}}}");
            }
            else
            {
                result.Append(rune);
            }
        }

        return result.ToString();
    }
}

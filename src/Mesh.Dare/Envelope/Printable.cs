namespace Mesh.Dare;

/// <summary>Makes names out of untrusted octets fit for a one-line message: ASCII letters, digits and a few signs, at most 32 characters.</summary>
internal static class Printable
{
    private const int Most = 32;

    public static string Of(string text)
    {
        ReadOnlySpan<char> shown = text.AsSpan(0, Math.Min(text.Length, Most));
        return string.Create(shown.Length, text, static (span, source) =>
        {
            for (int k = 0; k < span.Length; k++)
            {
                char c = source[k];
                span[k] = char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '/' or ':' or '@' ? c : '?';
            }
        });
    }
}

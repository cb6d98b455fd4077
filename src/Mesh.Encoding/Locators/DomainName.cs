using System.Diagnostics.CodeAnalysis;

namespace Mesh.Encoding;

/// <summary>Domain names as locators hold them: labels of letters, digits and inner hyphens (RFC 1123 section 2.1), no final dot.</summary>
internal static class DomainName
{
    private const int MaximumLength = 253;
    private const int MaximumLabelLength = 63;

    /// <summary>The name in lower case; false for anything else, addresses in numbers among it.</summary>
    public static bool TryNormalise(ReadOnlySpan<char> text, [NotNullWhen(true)] out string? name)
    {
        name = null;
        if (text.Length is 0 or > MaximumLength)
        {
            return false;
        }

        bool digitsOnly = false;
        foreach (Range range in text.Split('.'))
        {
            ReadOnlySpan<char> label = text[range];
            if (!IsLabel(label))
            {
                return false;
            }

            digitsOnly = label.IndexOfAnyExceptInRange('0', '9') < 0;
        }

        // No top-level domain is a number, so a last label of digits is an IPv4 address.
        if (digitsOnly)
        {
            return false;
        }

        name = text.ToString().ToLowerInvariant();
        return true;
    }

    /// <summary>Whether <paramref name="label"/> is 1 to 63 letters, digits and inner hyphens.</summary>
    public static bool IsLabel(ReadOnlySpan<char> label)
    {
        if (label.Length is 0 or > MaximumLabelLength || label[0] == '-' || label[^1] == '-')
        {
            return false;
        }

        foreach (char c in label)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c != '-')
            {
                return false;
            }
        }

        return true;
    }
}

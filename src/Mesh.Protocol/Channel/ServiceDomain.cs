using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Mesh.Protocol;

/// <summary>
/// The domain of a service in the one form that the prologue carries: lower-case A-labels, no final dot, no port (Mesh channel,
/// section 1). At most 253 characters.
/// </summary>
public sealed class ServiceDomain : IEquatable<ServiceDomain>
{
    private const int MaximumCharacters = 253;
    private const int MaximumLabel = 63;
    private static readonly SearchValues<char> LabelCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");

    private ServiceDomain(string name) => Name = name;

    /// <summary>The canonical name.</summary>
    public string Name { get; }

    /// <summary>Reads a domain as a person or a profile writes it: any letter case, U-labels, a final dot.</summary>
    /// <exception cref="ProtocolException">NotDiscovered: it is not a domain name.</exception>
    public static ServiceDomain Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return TryParse(text, out ServiceDomain? domain) ? domain : throw NotDomain(text);
    }

    /// <summary>As <see cref="Parse"/>, without an exception.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out ServiceDomain? domain)
    {
        domain = text is not null && Canonical(text) is { } name ? new ServiceDomain(name) : null;
        return domain is not null;
    }

    /// <summary>The domain of an account address <c>name@domain</c>.</summary>
    /// <exception cref="ProtocolException">NotDiscovered: it has no domain.</exception>
    public static ServiceDomain OfAddress(string address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return TryOfAddress(address, out ServiceDomain? domain) ? domain : throw NotDomain(address);
    }

    /// <summary>As <see cref="OfAddress"/>, without an exception.</summary>
    public static bool TryOfAddress([NotNullWhen(true)] string? address, [NotNullWhen(true)] out ServiceDomain? domain)
    {
        domain = null;
        return address?.LastIndexOf('@') is > 0 and int at && TryParse(address[(at + 1)..], out domain);
    }

    /// <summary>Whether <paramref name="name"/> already has the canonical form.</summary>
    public static bool IsCanonical(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name.Length is 0 or > MaximumCharacters)
        {
            return false;
        }

        bool isNumber = false;
        foreach (Range range in name.AsSpan().Split('.'))
        {
            ReadOnlySpan<char> label = name.AsSpan(range);
            if (label.Length is 0 or > MaximumLabel || label[0] == '-' || label[^1] == '-'
                || label.ContainsAnyExcept(LabelCharacters))
            {
                return false;
            }

            isNumber = !label.ContainsAnyExceptInRange('0', '9');
        }

        // No top-level domain is a number, so a last label of digits belongs to an IPv4 address.
        return !isNumber;
    }

    /// <inheritdoc/>
    public bool Equals(ServiceDomain? other) => other is not null && Name == other.Name;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ServiceDomain);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Name);

    /// <inheritdoc/>
    public override string ToString() => Name;

    /// <summary>The canonical form of what was written; null where that is no domain name.</summary>
    private static string? Canonical(string text)
    {
        string name = text.EndsWith('.') ? text[..^1] : text;
        if (name.Length > MaximumCharacters)
        {
            return null;
        }

        name = name.ToLowerInvariant();
        if (!Ascii.IsValid(name))
        {
            if (!name.EnumerateRunes().All(IsLabelRune))
            {
                return null;
            }

            try
            {
                name = new IdnMapping { UseStd3AsciiRules = true }.GetAscii(name);
            }
            catch (ArgumentException)
            {
                return null;
            }
        }

        return IsCanonical(name) ? name : null;
    }

    /// <summary>Letters, marks and digits of any script; half of a surrogate pair comes as the replacement character and fails.</summary>
    private static bool IsLabelRune(Rune rune) => rune.Value is '.' or '-' || Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.LowercaseLetter or UnicodeCategory.OtherLetter or UnicodeCategory.ModifierLetter
        or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.DecimalDigitNumber;

    private static ProtocolException NotDomain(string text) =>
        new(ProtocolError.NotDiscovered, $"'{OneLine(text)}' is not a domain name");

    private static string OneLine(string text)
    {
        string part = text.Length > 80 ? text[..80] + "..." : text;
        return string.Concat(part.Select(c => char.IsControl(c) ? '?' : c));
    }
}

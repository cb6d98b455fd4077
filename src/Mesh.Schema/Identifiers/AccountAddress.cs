using System.Globalization;

namespace Mesh.Schema;

/// <summary>
/// Account addresses, <c>user@domain</c> or <c>@callsign</c> (Mesh schema 1.1 and 4.3). They are compared, hashed and signed in lower
/// case.
/// </summary>
public static class AccountAddress
{
    /// <summary>Most characters of an address.</summary>
    public const int MaximumLength = 320;

    /// <summary>The canonical form: lower case, without white space around it.</summary>
    /// <exception cref="SchemaException">Not an address (<see cref="SchemaError.Malformed"/>).</exception>
    public static string Canonical(string address) =>
        TryCanonical(address, out string canonical)
            ? canonical
            : throw new SchemaException(SchemaError.Malformed, $"{TaggedJson.Quote(address)} is not an account address; write user@domain");

    /// <summary>As <see cref="Canonical"/>, without an exception.</summary>
    public static bool TryCanonical(string? address, out string canonical)
    {
        canonical = (address ?? "").Trim().ToLowerInvariant();
        int at = canonical.IndexOf('@', StringComparison.Ordinal);
        return at >= 0 && at == canonical.LastIndexOf('@') && at < canonical.Length - 1
            && canonical.Length <= MaximumLength && canonical.All(IsAllowed);
    }

    /// <summary>Whether both are addresses and name the same account.</summary>
    public static bool Same(string? left, string? right) =>
        TryCanonical(left, out string a) && TryCanonical(right, out string b) && string.Equals(a, b, StringComparison.Ordinal);

    // Letters of any script; nothing that a terminal would act on, that hides, or that has a meaning in paths and URIs.
    private static bool IsAllowed(char c) => char.GetUnicodeCategory(c) is not (UnicodeCategory.Control or UnicodeCategory.Format
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.SpaceSeparator
        or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned)
        && c is not ('/' or '\\' or ':' or '"' or '<' or '>' or '?' or '#' or '%' or ',' or ';' or '[' or ']' or '(' or ')');
}

using Mesh.Encoding;

namespace Mesh.Schema;

/// <summary>Fingerprints as records hold them: text, compared in canonical form, upper case without dashes (Mesh schema 1.1).</summary>
public static class UdfText
{
    /// <summary>Upper case, without dashes.</summary>
    public static string Canonical(string udf)
    {
        ArgumentNullException.ThrowIfNull(udf);
        return udf.Replace("-", "", StringComparison.Ordinal).ToUpperInvariant();
    }

    /// <summary>Whether both are the same fingerprint at the same precision. Not for secrets.</summary>
    public static bool Same(string? left, string? right) =>
        left is not null && right is not null && string.Equals(Canonical(left), Canonical(right), StringComparison.Ordinal);

    /// <summary>
    /// Whether <paramref name="stated"/>, at 140 bits or more, is a presentation of <paramref name="full"/>. A pin may have a higher
    /// precision than the 28 characters of a <c>kid</c>, never a lower one.
    /// </summary>
    public static bool Names(string? stated, Udf full)
    {
        ArgumentNullException.ThrowIfNull(full);
        return Udf.TryParse(stated, out Udf? udf) && udf.Matches(full, Udf.DefaultPrecision);
    }
}

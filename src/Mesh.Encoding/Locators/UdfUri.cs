using System.Diagnostics.CodeAnalysis;

namespace Mesh.Encoding;

/// <summary>
/// A <c>udf:</c> URI (draft-hallambaker-mesh-udf sections 1.2 and 6): the name form <c>udf:</c>UDF, or the locator form
/// <c>udf://</c>domain<c>/</c>UDF, with an optional query and fragment as in RFC 3986. No user, port or address in numbers. A locator
/// whose fingerprint is a key (an EARL) is itself a secret: whoever reads it can read the content.
/// </summary>
public sealed record UdfUri
{
    /// <summary>Longest URI that is read.</summary>
    public const int MaximumLength = 8192;

    private const string Scheme = "udf:";

    private UdfUri(string? domain, string fingerprint, string? query, string? fragment)
    {
        Domain = domain;
        Fingerprint = fingerprint;
        Query = query;
        Fragment = fragment;
    }

    /// <summary>The domain in lower case, or null in the name form.</summary>
    public string? Domain { get; }

    /// <summary>The fingerprint's text: upper case, groups of four, every character that was read.</summary>
    public string Fingerprint { get; }

    /// <summary>What follows <c>?</c>, as written, or null.</summary>
    public string? Query { get; }

    /// <summary>What follows <c>#</c>, as written, or null.</summary>
    public string? Fragment { get; }

    /// <summary>The name form of a fingerprint.</summary>
    public static UdfUri Name(Udf udf) => new(null, udf.ToString(), null, null);

    /// <summary>The locator form of a fingerprint.</summary>
    /// <exception cref="EncodingException">Not a domain name (<see cref="EncodingError.Uri"/>).</exception>
    public static UdfUri Locator(string domain, Udf udf) =>
        DomainName.TryNormalise(domain, out string? name) ? new(name, udf.ToString(), null, null) : throw Refused();

    /// <summary>Reads either form.</summary>
    /// <exception cref="EncodingException">Neither (<see cref="EncodingError.Uri"/>).</exception>
    public static UdfUri Parse(ReadOnlySpan<char> text) => TryParse(text, out UdfUri? uri) ? uri : throw Refused();

    /// <summary>As <see cref="Parse"/>, without an exception.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, [NotNullWhen(true)] out UdfUri? uri)
    {
        uri = null;
        if (text.Length > MaximumLength || !text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        text = text[Scheme.Length..];
        if (!TryTake(ref text, '#', out string? fragment) || !TryTake(ref text, '?', out string? query))
        {
            return false;
        }

        string? domain = null;
        if (text.StartsWith("//"))
        {
            text = text[2..];
            int slash = text.IndexOf('/');
            if (slash < 0 || !DomainName.TryNormalise(text[..slash], out domain))
            {
                return false;
            }

            text = text[(slash + 1)..];
        }

        // White space, which Udf skips, is no part of a URI.
        if (text.IndexOfAny(" \t\r\n") >= 0 || !Udf.TryParse(text, out Udf? udf))
        {
            return false;
        }

        uri = new UdfUri(domain, udf.ToString(), query, fragment);
        return true;
    }

    /// <summary>The URI with scheme and domain in lower case.</summary>
    public override string ToString() =>
        Scheme + (Domain is null ? "" : $"//{Domain}/") + Fingerprint + (Query is null ? "" : "?" + Query) + (Fragment is null ? "" : "#" + Fragment);

    /// <summary>The URI in upper case, which a QR code holds in its alphanumeric mode (section 6.2.6); only without query and fragment.</summary>
    /// <exception cref="EncodingException">It has a query or fragment (<see cref="EncodingError.Uri"/>).</exception>
    public string ToUpperCase() => Query is null && Fragment is null
        ? ToString().ToUpperInvariant()
        : throw new EncodingException(EncodingError.Uri, "a udf: URI with query or fragment has no upper-case form");

    private static EncodingException Refused() =>
        new(EncodingError.Uri, "not a udf: URI: expected udf:FINGERPRINT or udf://domain/FINGERPRINT");

    private static bool TryTake(ref ReadOnlySpan<char> text, char mark, out string? part)
    {
        part = null;
        int at = text.IndexOf(mark);
        if (at < 0)
        {
            return true;
        }

        ReadOnlySpan<char> found = text[(at + 1)..];
        text = text[..at];
        part = found.ToString();
        return found.IndexOfAnyExcept(UriCharacters) < 0;
    }

    // RFC 3986: query and fragment are pchar, '/' and '?'.
    private static readonly System.Buffers.SearchValues<char> UriCharacters = System.Buffers.SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~%!$&'()*+,;=:@/?");
}

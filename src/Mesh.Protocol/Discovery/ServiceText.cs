using System.Buffers;
using System.Globalization;

namespace Mesh.Protocol;

/// <summary>
/// The TXT keys of a service (Mesh protocol, section 9; form of RFC 6763 6): <c>path</c>, <c>version</c>, <c>encoding</c> and
/// <c>udf</c>. A key that occurs twice counts once, the first time. Hints from an unauthenticated source.
/// </summary>
/// <param name="Path">Where the service is on its host, or null.</param>
/// <param name="Version">A range of versions in either order, or null.</param>
/// <param name="Encoding">Encodings separated by commas, or null.</param>
/// <param name="Udf">UDF of the service profile, or null.</param>
public sealed record ServiceText(string? Path, string? Version, string? Encoding, string? Udf)
{
    private const int MaximumPath = 200;
    private const int OurVersion = 3_000;

    private static readonly SearchValues<char> PathCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/");

    /// <summary>Nothing said.</summary>
    public static ServiceText Empty { get; } = new(null, null, null, null);

    /// <summary>Reads the records of one name.</summary>
    public static ServiceText Read(IEnumerable<DnsText> records)
    {
        ArgumentNullException.ThrowIfNull(records);
        var values = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (string text in records.SelectMany(r => r.Strings))
        {
            int equals = text.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0)
            {
                values.TryAdd(text[..equals], text[(equals + 1)..]);
            }
        }

        string? path = values.GetValueOrDefault("path");
        return new ServiceText(
            path is not null && IsPath(path) ? path : null,
            values.GetValueOrDefault("version"), values.GetValueOrDefault("encoding"), values.GetValueOrDefault("udf"));
    }

    /// <summary>These values, and <paramref name="domain"/>'s where these say nothing: the host's value wins.</summary>
    public ServiceText Over(ServiceText domain)
    {
        ArgumentNullException.ThrowIfNull(domain);
        return new ServiceText(Path ?? domain.Path, Version ?? domain.Version, Encoding ?? domain.Encoding, Udf ?? domain.Udf);
    }

    /// <summary>Whether a host that says this speaks version 3.0 in JSON. What cannot be read excludes nothing.</summary>
    public bool Fits => FitsVersion() && FitsEncoding();

    private bool FitsVersion()
    {
        if (Version?.Split('-') is not [var first, .. var more] || more.Length > 1
            || Number(first) is not { } a || Number(more is [var second] ? second : first) is not { } b)
        {
            return true;
        }

        return Math.Min(a, b) <= OurVersion && OurVersion <= Math.Max(a, b);
    }

    private bool FitsEncoding() =>
        Encoding is null || Encoding.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries)
            .Any(e => e.Equals("json", StringComparison.OrdinalIgnoreCase)
                || e.Equals("application/json", StringComparison.OrdinalIgnoreCase));

    private static int? Number(string version)
    {
        string[] parts = version.Trim().Split('.');
        return parts.Length <= 2
            && ushort.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out ushort major)
            && byte.TryParse(parts.Length == 2 ? parts[1] : "0", NumberStyles.None, CultureInfo.InvariantCulture, out byte minor)
                ? major * 1000 + minor
                : null;
    }

    private static bool IsPath(string path) =>
        path.Length is > 0 and <= MaximumPath && path[0] == '/' && !path.AsSpan().ContainsAnyExcept(PathCharacters)
        && !path.Split('/').Any(s => s is "." or "..") && !path.Contains("//", StringComparison.Ordinal);
}

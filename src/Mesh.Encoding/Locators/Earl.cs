namespace Mesh.Encoding;

/// <summary>
/// Encrypted Authenticated Resource Locators (draft-hallambaker-mesh-udf sections 1.2.2 and 6.2): a locator with a type E key. What
/// the key opens is stored under its content identifier, the digest of the key's text at twice its precision.
/// </summary>
public static class Earl
{
    /// <summary>The service name to discover, and its place under <c>/.well-known/</c>.</summary>
    public const string Service = "mmm-udf";

    /// <summary>The content type that published identifiers are made with; see <see cref="MediaType"/>.</summary>
    public const string PublishedTag = "UDFEncryption";

    /// <summary>The content type of earlier revisions and of the registry table.</summary>
    public const string MediaType = "application/udf-encryption";

    /// <summary>The path that a client asks for first; a server answers both.</summary>
    public static string Path(string contentIdentifier) => $"/.well-known/srv/{Service}/{contentIdentifier}";

    /// <summary>The path printed in examples.</summary>
    public static string ShortPath(string contentIdentifier) => $"/.well-known/{Service}/{contentIdentifier}";

    /// <summary>
    /// The content identifier of a fingerprint's text, which is taken in upper case with a dash after every fourth character. Its
    /// precision is twice the bits of the whole data octets, rounded up to a multiple of 20, from 100 to 440.
    /// </summary>
    /// <exception cref="EncodingException">The text is no fingerprint (<see cref="EncodingError.Udf"/>).</exception>
    public static string ContentIdentifier(string fingerprint, string contentType = PublishedTag)
    {
        Udf udf = Udf.Parse(fingerprint);
        byte[] text = System.Text.Encoding.ASCII.GetBytes(udf.ToString());
        int doubled = ((2 * 8 * udf.Data.Length) + 19) / 20 * 20;
        int bits = Math.Clamp(doubled, Udf.MinimumPrecision, Udf.MaximumPrecision);
        return ContentDigest.Compute(text, contentType).ToString(bits);
    }
}

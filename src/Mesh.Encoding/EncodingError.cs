namespace Mesh.Encoding;

/// <summary>Why octets or text were refused. The list is closed.</summary>
public enum EncodingError
{
    /// <summary>A character outside the Base32 alphabet, or a length that no octet string has.</summary>
    Base32,

    /// <summary>Not base64url text.</summary>
    Base64Url,

    /// <summary>Text that is no Uniform Data Fingerprint, or one of another type than needed.</summary>
    Udf,

    /// <summary>A precision that is not allowed or that the fingerprint does not have.</summary>
    Precision,

    /// <summary>Not a <c>udf:</c> URI, or one with parts that are not allowed.</summary>
    Uri,

    /// <summary>Not a strong Internet name.</summary>
    Name,

    /// <summary>A public key of wrong length, or a key encoding of another shape.</summary>
    Key,

    /// <summary>Not strict JSON: syntax, duplicate member, text that is not UTF-8.</summary>
    Json,

    /// <summary>Not JSON-B, JSON-C or JSON-D.</summary>
    JsonB,

    /// <summary>Nested deeper than 64.</summary>
    Depth,

    /// <summary>Larger than the limit.</summary>
    Size,

    /// <summary>This platform lacks a digest algorithm.</summary>
    Platform,
}

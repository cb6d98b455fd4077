namespace Mesh.Dare;

/// <summary>
/// What a reader of untrusted octets accepts at most (DARE 10, item 2; Mesh sealing, section 2). All are checked before anything is
/// allocated.
/// </summary>
public static class DareLimits
{
    /// <summary>Octets of a header, in every form.</summary>
    public const int Header = 1 << 20;

    /// <summary>Octets of a trailer, in every form.</summary>
    public const int Trailer = 1 << 20;

    /// <summary>
    /// Octets of strict JSON that a header, a trailer or another object in JSON-B, JSON-C or JSON-D may become, where that is more than twice
    /// its own: a short code that stands for a long string cannot fill the memory. 16 times its octets and 4096 are never exceeded.
    /// </summary>
    public const int ExpandedJson = 4 << 20;

    /// <summary>Depth of nested JSON.</summary>
    public const int JsonDepth = 64;

    /// <summary>Entries of <c>recipients</c>.</summary>
    public const int Recipients = 1024;

    /// <summary>Entries of <c>signatures</c> and of <c>seqsignatures</c>.</summary>
    public const int Signatures = 256;

    /// <summary>Entries of <c>annotations</c>.</summary>
    public const int Annotations = 4096;

    /// <summary>Recipients by passphrase: each that is tried costs memory and time on purpose.</summary>
    public const int PassphraseRecipients = 1;

    /// <summary>Octets of a <c>Cover</c> that is written; what is read is bounded by the header.</summary>
    public const int Cover = 1 << 18;

    /// <summary>Octets of one encoded data sequence.</summary>
    public const int EncodedDataSequence = 16 << 20;

    /// <summary>Least octets of <c>Salt</c> in the forms that are only read; what is written has exactly 16.</summary>
    public const int LegacySaltMinimum = 16;

    /// <summary>Most octets of <c>Salt</c> in the forms that are only read.</summary>
    public const int LegacySaltMaximum = 1024;

    /// <summary>Plaintext octets of a body sealed in one call (<c>A256GCM</c>): 64 MiB.</summary>
    public const int SingleBody = 64 << 20;
}

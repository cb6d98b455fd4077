namespace Mesh.Encoding;

/// <summary>
/// A strong Internet name (draft-hallambaker-mesh-udf sections 1.3 and 7): an address with a DNS label <c>mm--</c> ‖ digest
/// fingerprint in front of the domain, where plain resolvers can be made to follow it, or after it, where they cannot. A label has
/// 63 characters, so the fingerprint has at most 240 bits.
/// </summary>
public sealed record StrongInternetName
{
    /// <summary>Begins the label.</summary>
    public const string Prefix = "mm--";

    /// <summary>The most bits that a label holds.</summary>
    public const int MaximumPrecision = 240;

    private StrongInternetName(string plainAddress, Udf? fingerprint)
    {
        PlainAddress = plainAddress;
        Fingerprint = fingerprint;
    }

    /// <summary>The address without the label.</summary>
    public string PlainAddress { get; }

    /// <summary>The fingerprint that the address is bound to, or null where it has no label.</summary>
    public Udf? Fingerprint { get; }

    /// <summary>The label of a digest fingerprint, in lower case.</summary>
    /// <exception cref="EncodingException">Not a digest, or a precision that is refused (<see cref="EncodingError.Name"/>).</exception>
    public static string Label(Udf fingerprint, int bits = Udf.DefaultPrecision)
    {
        ArgumentNullException.ThrowIfNull(fingerprint);
        if (!UdfType.IsDigest(fingerprint.Type) || bits > MaximumPrecision)
        {
            throw new EncodingException(EncodingError.Name, $"a strong name needs a digest fingerprint of at most {MaximumPrecision} bits");
        }

        return Prefix + fingerprint.ToString(bits).ToLowerInvariant();
    }

    /// <summary>
    /// Reads an address or domain, with or without a label in any position; the dashes of the label may stand anywhere. Of the rest
    /// nothing is judged but that its labels are not empty.
    /// </summary>
    /// <exception cref="EncodingException">
    /// Two labels, or one that is no digest fingerprint of at least 100 bits (<see cref="EncodingError.Name"/>).
    /// </exception>
    public static StrongInternetName Parse(string address)
    {
        ArgumentNullException.ThrowIfNull(address);
        int at = address.LastIndexOf('@');
        Udf? found = null;
        var kept = new List<string>();
        foreach (string label in address[(at + 1)..].Split('.'))
        {
            if (!label.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
            {
                kept.Add(label.Length > 0 ? label : throw Refused("a label is empty"));
                continue;
            }

            if (found is not null)
            {
                throw Refused("it has two strong labels");
            }

            bool valid = DomainName.IsLabel(label) && Udf.TryParse(label.AsSpan(Prefix.Length), out found)
                && UdfType.IsDigest(found.Type) && found.Bits >= Udf.MinimumPrecision;
            if (!valid)
            {
                throw Refused("its mm-- label is not a digest fingerprint");
            }
        }

        return kept.Count > 0
            ? new StrongInternetName(address[..(at + 1)] + string.Join('.', kept), found)
            : throw Refused("it has no domain");
    }

    private static EncodingException Refused(string why) => new(EncodingError.Name, $"the name was refused: {why}");
}

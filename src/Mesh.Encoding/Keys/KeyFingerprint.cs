using System.Diagnostics.CodeAnalysis;

namespace Mesh.Encoding;

/// <summary>
/// The identity of a public key: content digest, SHA-2-512, of its DER form (draft-hallambaker-mesh-udf section 5.3.1). It is the
/// <c>kid</c> and <c>Udf</c> of keys everywhere in the Mesh, so the tag and the DER are those that published profiles were made
/// with, not those that the text asks for.
/// </summary>
public sealed class KeyFingerprint : IEquatable<KeyFingerprint>
{
    /// <summary>Octets of the binary form.</summary>
    public const int BinaryLength = 64;

    /// <summary>The content type that every published key fingerprint was made with.</summary>
    public const string PublishedTag = "PKIXKey";

    /// <summary>The content type that section 5.3.1 asks for and no published value uses.</summary>
    public const string TextTag = "application/pkix-keyinfo";

    private KeyFingerprint(Udf udf)
    {
        Udf = udf;
        Text = udf.ToString();
        Octets = udf.ToOctets().AsMemory(0, BinaryLength);
    }

    /// <summary>The whole fingerprint.</summary>
    public Udf Udf { get; }

    /// <summary>28 characters, 140 bits.</summary>
    public string Text { get; }

    /// <summary>64 octets: type octet, then the first 63 of the digest.</summary>
    public ReadOnlyMemory<byte> Octets { get; }

    /// <summary>The fingerprint of a key as the Mesh writes it everywhere.</summary>
    /// <exception cref="EncodingException">Wrong key length (<see cref="EncodingError.Key"/>).</exception>
    public static KeyFingerprint Of(KeyAlgorithmId algorithm, ReadOnlySpan<byte> key) =>
        Compute(algorithm, key, PublishedTag, KeyInfo.EncodePublished);

    /// <summary>The fingerprint of a key under another tag or DER form.</summary>
    /// <exception cref="EncodingException">Wrong key length (<see cref="EncodingError.Key"/>).</exception>
    public static KeyFingerprint Compute(KeyAlgorithmId algorithm, ReadOnlySpan<byte> key, string tag, KeyInfo.Encoder encoder)
    {
        ArgumentNullException.ThrowIfNull(encoder);
        return new(ContentDigest.Compute(encoder(algorithm, key), tag));
    }

    /// <inheritdoc/>
    public bool Equals([NotNullWhen(true)] KeyFingerprint? other) => other is not null && Udf.Equals(other.Udf);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as KeyFingerprint);

    /// <inheritdoc/>
    public override int GetHashCode() => Udf.GetHashCode();

    /// <summary>28 characters.</summary>
    public override string ToString() => Text;
}

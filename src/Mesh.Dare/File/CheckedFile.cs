namespace Mesh.Dare;

/// <summary>What was shown about an envelope that streamed by without being opened. Only <see cref="EnvelopeFileVerifier"/> makes one.</summary>
public sealed class CheckedFile
{
    internal CheckedFile(DareHeader header, DareTrailer claims, long bodyLength, BodyDigest? digest, IReadOnlyList<VerifiedSignature> signatures)
    {
        Header = header;
        Claims = claims;
        BodyLength = bodyLength;
        DigestAlgorithm = digest?.Digest.Name;
        PayloadDigest = digest?.Value ?? ReadOnlyMemory<byte>.Empty;
        DigestStated = digest is { Stated: true };
        Signatures = signatures;
    }

    /// <summary>The header.</summary>
    public DareHeader Header { get; }

    /// <summary>What header and trailer say together.</summary>
    public DareTrailer Claims { get; }

    /// <summary>Octets of the body as carried.</summary>
    public long BodyLength { get; }

    /// <summary>The digest that the envelope names; null when it names none.</summary>
    public string? DigestAlgorithm { get; }

    /// <summary>The digest of the body, computed here; empty when the envelope names no algorithm.</summary>
    public ReadOnlyMemory<byte> PayloadDigest { get; }

    /// <summary>True when the envelope states a digest, which was then equal to the one computed.</summary>
    public bool DigestStated { get; }

    /// <summary>The signatures by known keys, verified.</summary>
    public IReadOnlyList<VerifiedSignature> Signatures { get; }
}

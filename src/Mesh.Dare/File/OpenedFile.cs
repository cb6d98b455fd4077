namespace Mesh.Dare;

/// <summary>What was shown about an envelope that streamed by; its plaintext has gone to where the caller sent it.</summary>
public sealed class OpenedFile
{
    internal OpenedFile(DareHeader header, DareTrailer claims, long length, OpenedMetadata metadata, OpenedStanding standing)
    {
        Header = header;
        Claims = claims;
        Length = length;
        ContentMetaData = metadata.ContentMetaData;
        Annotations = metadata.Annotations;
        Level = standing.Level;
        Signatures = standing.Signatures;
        MetadataIsBound = standing.MetadataIsBound;
    }

    /// <summary>The header.</summary>
    public DareHeader Header { get; }

    /// <summary>What header and trailer say together.</summary>
    public DareTrailer Claims { get; }

    /// <summary>Octets of plaintext.</summary>
    public long Length { get; }

    /// <summary>The ContentMetaData: the cloaked one, where there is one.</summary>
    public ReadOnlyMemory<byte> ContentMetaData { get; }

    /// <summary>The annotations in clear. Signatures do not cover them.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Annotations { get; }

    /// <summary>What was shown.</summary>
    public VerificationLevel Level { get; }

    /// <summary>The signatures asked for, verified.</summary>
    public IReadOnlyList<VerifiedSignature> Signatures { get; }

    /// <summary>True when the visible ContentMetaData is covered by the body's tags or by a verified signature of our form.</summary>
    public bool MetadataIsBound { get; }
}

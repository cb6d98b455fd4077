namespace Mesh.Dare;

/// <summary>
/// The body of a frame of a published sequence, opened: what was shown about it, and its plaintext as a stream. Reading the stream of a body
/// under <c>A256CBC</c> ends with <see cref="DareError.Decryption"/> where the padding is wrong, so what was read counts at its end only.
/// </summary>
public sealed class PublishedContent : IDisposable
{
    internal PublishedContent(PublishedFrame frame, Stream content, OpenedMetadata metadata, OpenedStanding standing)
    {
        Frame = frame;
        Content = content;
        ContentMetaData = metadata.ContentMetaData;
        Annotations = metadata.Annotations;
        Level = standing.Level;
        Signatures = standing.Signatures;
        MetadataIsBound = standing.MetadataIsBound;
    }

    /// <summary>The frame.</summary>
    public PublishedFrame Frame { get; }

    /// <summary>The plaintext, from its beginning. Only <see cref="DareException"/> comes out of it, and what its source throws.</summary>
    public Stream Content { get; }

    /// <summary>The ContentMetaData: the cloaked one, where there is one.</summary>
    public ReadOnlyMemory<byte> ContentMetaData { get; }

    /// <summary>The annotations in clear. Signatures do not cover them.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Annotations { get; }

    /// <summary>What was shown about the body.</summary>
    public VerificationLevel Level { get; }

    /// <summary>The signatures asked for, verified; empty says "unsigned".</summary>
    public IReadOnlyList<VerifiedSignature> Signatures { get; }

    /// <summary>True when something covers the ContentMetaData; in the published dialects nothing does (D-10).</summary>
    public bool MetadataIsBound { get; }

    /// <summary>Ends the stream and erases its keys.</summary>
    public void Dispose() => Content.Dispose();
}

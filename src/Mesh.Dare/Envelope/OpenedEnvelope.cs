using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Mesh.Dare;

/// <summary>
/// An envelope whose body is in clear, and what was shown about it. Only <see cref="EnvelopeOpener"/> makes one.
/// </summary>
public sealed class OpenedEnvelope
{
    internal OpenedEnvelope(UnverifiedEnvelope envelope, ReadOnlyMemory<byte> plaintext, OpenedMetadata metadata, OpenedStanding standing)
    {
        Envelope = envelope;
        Plaintext = plaintext;
        ContentMetaData = metadata.ContentMetaData;
        Annotations = metadata.Annotations;
        Level = standing.Level;
        Signatures = standing.Signatures;
        MetadataIsBound = standing.MetadataIsBound;
    }

    /// <summary>The envelope as it came.</summary>
    public UnverifiedEnvelope Envelope { get; }

    /// <summary>The plaintext of the body.</summary>
    public ReadOnlyMemory<byte> Plaintext { get; }

    /// <summary>The ContentMetaData: the cloaked one, where there is one.</summary>
    public ReadOnlyMemory<byte> ContentMetaData { get; }

    /// <summary>The annotations in clear. Signatures do not cover them.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Annotations { get; }

    /// <summary>What was shown: <see cref="VerificationLevel.Signed"/> exactly when signatures were asked for.</summary>
    public VerificationLevel Level { get; }

    /// <summary>The signatures asked for, verified; empty says "unsigned".</summary>
    public IReadOnlyList<VerifiedSignature> Signatures { get; }

    /// <summary>
    /// True when the visible ContentMetaData is covered by the body's tag or by a verified signature of our form; otherwise it is a hint
    /// (D-10).
    /// </summary>
    public bool MetadataIsBound { get; }

    /// <summary>Zeroes the plaintext of an encrypted body, for bodies that hold private keys; nothing refers to it afterwards.</summary>
    public void Erase()
    {
        if (Envelope.Header.IsEncrypted)
        {
            CryptographicOperations.ZeroMemory(MemoryMarshal.AsMemory(Plaintext).Span);
        }
    }

    /// <summary>Reads <see cref="ContentMetaData"/>.</summary>
    /// <exception cref="DareException"><see cref="DareError.Malformed"/>.</exception>
    public ContentMeta ReadContentMeta() => ContentMeta.Parse(ContentMetaData);
}

using System.Security.Cryptography;
using Mesh.Cryptography;
using Mesh.Keys;

namespace Mesh.Dare;

/// <summary>One frame between its header and its place: the keys of its body, used for that body and then erased.</summary>
internal sealed class FrameSealing : IDisposable
{
    private bool _used;

    public FrameSealing(DareHeader header, BodyKeys? keys)
    {
        Header = header;
        Keys = keys;
    }

    /// <summary>The header; its SequenceInfo is not known yet.</summary>
    public DareHeader Header { get; }

    public BodyKeys? Keys { get; }

    /// <summary>Octets of the body as carried.</summary>
    /// <exception cref="DareException"><see cref="DareError.LimitExceeded"/>.</exception>
    public long BodyLength(long plaintextLength)
    {
        try
        {
            return Keys is null ? plaintextLength : SegmentedAesGcm.SealedLength(plaintextLength);
        }
        catch (CryptoException e)
        {
            throw new DareException(DareError.LimitExceeded, "The content has more octets than segments can hold.", e);
        }
    }

    /// <summary>The body as carried, of a content in memory.</summary>
    public byte[] Seal(ReadOnlySpan<byte> plaintext)
    {
        UseOnce();
        if (Keys is null)
        {
            return plaintext.ToArray();
        }

        using var segments = new SegmentedAesGcm(Keys.Key.Reveal(), Keys.Nonce, AssociatedDataOfBody());
        return segments.Seal(plaintext);
    }

    /// <summary>Passes the body as carried on to <paramref name="output"/>, and gives its digest and the octets of content that there were.</summary>
    public (byte[] Digest, long Length) Seal(Stream plaintext, Action<ReadOnlyMemory<byte>> output)
    {
        UseOnce();
        using IncrementalHash digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA512);
        long length = 0;
        int Read(Span<byte> space)
        {
            int count = plaintext.Read(space);
            length += count;
            return count;
        }

        if (Keys is null)
        {
            BodyPipeline.PassBody(Read, digest, output, default);
        }
        else
        {
            BodyPipeline.SealBody(Read, Keys, AssociatedDataOfBody(), digest, output, default);
        }

        return (digest.GetHashAndReset(), length);
    }

    /// <summary>The same for a content that is written by somebody.</summary>
    public byte[] Seal(Action<Stream> write, Action<ReadOnlyMemory<byte>> output)
    {
        UseOnce();
        using IncrementalHash digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA512);
        using BodyPipeline pipeline = Keys is null
            ? BodyPipeline.Passing(digest, output, default)
            : BodyPipeline.Sealing(Keys, AssociatedDataOfBody(), digest, output, default);
        using (var stream = new SealingStream(pipeline))
        {
            write(stream);
        }

        pipeline.End();

        return digest.GetHashAndReset();
    }

    /// <summary>The entries of <c>signatures</c>, one for each key.</summary>
    public IReadOnlyList<DareSignature> Sign(
        IReadOnlyCollection<SignaturePrivateKey> signers, ReadOnlyMemory<byte> digest, string created, IRandomSource random) =>
        [
            .. signers.Select(key => EnvelopeSigner.Sign(
                key, EnvelopeStatement.Of(key.Kid, Header, digest, payloadTag: null, place: null, created).ToOctets(), Keys, random)),
        ];

    public void Dispose() => Keys?.Dispose();

    private byte[] AssociatedDataOfBody() => AssociatedData.Of(
        BodyCipher.A256GcmS64K, Header.DigestAlgorithm, Header.Salt!.Value.Span, Header.ContentMetaData.Span, Keys!.KeyCommit);

    private void UseOnce()
    {
        if (_used)
        {
            throw new DareException(DareError.InvalidRequest, "The keys of a frame seal one body.");
        }

        _used = true;
    }
}

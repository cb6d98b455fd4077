using System.Security.Cryptography;
using Mesh.Cryptography;
using Mesh.Keys;

namespace Mesh.Dare;

/// <summary>One sealing between its header and its trailer: the keys of the body, used for this body and then erased.</summary>
internal sealed class SealingSession : IDisposable
{
    private readonly SealRequest _request;
    private readonly IRandomSource _random;
    private readonly string _created;
    private bool _used;

    public SealingSession(SealRequest request, DareHeader header, BodyKeys? keys, IRandomSource random, string created)
    {
        _request = request;
        _random = random;
        _created = created;
        Header = header;
        Keys = keys;
        Cipher = keys is null ? null : BodyCipherNames.Find(header.EncryptionAlgorithm!);
    }

    public DareHeader Header { get; }

    /// <summary>The digest that the header names; null where it names none.</summary>
    public DareDigest? Digest => DareDigest.Find(Header.DigestAlgorithm);

    public BodyKeys? Keys { get; }

    public BodyCipher? Cipher { get; }

    private byte[] AssociatedDataOfBody => AssociatedData.Of(
        Cipher!.Value, Header.DigestAlgorithm, Header.Salt!.Value.Span, Header.ContentMetaData.Span, Keys!.KeyCommit);

    /// <summary>Octets of the body as carried, for a plaintext of that length; null for null.</summary>
    /// <exception cref="DareException"><see cref="DareError.LimitExceeded"/>: beyond 2^48, or negative.</exception>
    public long? BodyLength(long? plaintextLength)
    {
        if (plaintextLength is not { } length || Keys is null)
        {
            return plaintextLength;
        }

        try
        {
            return SegmentedAesGcm.SealedLength(length);
        }
        catch (CryptoException e)
        {
            throw new DareException(DareError.LimitExceeded, "The body has more octets than segments can hold.", e);
        }
    }

    public byte[] SealInMemory(ReadOnlySpan<byte> plaintext, out byte[]? tag)
    {
        UseOnce();
        tag = null;
        if (Cipher == BodyCipher.A256GcmS64K)
        {
            using var segments = new SegmentedAesGcm(Keys!.Key.Reveal(), Keys.Nonce, AssociatedDataOfBody);
            return segments.Seal(plaintext);
        }

        tag = new byte[BodyCipherNames.TagSize];
        return SingleBody.Seal(Keys!, AssociatedDataOfBody, plaintext, tag);
    }

    /// <summary>
    /// Passes the body as carried on to <paramref name="output"/>, and the digest of it to <paramref name="digest"/>; an encrypted one must be in
    /// segments.
    /// </summary>
    /// <param name="plaintext">Read to its end.</param>
    /// <param name="length">How many octets it probably has.</param>
    /// <param name="digest">Takes in the body as carried; or null.</param>
    /// <param name="output">Takes the body as carried, which it must not keep.</param>
    public void SealStream(Stream plaintext, long? length, IncrementalHash? digest, Action<ReadOnlyMemory<byte>> output)
    {
        UseOnce();
        if (Keys is null)
        {
            BodyPipeline.PassBody(plaintext.Read, digest, output, new BodyPace(length));
            return;
        }

        BodyPipeline.SealBody(plaintext.Read, Keys, AssociatedDataOfBody, digest, output, new BodyPace(length));
    }

    /// <summary>The trailer, with the signatures of the request.</summary>
    /// <param name="bodyDigest">The digest of the body as carried; null where the header has no dig.</param>
    /// <param name="tag">The tag of the body; null when it has none.</param>
    public DareTrailer Trailer(byte[]? bodyDigest, byte[]? tag)
    {
        ReadOnlyMemory<byte>? payloadTag = OptionalOctets.Of(tag);
        return new DareTrailer
        {
            PayloadDigest = OptionalOctets.Of(bodyDigest),
            PayloadTag = payloadTag,
            Signatures = [.. _request.Signers.Select(key => Sign(key, bodyDigest!, payloadTag))],
        };
    }

    public void Dispose() => Keys?.Dispose();

    private DareSignature Sign(SignaturePrivateKey key, byte[] bodyDigest, ReadOnlyMemory<byte>? tag) => _request.PlainManifest
        ? EnvelopeSigner.SignManifest(key, bodyDigest, _random)
        : EnvelopeSigner.Sign(
            key, EnvelopeStatement.Of(key.Kid, Header, bodyDigest, tag, _request.Place, _created).ToOctets(), Keys, _random);

    // Keys and nonce serve one body: a second one under them would give both away.
    private void UseOnce()
    {
        if (_used)
        {
            throw new DareException(DareError.InvalidRequest, "The keys of an envelope seal one body.");
        }

        _used = true;
    }
}

using System.Security.Cryptography;
using Mesh.Cryptography;
using Mesh.Encoding;
using Mesh.Keys;

namespace Mesh.Dare;

/// <summary>
/// Seals and signs envelopes (Mesh sealing, sections 1 to 3). Every sealing draws, in this order, a base seed of 32 octets, a salt of 16
/// and one ephemeral key for each recipient, of a passphrase a salt of its own; no seed serves two envelopes. Holds no secret between calls.
/// </summary>
public sealed class EnvelopeSealer
{
    private readonly IRandomSource _random;
    private readonly TimeProvider _time;

    /// <summary>Creates a sealer.</summary>
    public EnvelopeSealer(IRandomSource random, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(random);
        ArgumentNullException.ThrowIfNull(time);
        _random = random;
        _time = time;
    }

    /// <summary>Seals what is in memory, at most <see cref="DareLimits.SingleBody"/> octets.</summary>
    /// <exception cref="DareException"><see cref="DareError.InvalidRequest"/>, <see cref="DareError.LimitExceeded"/>.</exception>
    public UnverifiedEnvelope Seal(ReadOnlySpan<byte> plaintext, SealRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Check();
        RequireSingle(plaintext);
        using SealingSession session = Begin(request, request.Cipher);
        return Seal(plaintext, session);
    }

    /// <summary>Begins envelopes that share one base seed, which is drawn here: the recipients of <paramref name="to"/> open all of them.</summary>
    /// <param name="to">The recipients, and how the first envelope is sealed.</param>
    /// <exception cref="DareException"><see cref="DareError.InvalidRequest"/>: nobody is to open them.</exception>
    public RelatedSealer Relate(SealRequest to)
    {
        ArgumentNullException.ThrowIfNull(to);
        to.Check();
        return to.IsEncrypted
            ? new RelatedSealer(this, to, SecretBytes.Random(_random, BodyCipherNames.SeedSize))
            : throw new DareException(DareError.InvalidRequest, "Envelopes that share a seed need recipients.");
    }

    /// <summary>Seals one of several envelopes under one seed; each has a salt of its own, hence keys of its own.</summary>
    internal UnverifiedEnvelope SealRelated(ReadOnlySpan<byte> plaintext, SealRequest request, SecretBytes seed, bool addressed)
    {
        RequireSingle(plaintext);
        using SealingSession session = BeginSealed(request, request.Cipher, seed, addressed);
        return Seal(plaintext, session);
    }

    private static UnverifiedEnvelope Seal(ReadOnlySpan<byte> plaintext, SealingSession session)
    {
        byte[]? tag = null;
        byte[] body = session.Keys is null ? plaintext.ToArray() : session.SealInMemory(plaintext, out tag);
        return new UnverifiedEnvelope(session.Header, body, session.Trailer(session.Digest?.Compute(body), tag));
    }

    private static void RequireSingle(ReadOnlySpan<byte> plaintext)
    {
        if (plaintext.Length > DareLimits.SingleBody)
        {
            throw new DareException(
                DareError.LimitExceeded, $"A body of more than {DareLimits.SingleBody} octets is sealed as a file, in segments.");
        }
    }

    /// <summary>
    /// Seals what streams by, of any size and in bounded memory, into the file form of an envelope. Encrypted bodies are always in
    /// segments (<c>A256GCM-S64K</c>), whatever the request says.
    /// </summary>
    /// <param name="plaintext">Read to its end.</param>
    /// <param name="length">How many octets it has, or null when that is not known.</param>
    /// <param name="destination">Where the envelope goes.</param>
    /// <param name="request">How to seal.</param>
    /// <exception cref="DareException">
    /// <see cref="DareError.InvalidRequest"/>, also when the plaintext has another length; <see cref="DareError.LimitExceeded"/>.
    /// </exception>
    public void SealFile(Stream plaintext, long? length, Stream destination, SealRequest request)
    {
        ArgumentNullException.ThrowIfNull(plaintext);
        ArgumentNullException.ThrowIfNull(destination);
        ArgumentNullException.ThrowIfNull(request);
        request.Check();
        using SealingSession session = Begin(request, BodyCipher.A256GcmS64K);
        var writer = new EnvelopeFileWriter(destination, session.Header, session.BodyLength(length));
        using IncrementalHash? digest = session.Digest?.Start();
        session.SealStream(plaintext, length, digest, octets => writer.WriteBody(octets.Span));
        writer.End(session.Trailer(digest?.GetHashAndReset(), tag: null));
    }

    /// <summary>
    /// Signs what stays where it is: the envelope has an empty body and the digest of <paramref name="body"/>, and its ContentMetaData says so
    /// (<see cref="ContentMeta.Detached"/>).
    /// </summary>
    /// <param name="body">Read to its end.</param>
    /// <param name="destination">Where the envelope goes.</param>
    /// <param name="request">Signers, and ContentMetaData that is marked; no recipients, no annotations.</param>
    /// <exception cref="DareException"><see cref="DareError.InvalidRequest"/>.</exception>
    public void SignDetached(Stream body, Stream destination, SealRequest request)
    {
        ArgumentNullException.ThrowIfNull(body);
        ArgumentNullException.ThrowIfNull(destination);
        ArgumentNullException.ThrowIfNull(request);
        request.Check();
        DetachedBody.RequireSignable(request);
        using SealingSession session = Begin(request, request.Cipher);
        new EnvelopeFileWriter(destination, session.Header, bodyLength: 0).End(session.Trailer(request.Digest.Compute(body), tag: null));
    }

    private SealingSession Begin(SealRequest request, BodyCipher cipher)
    {
        if (!request.IsEncrypted)
        {
            return new SealingSession(request, Checked(PlainHeader(request)), null, _random, MeshTime.Format(_time.GetUtcNow()));
        }

        using SecretBytes seed = SecretBytes.Random(_random, BodyCipherNames.SeedSize);
        return BeginSealed(request, cipher, seed, addressed: true);
    }

    private SealingSession BeginSealed(SealRequest request, BodyCipher cipher, SecretBytes seed, bool addressed)
    {
        byte[] salt = new byte[BodyCipherNames.SaltSize];
        _random.Fill(salt);
        BodyKeys keys = BodyKeys.Derive(seed.Reveal(), salt, cipher);
        try
        {
            DareHeader header = Checked(SealedHeader(request, cipher, seed, salt, keys, addressed));
            return new SealingSession(request, header, keys, _random, MeshTime.Format(_time.GetUtcNow()));
        }
        catch
        {
            keys.Dispose();
            throw;
        }
    }

    private static DareHeader Checked(DareHeader header) => header.Octets.Length <= DareLimits.Header
        ? header
        : throw new DareException(DareError.LimitExceeded, $"The header would have more than {DareLimits.Header} octets.");

    private static string? DigestName(SealRequest request) =>
        request.WithDigest || request.Signers.Count > 0 ? request.Digest.Name : null;

    private static DareHeader PlainHeader(SealRequest request) => new()
    {
        EnvelopeId = request.EnvelopeId,
        DigestAlgorithm = DigestName(request),
        ContentMetaData = request.ContentMetaData,
        Annotations = [.. request.Annotations.Select((a, k) => new ReadOnlyMemory<byte>(EncodedDataSequence.Plain(k, a.Span)))],
        Cover = CoverOf(request),
    };

    private DareHeader SealedHeader(SealRequest request, BodyCipher cipher, SecretBytes seed, byte[] salt, BodyKeys keys, bool addressed)
    {
        var bound = new DareHeader { DigestAlgorithm = DigestName(request), Salt = salt, ContentMetaData = Visible(request, cipher, keys) };
        int number = 0;
        byte[]? cloaked = request.CloakedContentMetaData.IsEmpty
            ? null
            : EncodedDataSequence.Seal(number++, seed.Reveal(), bound, CloakedHeader(request.CloakedContentMetaData));
        return new DareHeader
        {
            EnvelopeId = request.EnvelopeId,
            DigestAlgorithm = bound.DigestAlgorithm,
            EncryptionAlgorithm = cipher.Name(),
            KeyIdentifier = SymmetricKeyIdentifier.OfSeed(seed.Reveal()),
            Salt = salt,
            KeyCommit = keys.KeyCommit,
            Recipients = addressed
                ? RecipientBlock.WrapAll(
                    seed, request.Recipients, request.SymmetricRecipients, request.Passphrase, request.PassphraseCost, _random)
                : null,
            Cloaked = OptionalOctets.Of(cloaked),
            Annotations =
            [
                .. request.Annotations.Select(a =>
                    new ReadOnlyMemory<byte>(EncodedDataSequence.Seal(number++, seed.Reveal(), bound, a.Span))),
            ],
            ContentMetaData = bound.ContentMetaData,
            Cover = CoverOf(request),
        };
    }

    // What is hidden is bound by what shows, unless the caller has something of its own to show.
    private static ReadOnlyMemory<byte> Visible(SealRequest request, BodyCipher cipher, BodyKeys keys) =>
        request.CloakedContentMetaData.IsEmpty || !request.ContentMetaData.IsEmpty
            ? request.ContentMetaData
            : new ContentMeta { CloakedDigest = keys.Cloak(CloakedHeader(request.CloakedContentMetaData), cipher) }.ToOctets();

    /// <summary>The octets of <c>cloaked</c> before they are sealed: a header that holds the metadata.</summary>
    internal static ReadOnlySpan<byte> CloakedHeader(ReadOnlyMemory<byte> contentMetaData) =>
        new DareHeader { ContentMetaData = contentMetaData }.Octets.Span;

    private static ReadOnlyMemory<byte>? CoverOf(SealRequest request) => request.Cover.IsEmpty ? new ReadOnlyMemory<byte>?() : request.Cover;
}

using System.Security.Cryptography;
using Mesh.Cryptography;
using Mesh.Encoding;

namespace Mesh.Dare;

/// <summary>
/// Seals and signs envelopes of dialect B as the reference program reads them (DARE 2.3 to 2.10; D-03, D-04, D-11, D-12):
/// <c>A256CBC</c> with PKCS #7 padding, the plain manifest signed, one <c>WitnessValue</c> in the trailer, strict JSON. For peers that read
/// nothing else. A type of its own, so that no option of <see cref="EnvelopeSealer"/> leads here. Every sealing draws a base seed of 32
/// octets, a salt of 16 and one ephemeral key for each recipient. Holds no secret between calls.
/// </summary>
public sealed class CompatSealer
{
    private readonly IRandomSource _random;

    /// <summary>Creates a sealer.</summary>
    public CompatSealer(IRandomSource random)
    {
        ArgumentNullException.ThrowIfNull(random);
        _random = random;
    }

    /// <summary>Seals what is in memory, at most <see cref="DareLimits.SingleBody"/> octets.</summary>
    /// <exception cref="DareException"><see cref="DareError.InvalidRequest"/>, <see cref="DareError.LimitExceeded"/>.</exception>
    public UnverifiedEnvelope Seal(ReadOnlySpan<byte> plaintext, CompatRequest request)
    {
        if (plaintext.Length > DareLimits.SingleBody)
        {
            throw new DareException(DareError.LimitExceeded, $"A body of more than {DareLimits.SingleBody} octets is sealed as a file.");
        }

        using CompatSession session = Begin(request, place: null, withDigest: true);
        byte[] body = session.Seal(plaintext);
        return new UnverifiedEnvelope(session.Header, body, session.Trailer(SHA512.HashData(body)));
    }

    /// <summary>
    /// Seals what streams by, of any size and in bounded memory, into the file form of an envelope. Readers of ours open an encrypted file
    /// of up to <see cref="DareLimits.SingleBody"/> octets in this form.
    /// </summary>
    /// <param name="plaintext">Read to its end.</param>
    /// <param name="length">How many octets it has, or null when that is not known.</param>
    /// <param name="destination">Where the envelope goes.</param>
    /// <param name="request">How to seal.</param>
    /// <exception cref="DareException"><see cref="DareError.InvalidRequest"/>, also when the plaintext has another length.</exception>
    public void SealFile(Stream plaintext, long? length, Stream destination, CompatRequest request)
    {
        ArgumentNullException.ThrowIfNull(plaintext);
        ArgumentNullException.ThrowIfNull(destination);
        using CompatSession session = Begin(request, place: null, withDigest: true);
        var writer = new EnvelopeFileWriter(destination, session.Header, length is { } known ? session.BodyLength(known) : null);
        using IncrementalHash digest = DareDigest.S512.Start();
        session.SealStream(plaintext, octets =>
        {
            digest.AppendData(octets.Span);
            writer.WriteBody(octets.Span);
        });
        writer.End(session.Trailer(digest.GetHashAndReset()));
    }

    /// <summary>Begins an envelope that may stand in a sequence.</summary>
    /// <param name="request">How to seal.</param>
    /// <param name="place">The place in a sequence; null where the envelope stands alone.</param>
    /// <param name="withDigest">Whether the digest of the body is stated also where nobody signs.</param>
    /// <exception cref="DareException"><see cref="DareError.InvalidRequest"/>, <see cref="DareError.LimitExceeded"/>.</exception>
    internal CompatSession Begin(CompatRequest request, SequenceInfo? place, bool withDigest)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Check();
        string? dig = withDigest || request.Signers.Count > 0 ? DareDigest.S512.Name : null;
        if (!request.IsEncrypted)
        {
            DareHeader clear = new()
            {
                SequenceInfo = place,
                EnvelopeId = request.EnvelopeId,
                DigestAlgorithm = dig,
                ContentMetaData = request.ContentMetaData,
                Annotations = [.. request.Annotations.Select((a, k) => new ReadOnlyMemory<byte>(EncodedDataSequence.Plain(k, a.Span)))],
            };
            return new CompatSession(request, Checked(clear), keys: null, _random);
        }

        using SecretBytes seed = SecretBytes.Random(_random, BodyCipherNames.SeedSize);
        byte[] salt = new byte[BodyCipherNames.SaltSize];
        _random.Fill(salt);
        var keys = new LegacyBody(seed, salt);
        try
        {
            DareHeader header = new()
            {
                SequenceInfo = place,
                EnvelopeId = request.EnvelopeId,
                DigestAlgorithm = dig,
                EncryptionAlgorithm = BodyCipherNames.A256Cbc,
                KeyIdentifier = SymmetricKeyIdentifier.OfSeed(seed.Reveal()),
                Salt = salt,
                Recipients = RecipientBlock.WrapAll(seed, request.Recipients, request.SymmetricRecipients, passphrase: null, passphraseCost: 0, _random),
                ContentMetaData = request.ContentMetaData,
                Annotations = [.. request.Annotations.Select((a, k) => new ReadOnlyMemory<byte>(keys.SealItem(k, a.Span, salt)))],
            };
            return new CompatSession(request, Checked(header), keys, _random);
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
}

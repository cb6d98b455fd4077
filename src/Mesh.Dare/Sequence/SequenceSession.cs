using Mesh.Cryptography;
using Mesh.Encoding;

namespace Mesh.Dare;

/// <summary>
/// How one writer seals its frames (DARE 4.7; docs/format/sequence.md, section 3): in clear, each frame to the recipients, or all under one base
/// seed that an exchange frame carries. Sealing is safe from several threads at once.
/// </summary>
internal sealed class SequenceSession : IDisposable
{
    private readonly SequenceOptions _options;
    private readonly bool _encrypted;
    private readonly SecretBytes? _seed;

    private SequenceSession(SequenceOptions options, bool encrypted, SecretBytes? seed, long? exchange)
    {
        _options = options;
        _encrypted = encrypted;
        _seed = seed;
        Exchange = exchange;
    }

    /// <summary>The number of the exchange frame; null when there is none.</summary>
    public long? Exchange { get; }

    /// <summary>A session in clear, or in which every frame has recipients of its own.</summary>
    public static SequenceSession WithoutExchange(SequenceOptions options, bool encrypted) => new(options, encrypted, null, null);

    /// <summary>A session under a base seed that is known.</summary>
    public static SequenceSession Under(SequenceOptions options, SecretBytes seed, long exchange) => new(options, true, seed, exchange);

    /// <summary>Draws a base seed for a session, and the frame that carries it.</summary>
    public static (SecretBytes Seed, FrameSealing Frame) NewExchange(SequenceOptions options)
    {
        SecretBytes seed = SecretBytes.Random(options.Random, BodyCipherNames.SeedSize);
        try
        {
            return (seed, Sealed(options, new ContentMeta { ContentType = SequenceContent.Exchange }, hidden: null, seed, addressed: true));
        }
        catch
        {
            seed.Dispose();
            throw;
        }
    }

    /// <summary>Prepares a frame.</summary>
    /// <param name="meta">The metadata.</param>
    /// <param name="hide">True to hide it.</param>
    /// <exception cref="DareException"><see cref="DareError.LimitExceeded"/>: too much metadata.</exception>
    public FrameSealing Begin(ContentMeta meta, bool hide)
    {
        if (!_encrypted)
        {
            return new FrameSealing(new DareHeader { DigestAlgorithm = DareDigest.S512.Name, ContentMetaData = Octets(meta) }, null);
        }

        ContentMeta visible = hide ? new ContentMeta() : meta;
        ContentMeta? hidden = hide ? meta : null;
        if (_seed is not null)
        {
            return Sealed(_options, visible, hidden, _seed, addressed: false);
        }

        using SecretBytes seed = SecretBytes.Random(_options.Random, BodyCipherNames.SeedSize);
        return Sealed(_options, visible, hidden, seed, addressed: true);
    }

    public void Dispose() => _seed?.Dispose();

    private static FrameSealing Sealed(SequenceOptions options, ContentMeta visible, ContentMeta? hidden, SecretBytes seed, bool addressed)
    {
        byte[] salt = new byte[BodyCipherNames.SaltSize];
        options.Random.Fill(salt);
        BodyKeys keys = BodyKeys.Derive(seed.Reveal(), salt, BodyCipher.A256GcmS64K);
        try
        {
            return new FrameSealing(Header(options, visible, hidden, seed, salt, keys, addressed), keys);
        }
        catch
        {
            keys.Dispose();
            throw;
        }
    }

    private static DareHeader Header(
        SequenceOptions options, ContentMeta visible, ContentMeta? hidden, SecretBytes seed, byte[] salt, BodyKeys keys, bool addressed)
    {
        List<DareRecipient>? recipients = addressed
            ? RecipientBlock.WrapAll(
                seed, options.Policy.EncryptKeys, options.SymmetricRecipients, options.Passphrase, options.PassphraseCost, options.Random)
            : null;
        ReadOnlyMemory<byte> cloaked = hidden is null ? default : EnvelopeSealer.CloakedHeader(hidden.ToOctets()).ToArray();
        byte[] meta = Octets(visible with
        {
            RecipientsDigest = OptionalOctets.Of(recipients is null ? null : SequenceRecipients.Digest(recipients)),
            CloakedDigest = OptionalOctets.Of(hidden is null ? null : keys.Cloak(cloaked.Span, BodyCipher.A256GcmS64K)),
        });
        var bound = new DareHeader { DigestAlgorithm = DareDigest.S512.Name, Salt = salt, ContentMetaData = meta };
        return new DareHeader
        {
            DigestAlgorithm = DareDigest.S512.Name,
            EncryptionAlgorithm = BodyCipher.A256GcmS64K.Name(),
            KeyIdentifier = addressed ? SymmetricKeyIdentifier.OfSeed(seed.Reveal()) : null,
            Salt = salt,
            KeyCommit = keys.KeyCommit,
            Recipients = recipients,
            Cloaked = OptionalOctets.Of(hidden is null ? null : EncodedDataSequence.Seal(0, seed.Reveal(), bound, cloaked.Span)),
            ContentMetaData = meta,
        };
    }

    private static byte[] Octets(ContentMeta meta)
    {
        byte[] octets = meta == Nothing ? [] : meta.ToOctets();
        return octets.Length <= DareLimits.Header / 4
            ? octets
            : throw new DareException(DareError.LimitExceeded, "The metadata of an entry is too long.");
    }

    private static readonly ContentMeta Nothing = new();
}

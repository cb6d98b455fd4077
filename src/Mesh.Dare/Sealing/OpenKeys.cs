using System.Security.Cryptography;
using Mesh.Cryptography;
using Mesh.Encoding;

namespace Mesh.Dare;

/// <summary>
/// The base seed of an envelope and the keys of its body, found with the keys of a request and checked against <c>KeyCommit</c> in
/// constant time, before anything is decrypted (Mesh sealing, section 2).
/// </summary>
internal sealed class OpenKeys : IDisposable
{
    private readonly DareHeader _header;
    private readonly ProtectedBody _form;
    private readonly SecretBytes _seed;
    private readonly BodyKeys? _keys;
    private readonly LegacyBody? _legacy;

    private OpenKeys(DareHeader header, ProtectedBody form, SecretBytes seed, BodyKeys? keys)
    {
        _header = header;
        _form = form;
        _seed = seed;
        _keys = keys;
        _legacy = keys is null ? new LegacyBody(seed, form.Salt.Span) : null;
    }

    private byte[] AssociatedDataOfBody => AssociatedData.Of(
        _form.Cipher, _header.DigestAlgorithm, _form.Salt.Span, _header.ContentMetaData.Span, _form.KeyCommit.Span);

    /// <exception cref="DareException"><see cref="DareError.Decryption"/>.</exception>
    public static OpenKeys Find(DareHeader header, ProtectedBody form, OpenRequest request)
    {
        IReadOnlyList<DareRecipient> recipients = header.Recipients ?? request.Exchange?.Recipients ?? [];
        foreach (SecretBytes seed in SeedSearch.Seeds(recipients, request))
        {
            if (form.Cipher == BodyCipher.A256Cbc)
            {
                return new OpenKeys(header, form, seed, null);
            }

            BodyKeys keys = BodyKeys.Derive(seed.Reveal(), form.Salt.Span, form.Cipher);
            if (CryptographicOperations.FixedTimeEquals(keys.KeyCommit, form.KeyCommit.Span))
            {
                return new OpenKeys(header, form, seed, keys);
            }

            keys.Dispose();
            seed.Dispose();
        }

        throw DareException.Decryption();
    }

    /// <summary>The keys that a base seed gives, which was found before.</summary>
    /// <exception cref="DareException"><see cref="DareError.Decryption"/>: it is another seed.</exception>
    public static OpenKeys Of(DareHeader header, ProtectedBody form, SecretBytes seed)
    {
        BodyKeys keys = BodyKeys.Derive(seed.Reveal(), form.Salt.Span, form.Cipher);
        if (CryptographicOperations.FixedTimeEquals(keys.KeyCommit, form.KeyCommit.Span))
        {
            return new OpenKeys(header, form, seed.Clone(), keys);
        }

        keys.Dispose();
        throw DareException.Decryption();
    }

    /// <summary>A copy of the base seed.</summary>
    public SecretBytes CopySeed() => _seed.Clone();

    /// <summary>True when a <c>kid</c> is that of the base seed.</summary>
    public bool IsOfSeed(string kid) => SymmetricKeyIdentifier.OfSeed(_seed.Reveal()) == kid;

    /// <summary>What hidden metadata must commit to; see <see cref="BodyKeys.Cloak"/>.</summary>
    public byte[] Cloak(ReadOnlySpan<byte> metadata) => _keys!.Cloak(metadata, _form.Cipher);

    /// <summary>Opens a body in memory.</summary>
    /// <exception cref="DareException"><see cref="DareError.Decryption"/>.</exception>
    public byte[] OpenBody(ReadOnlySpan<byte> body)
    {
        if (_keys is null)
        {
            return _legacy!.Open(body);
        }

        if (_form.Cipher == BodyCipher.A256Gcm)
        {
            return SingleBody.Open(_keys, AssociatedDataOfBody, body, _form.Tag.Span);
        }

        using var segments = new SegmentedAesGcm(_keys.Key.Reveal(), _keys.Nonce, AssociatedDataOfBody);
        try
        {
            return segments.Open(body);
        }
        catch (CryptoException)
        {
            throw DareException.Decryption();
        }
    }

    /// <summary>Opens segments that stream by; see <see cref="BodyPipeline.OpenBody"/>.</summary>
    /// <exception cref="DareException"><see cref="DareError.Decryption"/>.</exception>
    public void OpenStream(OctetReader body, IncrementalHash? digest, Action<ReadOnlyMemory<byte>> output) =>
        BodyPipeline.OpenBody(body, _keys!, AssociatedDataOfBody, digest, output, default);

    /// <summary>What opens the segments one by one; null for a body that is not in segments.</summary>
    /// <exception cref="DareException"><see cref="DareError.UnsupportedAlgorithm"/>.</exception>
    public SegmentedAesGcm Segments() => _form.Cipher == BodyCipher.A256GcmS64K
        ? new SegmentedAesGcm(_keys!.Key.Reveal(), _keys.Nonce, AssociatedDataOfBody)
        : throw new DareException(DareError.UnsupportedAlgorithm, "The bodies of a sequence are in segments.");

    /// <summary>Opens segments at any place.</summary>
    /// <exception cref="DareException"><see cref="DareError.Decryption"/>.</exception>
    public SegmentedBody OpenSegments(IOctetSource body) => new(body, _keys!, AssociatedDataOfBody);

    /// <summary>Opens a body under <c>A256CBC</c> that is decrypted as it is read; its proof was checked before.</summary>
    /// <exception cref="DareException"><see cref="DareError.Decryption"/>.</exception>
    public CbcStream OpenCbc(IOctetSource body) => _legacy!.OpenStream(body);

    /// <summary>Opens an encoded data sequence of the envelope.</summary>
    /// <exception cref="DareException"><see cref="DareError.Decryption"/>.</exception>
    public byte[] Open(EncodedDataSequence item) =>
        _legacy is null ? item.Open(_seed.Reveal(), _header) : _legacy.Open(item, _form.Salt.Span);

    /// <summary>
    /// Requires that every signer knew the seed (Mesh sealing, section 3). Entries of the published dialects have the witness in the
    /// signature or, one for all, in the trailer (D-12).
    /// </summary>
    /// <exception cref="DareException"><see cref="DareError.Decryption"/>.</exception>
    public void CheckWitnesses(IReadOnlyList<VerifiedSignature> signatures, DareTrailer claims)
    {
        foreach (VerifiedSignature signature in signatures)
        {
            ReadOnlySpan<byte> stated = (signature.Witness ?? claims.WitnessValue ?? default).Span;
            byte[] witness = _keys?.Witness(signature.WitnessInfo) ?? _legacy!.Witness(signature.WitnessInfo);
            if (!CryptographicOperations.FixedTimeEquals(witness, stated))
            {
                throw DareException.Decryption();
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _keys?.Dispose();
        _legacy?.Dispose();
        _seed.Dispose();
    }
}

using Mesh.Cryptography;

namespace Mesh.Dare;

/// <summary>
/// Seals envelopes that share one base seed (DARE 2.2): the first carries it to the recipients, the others have no <c>recipients</c> and are opened with
/// the header of the first (<see cref="OpenRequest.Exchange"/>). Each has a salt, and so keys, of its own. Holds the seed until disposal.
/// </summary>
public sealed class RelatedSealer : IDisposable
{
    private readonly EnvelopeSealer _sealer;
    private readonly SealRequest _first;
    private readonly SecretBytes _seed;

    internal RelatedSealer(EnvelopeSealer sealer, SealRequest first, SecretBytes seed)
    {
        _sealer = sealer;
        _first = first;
        _seed = seed;
    }

    /// <summary>Seals an envelope with the recipients, as the request was that this began with.</summary>
    /// <exception cref="DareException"><see cref="DareError.LimitExceeded"/>.</exception>
    public UnverifiedEnvelope SealFirst(ReadOnlySpan<byte> plaintext) => _sealer.SealRelated(plaintext, _first, _seed, addressed: true);

    /// <summary>Seals an envelope that has none.</summary>
    /// <param name="plaintext">At most <see cref="DareLimits.SingleBody"/> octets.</param>
    /// <param name="request">How to seal; it names no recipients.</param>
    /// <exception cref="DareException"><see cref="DareError.InvalidRequest"/>, <see cref="DareError.LimitExceeded"/>.</exception>
    public UnverifiedEnvelope Seal(ReadOnlySpan<byte> plaintext, SealRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Check(isEncrypted: true);
        return request.IsEncrypted
            ? throw new DareException(DareError.InvalidRequest, "A related envelope has the recipients of the first, and no others.")
            : _sealer.SealRelated(plaintext, request, _seed, addressed: false);
    }

    /// <summary>Zeroes the seed.</summary>
    public void Dispose() => _seed.Dispose();
}

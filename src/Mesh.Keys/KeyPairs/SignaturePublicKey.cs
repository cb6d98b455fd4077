namespace Mesh.Keys;

/// <summary>A public key that verifies signatures: Ed448 (RFC 8032 section 5.2) or Ed25519 (section 5.1), the pure modes.</summary>
public abstract class SignaturePublicKey : PublicKey
{
    private protected SignaturePublicKey(KeyAlgorithm algorithm, ReadOnlySpan<byte> octets)
        : base(algorithm, octets)
    {
    }

    /// <summary>Reads a key: canonical, on the curve, not of small order, and of prime order when asked.</summary>
    /// <exception cref="KeyException">
    /// Refused (<see cref="KeyError.PublicKey"/>), or no signature algorithm (<see cref="KeyError.Algorithm"/>).
    /// </exception>
    public static new SignaturePublicKey FromOctets(KeyAlgorithm algorithm, ReadOnlySpan<byte> octets, bool requirePrimeOrder = false) =>
        algorithm switch
        {
            KeyAlgorithm.Ed448 => new Ed448PublicKey(octets, requirePrimeOrder),
            KeyAlgorithm.Ed25519 when !requirePrimeOrder => new Ed25519PublicKey(octets),
            KeyAlgorithm.Ed25519 => throw NotCombined(algorithm),
            _ => throw new KeyException(KeyError.Algorithm, $"{algorithm} is not a signature algorithm"),
        };

    /// <summary>Whether <paramref name="signature"/> is one of <paramref name="message"/>, empty context. Never throws for what it is given.</summary>
    public abstract bool Verify(ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature);

    /// <summary>
    /// Whether <paramref name="signature"/> verifies in the form that published envelopes have: for Ed25519 not the pure mode but
    /// Ed25519ctx with an empty context, which is never written. For Ed448 the two are the same.
    /// </summary>
    public virtual bool VerifyAsPublished(ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature) => Verify(message, signature);

    /// <summary>
    /// The public key of the sum of both private keys (Mesh threshold rules, section 3). Both must have prime order, which is checked
    /// here; neither is neutral, so the sum differs from both.
    /// </summary>
    /// <exception cref="KeyException">
    /// Another algorithm, a sum that is neutral (<see cref="KeyError.Combination"/>), a key outside the prime-order
    /// subgroup (<see cref="KeyError.PublicKey"/>).
    /// </exception>
    public abstract SignaturePublicKey Add(SignaturePublicKey other);
}

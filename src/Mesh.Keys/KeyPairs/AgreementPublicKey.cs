namespace Mesh.Keys;

/// <summary>A public key that others encrypt to: X448 with the sign of v, 57 octets, or X25519, 32 octets (RFC 7748).</summary>
public abstract class AgreementPublicKey : PublicKey
{
    private protected AgreementPublicKey(KeyAlgorithm algorithm, ReadOnlySpan<byte> octets)
        : base(algorithm, octets)
    {
    }

    /// <summary>Reads a key: canonical, on the curve, not of small order, and of prime order when asked.</summary>
    /// <exception cref="KeyException">
    /// Refused (<see cref="KeyError.PublicKey"/>), or no agreement algorithm (<see cref="KeyError.Algorithm"/>).
    /// </exception>
    public static new AgreementPublicKey FromOctets(KeyAlgorithm algorithm, ReadOnlySpan<byte> octets, bool requirePrimeOrder = false) =>
        algorithm switch
        {
            KeyAlgorithm.X448 => new X448PublicKey(octets, requirePrimeOrder),
            KeyAlgorithm.X25519 when !requirePrimeOrder => new X25519PublicKey(octets),
            KeyAlgorithm.X25519 => throw NotCombined(algorithm),
            _ => throw new KeyException(KeyError.Algorithm, $"{algorithm} is not a key agreement algorithm"),
        };

    /// <summary>
    /// The public key of the sum of both private keys (Mesh threshold rules, section 3). Both must have prime order, which is checked
    /// here; neither is neutral, so the sum differs from both.
    /// </summary>
    /// <exception cref="KeyException">
    /// Another algorithm, a sum that is neutral (<see cref="KeyError.Combination"/>), a key
    /// outside the prime-order subgroup (<see cref="KeyError.PublicKey"/>).
    /// </exception>
    public abstract AgreementPublicKey Add(AgreementPublicKey other);
}

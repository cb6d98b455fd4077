using Mesh.Cryptography;

namespace Mesh.Keys;

/// <summary>A private key that signs.</summary>
public abstract class SignaturePrivateKey : PrivateKey
{
    private protected SignaturePrivateKey(KeyAlgorithm algorithm, PrivateKeyForm form)
        : base(algorithm, form)
    {
    }

    /// <summary>The public key.</summary>
    public abstract SignaturePublicKey Public { get; }

    /// <inheritdoc/>
    public sealed override PublicKey PublicKey => Public;

    /// <summary>A new random key, <see cref="PrivateKeyForm.Ordinary"/>.</summary>
    public static SignaturePrivateKey Generate(KeyAlgorithm algorithm, IRandomSource random) => algorithm switch
    {
        KeyAlgorithm.Ed448 => new Ed448PrivateKey(Ed448Seed.Random(random)),
        KeyAlgorithm.Ed25519 => new Ed25519PrivateKey(Ed25519Seed.Random(random)),
        _ => throw NotSignature(algorithm),
    };

    /// <summary>Reads a key: seeds of 57 octets (Ed448; 56 where derived from a seed UDF) or 32 (Ed25519), residues of 56 (Ed448).</summary>
    /// <exception cref="KeyException">Wrong length or range (<see cref="KeyError.PrivateKey"/>).</exception>
    public static new SignaturePrivateKey FromOctets(KeyAlgorithm algorithm, PrivateKeyForm form, ReadOnlySpan<byte> octets)
    {
        try
        {
            return (algorithm, form) switch
            {
                (KeyAlgorithm.Ed448, PrivateKeyForm.Ordinary) => new Ed448PrivateKey(Ed448Seed.FromOctets(octets)),
                (KeyAlgorithm.Ed448, PrivateKeyForm.Residue) => new Ed448ResiduePrivateKey(ResidueScalar448.FromOctets(octets)),
                (KeyAlgorithm.Ed25519, PrivateKeyForm.Ordinary) => new Ed25519PrivateKey(Ed25519Seed.FromOctets(octets)),
                (KeyAlgorithm.Ed25519, _) => throw Mesh.Keys.PublicKey.NotCombined(algorithm),
                _ => throw NotSignature(algorithm),
            };
        }
        catch (CryptoException e)
        {
            throw new KeyException(KeyError.PrivateKey, e.Message, e);
        }
    }

    /// <summary>
    /// Signs, pure mode, empty context: 114 octets (Ed448) or 64 (Ed25519). An ordinary key signs deterministically; a residue, which
    /// has no nonce prefix of its own, mixes 32 octets of <paramref name="random"/> into the nonce.
    /// </summary>
    public abstract byte[] Sign(ReadOnlySpan<byte> message, IRandomSource random);

    /// <summary>This + <paramref name="activation"/> modulo L: the composite key of threshold key generation, a residue.</summary>
    /// <exception cref="KeyException">Another algorithm, 25519, or a sum of zero (<see cref="KeyError.Combination"/>).</exception>
    public abstract SignaturePrivateKey Overlay(SignaturePrivateKey activation);

    /// <summary>
    /// Two residues whose sum is this key: the holder's part and the service's, drawn uniformly (Mesh threshold rules, section 2.1).
    /// </summary>
    /// <exception cref="KeyException">A 25519 key (<see cref="KeyError.Combination"/>).</exception>
    public abstract (SignaturePrivateKey Holder, SignaturePrivateKey Service) Split(IRandomSource random);

    private static KeyException NotSignature(KeyAlgorithm algorithm) =>
        new(KeyError.Algorithm, $"{algorithm} is not a signature algorithm");
}

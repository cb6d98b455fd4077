using Mesh.Cryptography;

namespace Mesh.Keys;

/// <summary>A private key that opens what was encrypted to its public key.</summary>
public abstract class AgreementPrivateKey : PrivateKey
{
    private protected AgreementPrivateKey(KeyAlgorithm algorithm, PrivateKeyForm form)
        : base(algorithm, form)
    {
    }

    /// <summary>The public key.</summary>
    public abstract AgreementPublicKey Public { get; }

    /// <inheritdoc/>
    public sealed override PublicKey PublicKey => Public;

    /// <summary>A new random key, <see cref="PrivateKeyForm.Ordinary"/>.</summary>
    public static AgreementPrivateKey Generate(KeyAlgorithm algorithm, IRandomSource random) => algorithm switch
    {
        KeyAlgorithm.X448 => new X448PrivateKey(ClampedScalar448.Random(random)),
        KeyAlgorithm.X25519 => new X25519PrivateKey(ClampedScalar25519.Random(random)),
        _ => throw NotAgreement(algorithm),
    };

    /// <summary>Reads a key: scalars of 56 octets (X448) or 32 (X25519), which are clamped, or residues of 56 (X448).</summary>
    /// <exception cref="KeyException">Wrong length or range (<see cref="KeyError.PrivateKey"/>).</exception>
    public static new AgreementPrivateKey FromOctets(KeyAlgorithm algorithm, PrivateKeyForm form, ReadOnlySpan<byte> octets)
    {
        try
        {
            return (algorithm, form) switch
            {
                (KeyAlgorithm.X448, PrivateKeyForm.Ordinary) => new X448PrivateKey(Clamped(octets)),
                (KeyAlgorithm.X448, PrivateKeyForm.Residue) => new X448PrivateKey(ResidueScalar448.FromOctets(octets)),
                (KeyAlgorithm.X25519, PrivateKeyForm.Ordinary) => new X25519PrivateKey(ClampedScalar25519.FromOctets(octets)),
                (KeyAlgorithm.X25519, _) => throw Mesh.Keys.PublicKey.NotCombined(algorithm),
                _ => throw NotAgreement(algorithm),
            };
        }
        catch (CryptoException e)
        {
            throw new KeyException(KeyError.PrivateKey, e.Message, e);
        }
    }

    /// <summary>
    /// The Ed25519 key of 32 octets as the recipient of an envelope of an old draft (draft-hallambaker-mesh-dare section 3.4.1): its
    /// agreement is a point of edwards25519, 32 octets encoded. Nothing is encrypted to such a key any more.
    /// </summary>
    /// <exception cref="KeyException">Wrong length (<see cref="KeyError.PrivateKey"/>).</exception>
    public static AgreementPrivateKey ForReading(ReadOnlySpan<byte> ed25519Seed)
    {
        try
        {
            return new Edwards25519ReadingKey(Ed25519Seed.FromOctets(ed25519Seed));
        }
        catch (CryptoException e)
        {
            throw new KeyException(KeyError.PrivateKey, e.Message, e);
        }
    }

    /// <summary>
    /// The agreement with a peer's public or ephemeral key: u, 56 octets (X448; peer 56 octets or 57) or 32 (X25519; peer 32). A residue
    /// computes with the cofactor cleared, so that no peer learns anything of it.
    /// </summary>
    /// <exception cref="KeyException">Peer of wrong length or small order (<see cref="KeyError.Agreement"/>).</exception>
    public abstract SecretBytes Agree(ReadOnlySpan<byte> peer);

    /// <summary>This + <paramref name="activation"/> modulo L: the composite key of threshold key generation, a residue.</summary>
    /// <exception cref="KeyException">Another algorithm, 25519, or a sum of zero (<see cref="KeyError.Combination"/>).</exception>
    public abstract AgreementPrivateKey Overlay(AgreementPrivateKey activation);

    /// <summary>
    /// Two residues whose sum is this key: the holder's part and the service's, drawn uniformly (Mesh threshold rules, section 2.1).
    /// </summary>
    /// <exception cref="KeyException">A 25519 key (<see cref="KeyError.Combination"/>).</exception>
    public abstract (AgreementPrivateKey Holder, AgreementPrivateKey Service) Split(IRandomSource random);

    // One clamped scalar is 0 modulo L: its public key is no key.
    private static ClampedScalar448 Clamped(ReadOnlySpan<byte> octets)
    {
        ClampedScalar448 scalar = ClampedScalar448.FromOctets(octets);
        try
        {
            scalar.ToResidue().Dispose();
            return scalar;
        }
        catch
        {
            scalar.Dispose();
            throw;
        }
    }

    private static KeyException NotAgreement(KeyAlgorithm algorithm) =>
        new(KeyError.Algorithm, $"{algorithm} is not a key agreement algorithm");
}

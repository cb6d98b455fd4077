using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;
using Mesh.Cryptography;
using Mesh.Encoding;

namespace Mesh.Keys;

/// <summary>
/// A seed from which keys are derived by name (draft-hallambaker-mesh-udf section 4.4; Mesh schema, section 3.2). As a fingerprint:
/// C8 ‖ identifier (2, big-endian) ‖ secret (32 by default). A key is HKDF-SHA-512(ikm = identifier ‖ secret, no salt, info =
/// identifier ‖ key name), 56 octets for Ed448 and X448, 32 for Ed25519 and X25519; the identifier is always the seed's own. Two
/// algorithms must not share a key name: the shorter key would be a prefix of the longer.
/// </summary>
public sealed class KeySeed : IDisposable
{
    /// <summary>Octets of a new secret.</summary>
    public const int DefaultSecretLength = 32;

    /// <summary>Fewest octets of a new secret.</summary>
    public const int MinimumGeneratedLength = 16;

    /// <summary>Most octets of a secret.</summary>
    public const int MaximumSecretLength = 64;

    private const int IdentifierLength = 2;
    private const int UseShift = 14;

    private readonly SecretBytes _octets;

    private KeySeed(SecretBytes octets) => _octets = octets;

    /// <summary>The two identifier octets, use and type.</summary>
    public ushort Identifier => BinaryPrimitives.ReadUInt16BigEndian(_octets.Reveal());

    /// <summary>The key type.</summary>
    public SeedKind Kind => (SeedKind)(Identifier & ((1 << UseShift) - 1));

    /// <summary>The uses that keys of this seed are limited to.</summary>
    public SeedUse Use => (SeedUse)(Identifier >> UseShift);

    /// <summary>Octets of the secret.</summary>
    public int SecretLength => _octets.Length - IdentifierLength;

    /// <summary>A new random seed of 16 to 64 octets.</summary>
    public static KeySeed Generate(SeedKind kind, IRandomSource random, int secretLength = DefaultSecretLength)
    {
        ArgumentNullException.ThrowIfNull(random);
        ArgumentOutOfRangeException.ThrowIfLessThan(secretLength, MinimumGeneratedLength);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(secretLength, MaximumSecretLength);
        return new KeySeed(SecretBytes.Create(IdentifierLength + secretLength, octets =>
        {
            BinaryPrimitives.WriteUInt16BigEndian(octets, (ushort)kind);
            random.Fill(octets[IdentifierLength..]);
        }));
    }

    /// <summary>Reads the fingerprint's text (<c>Z…</c>); bits after the last whole octet are dropped, as published seeds need.</summary>
    /// <exception cref="KeyException">No seed (<see cref="KeyError.Seed"/>).</exception>
    public static KeySeed Parse(ReadOnlySpan<char> text)
    {
        using SecretBytes binary = SecretText.Decode(text, KeyError.Seed);
        return FromBinary(binary.Reveal());
    }

    /// <summary>Reads the binary fingerprint, C8 ‖ identifier ‖ secret: what recovery shares are made of.</summary>
    /// <exception cref="KeyException">No seed (<see cref="KeyError.Seed"/>).</exception>
    public static KeySeed FromBinary(ReadOnlySpan<byte> binary)
    {
        int length = binary.Length - 1 - IdentifierLength;
        if (length is < 1 or > MaximumSecretLength || binary[0] != UdfType.DerivedKey)
        {
            throw new KeyException(KeyError.Seed, "not a seed: expected a fingerprint that begins with Z");
        }

        var seed = new KeySeed(new SecretBytes(binary[1..]));
        if (Enum.IsDefined(seed.Kind))
        {
            return seed;
        }

        ushort identifier = seed.Identifier;
        seed.Dispose();
        throw new KeyException(KeyError.Seed, $"the seed has the unknown type {identifier:x4}");
    }

    /// <summary>The fingerprint's text, to be shown or stored by the caller; every copy of it is the whole key set.</summary>
    public string RevealUdf()
    {
        using SecretBytes binary = RevealBinary();
        return Base32.Encode(binary.Reveal());
    }

    /// <summary>Writes the fingerprint's text as a JSON value; the caller zeroes the writer's buffer.</summary>
    public void WriteUdf(Utf8JsonWriter writer) =>
        SecretText.Write(writer, UdfType.DerivedKey, _octets, Base32.CharacterCount(1 + _octets.Length) * Base32.CharacterBits);

    /// <summary>The binary fingerprint, C8 ‖ identifier ‖ secret; the caller disposes the copy.</summary>
    public SecretBytes RevealBinary() => SecretText.Join(UdfType.DerivedKey, _octets);

    /// <summary>The signature key of a name: Ed448, unless the seed is for one key of another algorithm.</summary>
    /// <exception cref="KeyException">The seed is for other keys (<see cref="KeyError.Derivation"/>).</exception>
    public SignaturePrivateKey DeriveSignature(string keyName) =>
        DeriveSignature(keyName, Kind == SeedKind.Ed25519 ? KeyAlgorithm.Ed25519 : KeyAlgorithm.Ed448);

    /// <summary>The signature key of a name and algorithm, which a seed for any key leaves open.</summary>
    /// <exception cref="KeyException">The seed is for other keys (<see cref="KeyError.Derivation"/>).</exception>
    public SignaturePrivateKey DeriveSignature(string keyName, KeyAlgorithm algorithm)
    {
        using SecretBytes octets = DeriveOctets(keyName, algorithm, SeedUse.Encryption);
        return SignaturePrivateKey.FromOctets(algorithm, PrivateKeyForm.Ordinary, octets.Reveal());
    }

    /// <summary>The agreement key of a name: X448, unless the seed is for one key of another algorithm.</summary>
    /// <exception cref="KeyException">The seed is for other keys (<see cref="KeyError.Derivation"/>).</exception>
    public AgreementPrivateKey DeriveAgreement(string keyName) =>
        DeriveAgreement(keyName, Kind == SeedKind.X25519 ? KeyAlgorithm.X25519 : KeyAlgorithm.X448);

    /// <summary>The agreement key of a name and algorithm, which a seed for any key leaves open.</summary>
    /// <exception cref="KeyException">The seed is for other keys (<see cref="KeyError.Derivation"/>).</exception>
    public AgreementPrivateKey DeriveAgreement(string keyName, KeyAlgorithm algorithm)
    {
        using SecretBytes octets = DeriveOctets(keyName, algorithm, SeedUse.Signature);
        return AgreementPrivateKey.FromOctets(algorithm, PrivateKeyForm.Ordinary, octets.Reveal());
    }

    /// <summary>
    /// Any other secret of a name: HKDF-SHA-512 over the same input, <paramref name="length"/> octets. IndexKey of Mesh sealing,
    /// section 5, is <c>DeriveSecret(KeyNames.StoreIndex(label), 32)</c>.
    /// </summary>
    public SecretBytes DeriveSecret(string name, int length)
    {
        ArgumentNullException.ThrowIfNull(name);
        byte[] info = [.. _octets.Reveal()[..IdentifierLength], .. System.Text.Encoding.UTF8.GetBytes(name)];
        return SecretBytes.Create(length, okm => HKDF.DeriveKey(HashAlgorithmName.SHA512, _octets.Reveal(), okm, salt: [], info));
    }

    /// <summary>The key type only.</summary>
    public override string ToString() => $"KeySeed({Kind})";

    /// <summary>Zeroes the seed.</summary>
    public void Dispose() => _octets.Dispose();

    private SecretBytes DeriveOctets(string keyName, KeyAlgorithm algorithm, SeedUse excluded)
    {
        bool single = Kind is > SeedKind.Any and < SeedKind.MeshProfileDevice;
        if ((single && Kind.ToString() != algorithm.CurveName()) || Use == excluded)
        {
            throw new KeyException(KeyError.Derivation, $"a seed of type {Kind}, use {Use}, gives no {algorithm} key");
        }

        return DeriveSecret(keyName, algorithm is KeyAlgorithm.X448 or KeyAlgorithm.Ed448 ? 56 : 32);
    }
}

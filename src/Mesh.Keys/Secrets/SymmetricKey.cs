using System.Security.Cryptography;
using Mesh.Cryptography;
using Mesh.Encoding;

namespace Mesh.Keys;

/// <summary>
/// A symmetric key as a fingerprint of type E (draft-hallambaker-mesh-udf section 4.3): the key of a locator, a publication or a
/// shared file, and the authenticators that follow from it (Mesh schema, section 2).
/// </summary>
public sealed class SymmetricKey : IDisposable
{
    /// <summary>Fewest octets of a key that is read; those of preconfigured devices have 15.</summary>
    public const int MinimumLength = 15;

    /// <summary>Fewest octets of a random key, 128 bits.</summary>
    public const int MinimumGeneratedLength = 16;

    /// <summary>Most octets of a key, 512 bits.</summary>
    public const int MaximumLength = 64;

    private const int AuthenticatorLength = 32;

    private readonly byte _type;
    private readonly SecretBytes _octets;

    private SymmetricKey(byte type, SecretBytes octets)
    {
        _type = type;
        _octets = octets;
    }

    /// <summary>Octets of the key.</summary>
    public int Length => _octets.Length;

    /// <summary>Whether the key is bound to a signature key (type 21).</summary>
    public bool IsSigned => _type == UdfType.EncryptionKeySigned;

    /// <summary>The <c>kid</c> of an envelope or recipient that this key opens, 28 characters; a hint.</summary>
    public string SeedIdentifier => SymmetricKeyIdentifier.OfSeed(_octets.Reveal());

    /// <summary>The identifier of the publication that this key opens, 28 characters.</summary>
    public string PublicationIdentifier => SymmetricKeyIdentifier.OfPublication(_octets.Reveal());

    /// <summary>A new random key of 16 to 64 octets.</summary>
    public static SymmetricKey Generate(IRandomSource random, int length = MinimumGeneratedLength)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, MinimumGeneratedLength);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, MaximumLength);
        return new SymmetricKey(UdfType.EncryptionKey, SecretBytes.Random(random, length));
    }

    /// <summary>A key of given octets.</summary>
    /// <exception cref="KeyException">Not 15 to 64 octets (<see cref="KeyError.Secret"/>).</exception>
    public static SymmetricKey FromOctets(ReadOnlySpan<byte> octets) => Create(UdfType.EncryptionKey, octets);

    /// <summary>Reads the fingerprint's text (<c>E…</c>); bits after the last whole octet are dropped.</summary>
    /// <exception cref="KeyException">No key, or one of wrong length (<see cref="KeyError.Secret"/>).</exception>
    public static SymmetricKey Parse(ReadOnlySpan<char> text)
    {
        using SecretBytes binary = SecretText.Decode(text, KeyError.Secret);
        return Create(binary.Reveal()[0], binary.Reveal()[1..]);
    }

    /// <summary>
    /// The connection key of a device that its maker has configured: HKDF-SHA-512 of the text of the device's seed, no salt, info the
    /// address of the account that connects it.
    /// </summary>
    public static SymmetricKey OfDevice(KeySeed deviceSeed, string account, int length = MinimumLength)
    {
        ArgumentNullException.ThrowIfNull(deviceSeed);
        ArgumentNullException.ThrowIfNull(account);
        ArgumentOutOfRangeException.ThrowIfLessThan(length, MinimumLength);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, MaximumLength);
        byte[] info = System.Text.Encoding.UTF8.GetBytes(account);
        string udf = deviceSeed.RevealUdf();
        using SecretBytes text = SecretBytes.Create(udf.Length, octets => System.Text.Encoding.ASCII.GetBytes(udf, octets));
        return new SymmetricKey(
            UdfType.EncryptionKey,
            SecretBytes.Create(length, key => HKDF.DeriveKey(HashAlgorithmName.SHA512, text.Reveal(), key, salt: [], info)));
    }

    /// <summary>The key's octets, valid until disposal.</summary>
    public ReadOnlySpan<byte> Reveal() => _octets.Reveal();

    /// <summary>The fingerprint's text, to be shown or stored by the caller.</summary>
    public string RevealUdf() => SecretText.Encode(_type, _octets);

    /// <summary>The authenticator of a publication that its service holds: UDF-HKDF, a key of 32 octets.</summary>
    public SymmetricKey ServiceAuthenticator() => Derive("mmm/key/authenticate/service");

    /// <summary>The authenticator of a publication that its service never learns: UDF-HKDF, a key of 32 octets.</summary>
    public SymmetricKey DeviceAuthenticator() => Derive("mmm/key/authenticate/device");

    /// <summary>The proof that <paramref name="sender"/>, the claiming account's address, holds this authenticator: UDF-MAC.</summary>
    public Udf ClaimProof(string sender) => UdfAuthenticator.Mac(_octets.Reveal(), System.Text.Encoding.UTF8.GetBytes(sender));

    /// <summary>Never the key.</summary>
    public override string ToString() => $"SymmetricKey({Length})";

    /// <summary>Zeroes the key.</summary>
    public void Dispose() => _octets.Dispose();

    private static SymmetricKey Create(byte type, ReadOnlySpan<byte> octets) =>
        type is UdfType.EncryptionKey or UdfType.EncryptionKeySigned && octets.Length is >= MinimumLength and <= MaximumLength
            ? new SymmetricKey(type, new SecretBytes(octets))
            : throw new KeyException(
                KeyError.Secret, $"not a symmetric key: expected a fingerprint that begins with E, {MinimumLength} to {MaximumLength} octets");

    private SymmetricKey Derive(string info) => new(
        UdfType.EncryptionKey,
        SecretBytes.Create(AuthenticatorLength, key => UdfAuthenticator.Derive(_octets.Reveal(), info, key)));
}

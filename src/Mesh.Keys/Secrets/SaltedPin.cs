using System.Security.Cryptography;
using System.Text.Json;
using Mesh.Cryptography;
using Mesh.Encoding;

namespace Mesh.Keys;

/// <summary>
/// A PIN bound to one action (Mesh schema, section 2): a fingerprint of type 00 and 140 bits. It gives the identifier under which the
/// account keeps the PIN and the witness of 64 octets by which a newcomer shows knowledge of it: HMAC-SHA-512 under the 16 whole octets.
/// </summary>
public sealed class SaltedPin : IDisposable
{
    /// <summary>Octets of a witness.</summary>
    public const int WitnessLength = HMACSHA512.HashSizeInBytes;

    private const int TextOctets = ((Udf.DefaultPrecision + 7) / 8) - 1;
    private const int KeyLength = (Udf.DefaultPrecision / 8) - 1;
    private const byte LastBits = 0xF0;

    // All 132 bits after the type octet, in 17 octets; the last four bits are shown but do not enter the key.
    private readonly SecretBytes _bits;

    private SaltedPin(ReadOnlySpan<byte> bits) => _bits = new SecretBytes(bits);

    /// <summary>Reads the text that a stored PIN message holds.</summary>
    /// <exception cref="KeyException">Not an authenticator of 140 bits (<see cref="KeyError.Secret"/>).</exception>
    public static SaltedPin Parse(ReadOnlySpan<char> text)
    {
        Span<byte> octets = stackalloc byte[1 + TextOctets];
        try
        {
            bool salted = text.Length <= Udf.MaximumTextLength
                && Base32.TryCountCharacters(text, out int characters) && characters * Base32.CharacterBits == Udf.DefaultPrecision
                && Base32.DecodeBits(text, octets) > 0 && octets[0] == UdfType.Authenticator;
            return salted
                ? new SaltedPin(octets[1..])
                : throw new KeyException(KeyError.Secret, "not a salted PIN: expected a fingerprint of 28 characters that begins with A");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(octets);
        }
    }

    /// <summary>The text, to be stored under encryption.</summary>
    public string RevealUdf()
    {
        using SecretBytes binary = SecretText.Join(UdfType.Authenticator, _bits);
        return Base32.Encode(binary.Reveal(), Udf.DefaultPrecision);
    }

    /// <summary>Writes the text as a JSON value; the caller zeroes the writer's buffer.</summary>
    public void WriteUdf(Utf8JsonWriter writer) => SecretText.Write(writer, UdfType.Authenticator, _bits, Udf.DefaultPrecision);

    /// <summary>The identifier of the PIN in an account, given by its address in lower case: UDF-MAC of the address.</summary>
    public string Identifier(string account) => UdfAuthenticator.Mac(Key, System.Text.Encoding.UTF8.GetBytes(account)).ToString();

    /// <summary>The witness over account ‖ client nonce ‖ digest of what the newcomer presents.</summary>
    public byte[] Witness(string account, ReadOnlySpan<byte> clientNonce, ReadOnlySpan<byte> payloadDigest) =>
        HMACSHA512.HashData(Key, (byte[])[.. System.Text.Encoding.UTF8.GetBytes(account), .. clientNonce, .. payloadDigest]);

    /// <summary>Whether <paramref name="witness"/> is the one for these inputs; constant time.</summary>
    public bool VerifyWitness(
        ReadOnlySpan<byte> witness, string account, ReadOnlySpan<byte> clientNonce, ReadOnlySpan<byte> payloadDigest) =>
        CryptographicOperations.FixedTimeEquals(witness, Witness(account, clientNonce, payloadDigest));

    /// <summary>HMAC-SHA-512 of other octets under the PIN, 64 octets: proofs in the other direction.</summary>
    public byte[] Mac(ReadOnlySpan<byte> octets) => HMACSHA512.HashData(Key, octets);

    /// <summary>Never the PIN.</summary>
    public override string ToString() => nameof(SaltedPin);

    /// <summary>Zeroes the PIN.</summary>
    public void Dispose() => _bits.Dispose();

    /// <summary>UDF-MAC of the name of an action under a PIN, cut to 140 bits.</summary>
    internal static SaltedPin Of(ReadOnlySpan<byte> pin, ReadOnlySpan<byte> action)
    {
        Span<byte> mac = stackalloc byte[HMACSHA512.HashSizeInBytes];
        HMACSHA512.HashData(pin, action, mac);
        mac[TextOctets - 1] &= LastBits;
        var salted = new SaltedPin(mac[..TextOctets]);
        CryptographicOperations.ZeroMemory(mac);
        return salted;
    }

    private ReadOnlySpan<byte> Key => _bits.Reveal()[..KeyLength];
}

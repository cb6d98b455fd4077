using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using Mesh.Cryptography;
using Mesh.Encoding;

namespace Mesh.Keys;

/// <summary>The binary and text forms of secret fingerprints, in memory that is zeroed.</summary>
internal static class SecretText
{
    private const int MaximumCharacters = 208;
    private const int MaximumLength = MaximumCharacters * 2;

    /// <summary>Type octet and whole data octets, at most 130; bits after them are dropped.</summary>
    public static SecretBytes Decode(ReadOnlySpan<char> text, KeyError code)
    {
        if (text.Length > MaximumLength || !Base32.TryCountCharacters(text, out int characters)
            || characters is < 4 or > MaximumCharacters)
        {
            throw new KeyException(code, "not a secret fingerprint: expected groups of A-Z and 2-7");
        }

        Span<byte> octets = stackalloc byte[MaximumCharacters * 5 / 8];
        Base32.DecodeBits(text, octets);
        var secret = new SecretBytes(octets[..(characters * 5 / 8)]);
        CryptographicOperations.ZeroMemory(octets);
        return secret;
    }

    /// <summary>type ‖ data.</summary>
    public static SecretBytes Join(byte type, SecretBytes data) => SecretBytes.Create(1 + data.Length, binary =>
    {
        binary[0] = type;
        data.Reveal().CopyTo(binary[1..]);
    });

    /// <summary>Writes the first <paramref name="bits"/> bits of type ‖ data as a JSON value, without making a string of them.</summary>
    public static void Write(Utf8JsonWriter writer, byte type, SecretBytes data, int bits)
    {
        ArgumentNullException.ThrowIfNull(writer);
        using SecretBytes binary = Join(type, data);
        Span<char> text = stackalloc char[MaximumLength];
        writer.WriteStringValue(text[..Base32.Encode(binary.Reveal(), bits, text)]);
        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(text));
    }

    /// <summary>The text of type ‖ data.</summary>
    public static string Encode(byte type, SecretBytes data)
    {
        using SecretBytes binary = Join(type, data);
        return Base32.Encode(binary.Reveal());
    }
}

using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Mesh.Encoding;

namespace Mesh.Keys;

/// <summary>
/// A public key as one word that can be pasted (docs/format/plain-keys.md): the algorithm in lower case, a colon, and the base64url of the key's
/// octets (57 on the 448 curves, 32 on the 25519 curves) and of three check octets, SHA-256(algorithm ‖ ':' ‖ key) cut: <c>x448:</c> and 80 digits,
/// <c>x25519:</c> and 47. A mistyped digit is found; who the key belongs to is for the reader to know.
/// </summary>
public static class PublicKeyText
{
    /// <summary>Most characters of a text.</summary>
    public const int MaximumLength = 88;

    private const int CheckLength = 3;

    /// <summary>The text of a key.</summary>
    public static string Write(PublicKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        string name = NameOf(key.Algorithm);
        return $"{name}:{Base64UrlText.Encode([.. key.Octets.Span, .. Check(name, key.Octets.Span)])}";
    }

    /// <summary>Whether a text begins as one of these does; nothing else that names a recipient does.</summary>
    public static bool Begins(ReadOnlySpan<char> text)
    {
        int colon = text.IndexOf(':');
        return colon > 0 && AlgorithmOf(text[..colon]) is not null;
    }

    /// <summary>Reads a key; there is one text for each.</summary>
    /// <exception cref="KeyException">Not such a text, or mistyped (<see cref="KeyError.KeyText"/>); no key of the algorithm (<see cref="KeyError.PublicKey"/>).</exception>
    public static PublicKey Parse(ReadOnlySpan<char> text)
    {
        int colon = text.IndexOf(':');
        if (colon < 0 || text.Length > MaximumLength || AlgorithmOf(text[..colon]) is not { } algorithm)
        {
            throw new KeyException(KeyError.KeyText, "not a public key: expected x448:, x25519:, ed448: or ed25519: and its digits");
        }

        int length = KeyInfo.KeyLength(algorithm.ToId());
        string name = NameOf(algorithm);
        if (!TryDecode(text[(colon + 1)..], out byte[] octets) || octets.Length != length + CheckLength
            || !octets.AsSpan(length).SequenceEqual(Check(name, octets.AsSpan(0, length))))
        {
            throw new KeyException(KeyError.KeyText, $"the text after {name}: is not that of a key: a character is wrong, missing or too much");
        }

        return PublicKey.FromOctets(algorithm, octets.AsSpan(0, length));
    }

    /// <summary>As <see cref="Parse"/>, without an exception.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, [NotNullWhen(true)] out PublicKey? key)
    {
        try
        {
            key = Parse(text);
            return true;
        }
        catch (KeyException)
        {
            key = null;
            return false;
        }
    }

    private static bool TryDecode(ReadOnlySpan<char> digits, out byte[] octets)
    {
        octets = [];
        byte[] ascii = new byte[digits.Length];
        return System.Text.Ascii.IsValid(digits)
            && System.Text.Encoding.ASCII.GetBytes(digits, ascii) == ascii.Length
            && Base64UrlText.TryDecodeDigits(ascii, out octets);
    }

    private static byte[] Check(string name, ReadOnlySpan<byte> key) =>
        SHA256.HashData([.. System.Text.Encoding.ASCII.GetBytes(name + ":"), .. key])[..CheckLength];

    private static string NameOf(KeyAlgorithm algorithm) => algorithm.CurveName().ToLowerInvariant();

    private static KeyAlgorithm? AlgorithmOf(ReadOnlySpan<char> name) => name switch
    {
        "x448" => KeyAlgorithm.X448,
        "ed448" => KeyAlgorithm.Ed448,
        "x25519" => KeyAlgorithm.X25519,
        "ed25519" => KeyAlgorithm.Ed25519,
        _ => null,
    };
}

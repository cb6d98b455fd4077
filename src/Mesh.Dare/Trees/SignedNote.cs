using System.Security.Cryptography;
using System.Text;
using Mesh.Cryptography;

namespace Mesh.Dare;

/// <summary>
/// A C2SP signed note: text, an empty line, and lines <c>— name base64(key hash(4) ‖ signature(64))</c>, signed with pure Ed25519 over the
/// text with its final line break. The key hash is the beginning of SHA-256(name ‖ 0A ‖ 01 ‖ public key(32)). For tools that know
/// transparency logs and not the Mesh.
/// </summary>
public static class SignedNote
{
    /// <summary>Octets of a note, at most.</summary>
    public const int MostOctets = 1 << 16;

    private const int KeyHashSize = 4;
    private const int SignatureSize = 64;
    private const int MostSignatures = 100;
    private const string Dash = "— ";

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Signs a text, which ends with a line break and has no other control characters.</summary>
    /// <param name="text">The text.</param>
    /// <param name="name">The name of the key: no blanks, no plus sign.</param>
    /// <param name="key">The key.</param>
    /// <exception cref="DareException"><see cref="DareError.InvalidRequest"/>: such a text or name cannot be signed.</exception>
    public static byte[] Sign(string text, string name, Ed25519Seed key)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(key);
        if (!IsText(text) || !IsName(name))
        {
            throw new DareException(DareError.InvalidRequest, "A note is lines of text, and its key has a name without blanks and plus signs.");
        }

        byte[] publicKey = Ed25519.PublicKey(key);
        byte[] signature = [.. KeyHash(name, publicKey), .. Ed25519.Sign(key, Utf8.GetBytes(text))];
        return Utf8.GetBytes($"{text}\n{Dash}{name} {Convert.ToBase64String(signature)}\n");
    }

    /// <summary>Verifies the signature by one key; those by others are ignored.</summary>
    /// <returns>The text, with its final line break.</returns>
    /// <exception cref="DareException">
    /// <see cref="DareError.Malformed"/>, <see cref="DareError.LimitExceeded"/>, <see cref="DareError.SignatureMissing"/>,
    /// <see cref="DareError.SignatureInvalid"/>.
    /// </exception>
    public static string Verify(ReadOnlySpan<byte> note, string name, ReadOnlySpan<byte> publicKey)
    {
        ArgumentNullException.ThrowIfNull(name);
        (string text, string[] lines) = Split(note);
        byte[] expected = KeyHash(name, publicKey);
        bool verified = false;
        foreach (string line in lines)
        {
            if (SignatureOf(line, name) is not { } octets || !octets.AsSpan(0, KeyHashSize).SequenceEqual(expected))
            {
                continue;
            }

            verified = octets.Length == KeyHashSize + SignatureSize
                && Ed25519.Verify(publicKey, Utf8.GetBytes(text), octets.AsSpan(KeyHashSize))
                ? true
                : throw new DareException(DareError.SignatureInvalid, $"The signature of the note by {Printable.Of(name)} does not verify.");
        }

        return verified
            ? text
            : throw new DareException(DareError.SignatureMissing, $"The note is not signed by {Printable.Of(name)}.");
    }

    private static (string Text, string[] SignatureLines) Split(ReadOnlySpan<byte> note)
    {
        if (note.Length > MostOctets)
        {
            throw new DareException(DareError.LimitExceeded, $"A note has at most {MostOctets} octets.");
        }

        string whole;
        try
        {
            whole = Utf8.GetString(note);
        }
        catch (DecoderFallbackException e)
        {
            throw new DareException(DareError.Malformed, "The note is not UTF-8.", e);
        }

        int end = whole.LastIndexOf("\n\n", StringComparison.Ordinal);
        string[] lines = end < 0 ? [] : whole[(end + 2)..].Split('\n');
        if (end < 0 || lines.Length < 2 || lines[^1].Length != 0 || !IsText(whole[..(end + 1)]))
        {
            throw DareException.Malformed("The note is not text, an empty line, and lines of signatures.");
        }

        return lines.Length <= MostSignatures + 1
            ? (whole[..(end + 1)], lines[..^1])
            : throw new DareException(DareError.LimitExceeded, $"A note has at most {MostSignatures} signatures.");
    }

    // Null for a line by another key.
    private static byte[]? SignatureOf(string line, string name)
    {
        string[] parts = line.StartsWith(Dash, StringComparison.Ordinal) ? line[Dash.Length..].Split(' ') : [];
        if (parts.Length != 2 || !IsName(parts[0]))
        {
            throw DareException.Malformed("A line of the note is no signature.");
        }

        byte[] octets = new byte[parts[1].Length];
        if (!Convert.TryFromBase64String(parts[1], octets, out int length) || length <= KeyHashSize)
        {
            throw DareException.Malformed("A signature of the note is not base64.");
        }

        return parts[0] == name ? octets[..length] : null;
    }

    private static byte[] KeyHash(string name, ReadOnlySpan<byte> publicKey) =>
        SHA256.HashData([.. Utf8.GetBytes(name), (byte)'\n', 1, .. publicKey])[..KeyHashSize];

    private static bool IsText(string text) => text.EndsWith('\n') && !text.Any(c => char.IsControl(c) && c != '\n');

    private static bool IsName(string name) => name.Length > 0 && !name.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || c == '+');
}

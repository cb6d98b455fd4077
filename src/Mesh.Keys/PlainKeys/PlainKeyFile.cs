// Keys of people who need no account, in a text file (docs/format/plain-keys.md): one key a line.
//   x448:…                      a public key (PublicKeyText)
//   O…                          a public key as an OID sequence fingerprint (draft-hallambaker-mesh-udf section 4.2)
//   {"PublicKeyECDH":{…}}       a public key
//   {"PrivateKeyECDH":{…}}      a private key
//   E…, udf:E…, udf://domain/E… a symmetric key, or a locator of what it opens
//   # …                         a remark; empty lines say nothing

using System.Buffers;
using System.Text;
using System.Text.Json;
using Mesh.Cryptography;
using Mesh.Encoding;

namespace Mesh.Keys;

/// <summary>The keys in a text, in their order. Owns the private and the symmetric ones.</summary>
public sealed class PlainKeyFile : IDisposable
{
    /// <summary>Most octets of a file.</summary>
    public const int MaximumLength = 1 << 18;

    /// <summary>Most keys in a file.</summary>
    public const int MaximumKeys = 1024;

    // Never outgrown, so that no copy is left behind.
    private const int RoomOfPrivateKey = 1024;

    private readonly List<PublicKey> _public = [];
    private readonly List<PrivateKey> _private = [];
    private readonly List<SymmetricKey> _symmetric = [];

    private PlainKeyFile()
    {
    }

    /// <summary>The public keys that stand there as such.</summary>
    public IReadOnlyList<PublicKey> PublicKeys => _public;

    /// <summary>The private keys.</summary>
    public IReadOnlyList<PrivateKey> PrivateKeys => _private;

    /// <summary>The symmetric keys.</summary>
    public IReadOnlyList<SymmetricKey> SymmetricKeys => _symmetric;

    private int Count => _public.Count + _private.Count + _symmetric.Count;

    /// <summary>Reads the keys; the caller zeroes <paramref name="text"/>.</summary>
    /// <param name="text">UTF-8.</param>
    /// <exception cref="KeyException"><see cref="KeyError.KeyText"/>: a line is no key, there is none, or there are too many. The message names the line.</exception>
    public static PlainKeyFile Parse(ReadOnlyMemory<byte> text)
    {
        if (text.Length > MaximumLength)
        {
            throw new KeyException(KeyError.KeyText, $"keys are read from at most {MaximumLength} octets of text");
        }

        var keys = new PlainKeyFile();
        try
        {
            int line = 0;
            for (int start = 0; start <= text.Length;)
            {
                line++;
                int length = text.Span[start..].IndexOf((byte)'\n');
                length = length < 0 ? text.Length - start : length;
                keys.ReadLine(Trimmed(text.Slice(start, length)), line);
                start += length + 1;
            }

            return keys.Count > 0 ? keys : throw new KeyException(KeyError.KeyText, "there is no key in it");
        }
        catch
        {
            keys.Dispose();
            throw;
        }
    }

    /// <summary>The line of a private key, without its end; the caller disposes it.</summary>
    public static SecretBytes Write(PrivateKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        var buffer = new ArrayBufferWriter<byte>(RoomOfPrivateKey);
        try
        {
            using (var writer = new Utf8JsonWriter(buffer, StrictJson.WriterOptions))
            {
                KeyJson.WritePrivate(writer, key);
            }

            return new SecretBytes(buffer.WrittenSpan);
        }
        finally
        {
            buffer.Clear();
        }
    }

    /// <summary>Zeroes the secret keys.</summary>
    public void Dispose()
    {
        _private.ForEach(k => k.Dispose());
        _symmetric.ForEach(k => k.Dispose());
    }

    private void ReadLine(ReadOnlyMemory<byte> line, int number)
    {
        if (line.IsEmpty || line.Span[0] == '#')
        {
            return;
        }

        if (Count == MaximumKeys)
        {
            throw new KeyException(KeyError.KeyText, $"there are more than {MaximumKeys} keys in it");
        }

        try
        {
            if (line.Span[0] == '{')
            {
                ReadObject(line);
            }
            else
            {
                ReadWord(line.Span);
            }
        }
        catch (Exception e) when (e is KeyException or EncodingException)
        {
            throw new KeyException(KeyError.KeyText, $"line {number} is no key: {e.Message}", e);
        }
    }

    private void ReadObject(ReadOnlyMemory<byte> json)
    {
        using JsonDocument document = StrictJson.Parse(json);
        if (document.RootElement.TryGetProperty("PublicKeyECDH", out _))
        {
            _public.Add(KeyJson.ReadPublic(document.RootElement));
        }
        else
        {
            _private.Add(KeyJson.ReadPrivate(document.RootElement));
        }
    }

    private void ReadWord(ReadOnlySpan<byte> octets)
    {
        char[] pinned = GC.AllocateArray<char>(octets.Length, pinned: true);
        Span<char> text = pinned;
        try
        {
            if (!Ascii.IsValid(octets))
            {
                throw new KeyException(KeyError.KeyText, "it is not ASCII");
            }

            System.Text.Encoding.ASCII.GetChars(octets, text);
            if (text[0] is 'O' or 'o' && Udf.TryParse(text, out Udf? udf) && udf.Type == UdfType.OidSequence)
            {
                (KeyAlgorithmId algorithm, byte[] key) = KeyInfo.FromOidSequence(udf);
                _public.Add(PublicKey.FromOctets(KeyAlgorithmExtensions.FromCurveName(algorithm.ToString())!.Value, key));
            }
            else if (PublicKeyText.Begins(text))
            {
                _public.Add(PublicKeyText.Parse(text));
            }
            else
            {
                _symmetric.Add(SymmetricKey.Parse(UdfUri.TryParse(text, out UdfUri? uri) ? uri.Fingerprint : text));
            }
        }
        finally
        {
            Array.Clear(pinned);
        }
    }

    private static ReadOnlyMemory<byte> Trimmed(ReadOnlyMemory<byte> line)
    {
        ReadOnlySpan<byte> octets = line.Span;
        int end = octets.Length;
        int start = 0;
        while (end > start && octets[end - 1] is (byte)' ' or (byte)'\t' or (byte)'\r')
        {
            end--;
        }

        while (start < end && octets[start] is (byte)' ' or (byte)'\t')
        {
            start++;
        }

        return line[start..end];
    }
}

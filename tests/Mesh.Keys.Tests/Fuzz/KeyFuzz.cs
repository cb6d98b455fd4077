using System.Text.Json;
using Mesh.Cryptography;
using Mesh.Encoding;

namespace Mesh.Keys.Tests.Fuzz;

/// <summary>Every reader of keys: text, octets, JSON, key-store files. Only <see cref="KeyException"/> may come out.</summary>
internal static class KeyFuzz
{
    public static void Run(ReadOnlySpan<byte> input)
    {
        byte[] octets = input.ToArray();
        string text = System.Text.Encoding.Latin1.GetString(input);
        Attempt(() => KeySeed.Parse(text), seed => Same(KeySeed.Parse(seed.RevealUdf()).RevealUdf(), seed.RevealUdf()));
        Attempt(() => KeySeed.FromBinary(octets), _ => { });
        Attempt(() => PinCode.Parse(text), pin => Same(PinCode.Parse(pin.RevealUdf()).RevealUdf(), pin.RevealUdf()));
        Attempt(() => SaltedPin.Parse(text), pin => Same(SaltedPin.Parse(pin.RevealUdf()).RevealUdf(), pin.RevealUdf()));
        Attempt(() => SymmetricKey.Parse(text), key => Same(SymmetricKey.Parse(key.RevealUdf()).RevealUdf(), key.RevealUdf()));
        Attempt(() => EscrowShare.Parse(text), share => Same(Plain(share.RevealUdf()), Plain(text)));
        Attempt(() => StoredKeys.Decode(octets), key => Same(key.Kid, StoredKeys.Decode(octets).Kid));
        Attempt(() => KeyFile.Decode("ID-1", octets), secret => Same(Hex(KeyFile.Encode("ID-1", secret)), Convert.ToHexString(octets)));
        foreach (KeyAlgorithm algorithm in Enum.GetValues<KeyAlgorithm>())
        {
            Attempt<IDisposable>(
                () =>
                {
                    PublicKey.FromOctets(algorithm, octets);
                    return new SecretBytes([]);
                },
                _ => { });
        }

        RunJson(octets);
    }

    private static void RunJson(byte[] octets)
    {
        JsonDocument document;
        try
        {
            document = StrictJson.Parse(octets);
        }
        catch (EncodingException)
        {
            return;
        }

        using (document)
        {
            JsonElement root = document.RootElement;
            Attempt(() => KeyJson.ReadPrivate(root), _ => { });
            Attempt(() => KeyJson.ReadSeed(root), _ => { });
            Attempt<IDisposable>(
                () =>
                {
                    _ = Try(() => KeyJson.ReadPublic(root)) is { } key && !KeyJson.ReadPublic(Reparse(w => KeyJson.WritePublic(w, key))).Equals(key)
                        ? throw new InvalidOperationException("a public key is not written as it was read")
                        : 0;
                    _ = Try(() => EscrowShareSet.Read(root)) is { } set && EscrowShareSet.Read(Reparse(set.WriteTo)).Count != set.Count
                        ? throw new InvalidOperationException("a share set is not written as it was read")
                        : 0;
                    return new SecretBytes([]);
                },
                _ => { });
        }
    }

    private static JsonElement Reparse(Action<Utf8JsonWriter> write)
    {
        using JsonDocument document = StrictJson.Parse(StrictJson.Write(write));
        return document.RootElement.Clone();
    }

    private static T? Try<T>(Func<T> read)
        where T : class
    {
        try
        {
            return read();
        }
        catch (KeyException)
        {
            return null;
        }
    }

    private static void Attempt<T>(Func<T> read, Action<T> check)
        where T : class, IDisposable
    {
        using T? value = Try(read);
        if (value is not null)
        {
            check(value);
        }
    }

    private static void Same(string left, string right)
    {
        if (left != right)
        {
            throw new InvalidOperationException("a value is not written as it was read");
        }
    }

    private static string Plain(string text) =>
        string.Concat(text.Where(c => c is not ('-' or ' ' or '\t' or '\r' or '\n'))).ToUpperInvariant();

    private static string Hex(SecretBytes file)
    {
        using (file)
        {
            return Convert.ToHexString(file.Reveal());
        }
    }
}

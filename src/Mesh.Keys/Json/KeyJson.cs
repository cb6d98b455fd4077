using System.Security.Cryptography;
using System.Text.Json;
using Mesh.Cryptography;
using Mesh.Encoding;

namespace Mesh.Keys;

/// <summary>
/// Keys as tagged JSON objects (Mesh schema, section 3.1): <c>PublicKeyECDH</c> {crv, Public}, <c>PrivateKeyECDH</c> {crv, Public,
/// Private} and <c>PrivateKeyUDF</c> {PrivateValue}. A curve name with a final <c>z</c> says that Private is a residue modulo L,
/// neither hashed nor clamped. Objects with private parts belong inside encrypted envelopes only.
/// </summary>
public static class KeyJson
{
    private const string PublicTag = "PublicKeyECDH";
    private const string PrivateTag = "PrivateKeyECDH";
    private const string SeedTag = "PrivateKeyUDF";

    /// <summary>Writes <c>{"PublicKeyECDH":{"crv":…,"Public":…}}</c>.</summary>
    public static void WritePublic(Utf8JsonWriter writer, PublicKey key)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(key);
        writer.WriteStartObject();
        writer.WriteStartObject(PublicTag);
        writer.WriteString("crv", key.Algorithm.CurveName());
        writer.WriteString("Public", Base64UrlText.Encode(key.Octets.Span));
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    /// <summary>Writes <c>{"PrivateKeyECDH":{"crv":…,"Public":…,"Private":…}}</c>; the caller zeroes the writer's buffer.</summary>
    public static void WritePrivate(Utf8JsonWriter writer, PrivateKey key)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(key);
        using SecretBytes octets = key.RevealOctets();
        writer.WriteStartObject();
        writer.WriteStartObject(PrivateTag);
        writer.WriteString("crv", key.Algorithm.CurveName() + (key.Form == PrivateKeyForm.Residue ? "z" : ""));
        writer.WriteString("Public", Base64UrlText.Encode(key.PublicKey.Octets.Span));
        WriteSecret(writer, "Private", octets.Reveal());
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    /// <summary>Writes <c>{"PrivateKeyUDF":{"PrivateValue":…}}</c>; the caller zeroes the writer's buffer.</summary>
    public static void WriteSeed(Utf8JsonWriter writer, KeySeed seed)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(seed);
        writer.WriteStartObject();
        writer.WriteStartObject(SeedTag);
        writer.WritePropertyName("PrivateValue");
        seed.WriteUdf(writer);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    /// <summary>Reads a public key. A <c>kid</c> beside it must be its fingerprint.</summary>
    /// <exception cref="KeyException">
    /// Another object (<see cref="KeyError.Json"/>), curve (<see cref="KeyError.Algorithm"/>) or value (<see cref="KeyError.PublicKey"/>).
    /// </exception>
    public static PublicKey ReadPublic(JsonElement element)
    {
        JsonElement members = Untag(element, PublicTag);
        (KeyAlgorithm algorithm, _) = ReadCurve(members);
        PublicKey key = PublicKey.FromOctets(algorithm, Binary(members, "Public"));
        CheckKid(members, key);
        return key;
    }

    /// <summary>
    /// Reads a private key; a <c>Public</c> or <c>kid</c> beside it must be that of the private key. The caller disposes the result.
    /// </summary>
    /// <exception cref="KeyException">
    /// Another object (<see cref="KeyError.Json"/>), curve (<see cref="KeyError.Algorithm"/>) or value (<see cref="KeyError.PrivateKey"/>).
    /// </exception>
    public static PrivateKey ReadPrivate(JsonElement element)
    {
        JsonElement members = Untag(element, PrivateTag);
        (KeyAlgorithm algorithm, PrivateKeyForm form) = ReadCurve(members);
        byte[] octets = SecretReading.Read(Member(members, "Private"), static text =>
            SecretBase64Url.TryDecode(text, out byte[] decoded) ? decoded : throw NoBinary());
        try
        {
            PrivateKey key = PrivateKey.FromOctets(algorithm, form, octets);
            try
            {
                if (members.TryGetProperty("Public", out _) && !key.PublicKey.Octets.Span.SequenceEqual(Binary(members, "Public")))
                {
                    throw new KeyException(KeyError.PrivateKey, "the private key does not belong to the public key beside it");
                }

                CheckKid(members, key.PublicKey);
                return key;
            }
            catch
            {
                key.Dispose();
                throw;
            }
        }
        finally
        {
            CryptographicOperations.ZeroMemory(octets);
        }
    }

    /// <summary>Reads a seed; algorithms named beside it must be the ones that this library derives. The caller disposes the result.</summary>
    /// <exception cref="KeyException">
    /// Another object (<see cref="KeyError.Json"/>), algorithm (<see cref="KeyError.Algorithm"/>) or value (<see cref="KeyError.Seed"/>).
    /// </exception>
    public static KeySeed ReadSeed(JsonElement element)
    {
        JsonElement members = Untag(element, SeedTag);
        CheckAlgorithm(members, "AlgorithmSign", KeyAlgorithm.Ed448);
        CheckAlgorithm(members, "AlgorithmEncrypt", KeyAlgorithm.X448);
        CheckAlgorithm(members, "AlgorithmAuthenticate", KeyAlgorithm.X448);
        return SecretReading.Read(Member(members, "PrivateValue"), KeySeed.Parse);
    }

    /// <summary>The object inside <c>{tag:{…}}</c>.</summary>
    internal static JsonElement Untag(JsonElement element, string tag)
    {
        bool tagged = element.ValueKind == JsonValueKind.Object && element.GetPropertyCount() == 1
            && element.TryGetProperty(tag, out JsonElement members) && members.ValueKind == JsonValueKind.Object;
        return tagged ? element.GetProperty(tag) : throw new KeyException(KeyError.Json, $"expected an object {{\"{tag}\":{{…}}}}");
    }

    private static (KeyAlgorithm Algorithm, PrivateKeyForm Form) ReadCurve(JsonElement members)
    {
        string curve = Text(members, "crv");
        bool residue = curve.EndsWith('z');
        KeyAlgorithm algorithm = KeyAlgorithmExtensions.FromCurveName(residue ? curve[..^1] : curve)
            ?? throw new KeyException(KeyError.Algorithm, "the curve (crv) is none of X448, Ed448, X25519, Ed25519");
        return (algorithm, residue ? PrivateKeyForm.Residue : PrivateKeyForm.Ordinary);
    }

    private static void CheckKid(JsonElement members, PublicKey key)
    {
        if (members.TryGetProperty("kid", out _)
            && !(Udf.TryParse(Text(members, "kid"), out Udf? kid) && kid.Matches(key.Fingerprint.Udf)))
        {
            throw new KeyException(KeyError.PublicKey, "the kid beside the key is not its fingerprint");
        }
    }

    private static void CheckAlgorithm(JsonElement members, string name, KeyAlgorithm expected)
    {
        if (members.TryGetProperty(name, out _) && KeyAlgorithmExtensions.FromCurveName(Text(members, name)) != expected)
        {
            throw new KeyException(KeyError.Algorithm, $"{name} is not {expected}");
        }
    }

    /// <summary>A base64url member.</summary>
    internal static byte[] Binary(JsonElement members, string name) =>
        members.TryGetProperty(name, out JsonElement value) ? Binary(value) : throw NoText(name);

    /// <summary>A base64url value.</summary>
    internal static byte[] Binary(JsonElement value) =>
        value.ValueKind == JsonValueKind.String && Base64UrlText.TryDecode(value.GetString(), out byte[] octets) ? octets : throw NoBinary();

    private static string Text(JsonElement members, string name) => Member(members, name).GetString()!;

    private static JsonElement Member(JsonElement members, string name) =>
        members.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value : throw NoText(name);

    private static KeyException NoText(string name) => new(KeyError.Json, $"the object has no text member {name}");

    private static KeyException NoBinary() => new(KeyError.Json, "a binary value of the object is not base64url");

    private static void WriteSecret(Utf8JsonWriter writer, string name, ReadOnlySpan<byte> octets)
    {
        Span<byte> text = stackalloc byte[128];
        int length = SecretBase64Url.Encode(octets, text);
        writer.WriteString(name, text[..length]);
        CryptographicOperations.ZeroMemory(text);
    }
}

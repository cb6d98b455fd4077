using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Mesh.Cryptography;
using Mesh.Encoding;
using Mesh.Keys;

namespace Mesh.Schema;

/// <summary>An index key as a member: unpadded base64url. Only inside objects that are sealed.</summary>
public sealed class IndexKeyConverter : JsonConverter<IndexKey>
{
    /// <inheritdoc/>
    public override IndexKey Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        byte[] octets = SecretReading.Read(ref reader, SecretBase64Url.Decode);
        try
        {
            return new IndexKey(new SecretBytes(octets));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(octets);
        }
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, IndexKey value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(value);
        Span<byte> text = stackalloc byte[SecretBase64Url.EncodedLength(IndexKey.Length)];
        SecretBase64Url.Encode(value.Octets.Reveal(), text);
        writer.WriteStringValue(text);
        CryptographicOperations.ZeroMemory(text);
    }
}

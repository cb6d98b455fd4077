using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Mesh.Cryptography;
using Mesh.Encoding;

namespace Mesh.Schema;

/// <summary>An index key as a member: unpadded base64url. Only inside objects that are sealed.</summary>
public sealed class IndexKeyConverter : JsonConverter<IndexKey>
{
    /// <inheritdoc/>
    public override IndexKey Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        byte[] octets = Base64UrlText.Decode(reader.GetString());
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
        byte[] text = GC.AllocateUninitializedArray<byte>(Base64Url.GetEncodedLength(IndexKey.Length), pinned: true);
        Base64Url.EncodeToUtf8(value.Octets.Reveal(), text);
        writer.WriteStringValue(text);
        CryptographicOperations.ZeroMemory(text);
    }
}

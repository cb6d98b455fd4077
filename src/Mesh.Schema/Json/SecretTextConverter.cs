using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Mesh.Cryptography;

namespace Mesh.Schema;

/// <summary>A secret text as a member: a string, read and written without one in memory.</summary>
public sealed class SecretTextConverter : JsonConverter<SecretText>
{
    /// <inheritdoc/>
    public override SecretText Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        // Unescaped text is never longer than escaped text.
        byte[] octets = GC.AllocateUninitializedArray<byte>(reader.ValueSpan.Length, pinned: true);
        try
        {
            int length = reader.CopyString(octets);
            return new SecretText(new SecretBytes(octets.AsSpan(0, length)));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(octets);
        }
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, SecretText value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(value);
        writer.WriteStringValue(value.Reveal());
    }
}

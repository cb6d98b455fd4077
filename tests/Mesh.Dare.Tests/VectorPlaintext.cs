using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;

namespace Mesh.Dare.Tests;

/// <summary>Plaintexts and mutations of sealing.json.</summary>
internal static class VectorPlaintext
{
    /// <summary>The plaintext that the inputs give as text, octets, or by the rule of counted SHA-256.</summary>
    public static byte[] Of(JsonElement inputs) => inputs.TryGetProperty("length", out JsonElement length)
        ? Ruled(length.GetInt32())
        : inputs.OptionalText("plaintext_text") is { } text ? System.Text.Encoding.UTF8.GetBytes(text)
        : inputs.Hex("plaintext");

    public static byte[] Mutate(byte[] body, JsonElement mutation)
    {
        switch (mutation.Text("op"))
        {
            case "none":
                return body;
            case "truncate":
                return body[..mutation.GetProperty("length").GetInt32()];
            case "append":
                return [.. body, .. mutation.Hex("hex")];
            case "replace":
                int offset = mutation.GetProperty("offset").GetInt32();
                byte[] octets = mutation.Hex("hex");
                return mutation.TryGetProperty("end", out _)
                    ? [.. body[..offset], .. octets]
                    : [.. body[..offset], .. octets, .. body[(offset + octets.Length)..]];
            case "swap":
                int a = mutation.GetProperty("a").GetInt32();
                int b = mutation.GetProperty("b").GetInt32();
                int count = mutation.GetProperty("length").GetInt32();
                byte[] swapped = [.. body];
                body.AsSpan(b, count).CopyTo(swapped.AsSpan(a));
                body.AsSpan(a, count).CopyTo(swapped.AsSpan(b));
                return swapped;
            default:
                throw new NotSupportedException(mutation.Text("op"));
        }
    }

    private static byte[] Ruled(int length)
    {
        byte[] input = [.. "sealing"u8, 0, 0, 0, 0];
        var output = new List<byte>(length + 32);
        for (uint k = 0; output.Count < length; k++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(input.AsSpan(7), k);
            output.AddRange(SHA256.HashData(input));
        }

        return [.. output.Take(length)];
    }
}

using System.Text.Json;
using Mesh.Encoding;
using Mesh.Schema;

namespace Mesh.Client.Tests;

/// <summary>Bodies of entries, which whoever holds the key of a store can have written.</summary>
internal static class EntryFuzz
{
    public static void Run(ReadOnlySpan<byte> input)
    {
        byte[] octets = input.ToArray();
        try
        {
            _ = CredentialBody.Read(octets);
        }
        catch (SchemaException)
        {
            // Not an entry.
        }

        try
        {
            using JsonDocument document = StrictJson.Parse(octets);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                foreach (JsonProperty entry in document.RootElement.EnumerateObject().Where(e => e.Value.ValueKind == JsonValueKind.Object))
                {
                    _ = EntryKeyRule.KeyOf(entry.Name, entry.Value);
                }
            }
        }
        catch (EncodingException)
        {
            // Not JSON.
        }
    }
}

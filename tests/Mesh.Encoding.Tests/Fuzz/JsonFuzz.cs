using System.Text.Json;

namespace Mesh.Encoding.Tests.Fuzz;

/// <summary>Strict JSON and the tolerant reader; what the latter gives, the former reads.</summary>
internal static class JsonFuzz
{
    public static void Run(ReadOnlySpan<byte> input)
    {
        bool strict = TryStrict(input.ToArray());
        byte[] normal;
        try
        {
            normal = TolerantJson.Normalise(input);
        }
        catch (EncodingException e)
        {
            if (strict && e.Code != EncodingError.Size)
            {
                throw new InvalidOperationException("strict JSON is refused by the tolerant reader", e);
            }

            return;
        }

        using JsonDocument document = StrictJson.Parse(normal);
        Touch(document.RootElement);
        if (!TolerantJson.Normalise(normal).AsSpan().SequenceEqual(normal))
        {
            throw new InvalidOperationException("normalised JSON changes when it is normalised again");
        }
    }

    private static bool TryStrict(byte[] input)
    {
        try
        {
            using JsonDocument document = StrictJson.Parse(input);
            Touch(document.RootElement);
            return true;
        }
        catch (EncodingException)
        {
            return false;
        }
    }

    // Strings are decoded when they are read, so a document is proven only by reading all of it.
    private static void Touch(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (JsonProperty member in element.EnumerateObject())
                {
                    _ = member.Name;
                    Touch(member.Value);
                }

                break;
            case JsonValueKind.Array:
                foreach (JsonElement item in element.EnumerateArray())
                {
                    Touch(item);
                }

                break;
            case JsonValueKind.String:
                element.GetString();
                break;
        }
    }
}

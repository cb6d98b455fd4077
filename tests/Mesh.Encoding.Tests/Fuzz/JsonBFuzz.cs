namespace Mesh.Encoding.Tests.Fuzz;

/// <summary>A sequence of JSON-B items, and frame headers from both ends.</summary>
internal static class JsonBFuzz
{
    public static void Run(ReadOnlySpan<byte> input)
    {
        if (FrameHeader.TryRead(input, out FrameHeader header) && header.IsShortest)
        {
            Span<byte> written = stackalloc byte[FrameHeader.MaximumLength];
            if (!input.StartsWith(written[..header.Write(written)]))
            {
                throw new InvalidOperationException("a frame header is not written as it was read");
            }
        }

        FrameHeader.TryReadTrailer(input, out _);
        var reader = new JsonBReader(input);
        try
        {
            while (!reader.AtEnd)
            {
                ReadItem(ref reader);
            }
        }
        catch (EncodingException e) when (e.Code == EncodingError.JsonB)
        {
            // Refusal is the other allowed outcome.
        }
    }

    private static void ReadItem(ref JsonBReader reader)
    {
        switch (reader.Next)
        {
            case JsonBKind.String:
                reader.ReadString();
                break;
            case JsonBKind.Integer:
                reader.ReadBigInteger();
                break;
            case JsonBKind.Float:
                reader.ReadFloat();
                break;
            case JsonBKind.Boolean:
                reader.ReadBoolean();
                break;
            case JsonBKind.Null:
                reader.ReadNull();
                break;
            default:
                reader.ReadBinary();
                break;
        }
    }
}

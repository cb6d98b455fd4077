using System.Text.Json;

namespace Mesh.Dare;

/// <summary>
/// Overwrites the body or the salt of a store frame with zeros of equal length (Mesh sealing, sections 4 and 6). In the header the salt
/// is base64url, where zeros are the letter A.
/// </summary>
internal static class FrameErasure
{
    /// <summary>A copy of the frame with these parts erased.</summary>
    /// <exception cref="DareException"><see cref="DareError.EntryRefused"/>: there is no such salt.</exception>
    public static byte[] Of(ReadOnlyMemory<byte> octets, ErasedParts parts)
    {
        Frame frame = Frame.Parse(octets);
        byte[] erased = octets.ToArray();
        if (parts.HasFlag(ErasedParts.Body))
        {
            erased.AsSpan((int)frame.Layout.BodyStart, (int)frame.Layout.BodyLength).Clear();
        }

        if (parts.HasFlag(ErasedParts.Salt))
        {
            (int start, int length) = SaltText(frame.Header.Span);
            erased.AsSpan((int)frame.Layout.HeaderStart + start, length).Fill((byte)'A');
        }

        return erased;
    }

    /// <summary>Where the text of the salt stands in a header.</summary>
    /// <exception cref="DareException"><see cref="DareError.EntryRefused"/>: there is none.</exception>
    internal static (int Start, int Length) SaltText(ReadOnlySpan<byte> header)
    {
        var json = new Utf8JsonReader(header, new JsonReaderOptions { MaxDepth = DareLimits.JsonDepth });
        try
        {
            while (json.Read())
            {
                if (json.TokenType == JsonTokenType.PropertyName && json.CurrentDepth == 1 && json.ValueTextEquals("Salt"u8))
                {
                    json.Read();
                    return json.TokenType == JsonTokenType.String && !json.ValueSpan.Contains((byte)'=') && !json.ValueIsEscaped
                        ? ((int)json.TokenStartIndex + 1, json.ValueSpan.Length)
                        : throw NoSalt();
                }
            }
        }
        catch (JsonException e)
        {
            throw new DareException(DareError.Malformed, "The header of a store frame is not JSON.", e);
        }

        throw NoSalt();
    }

    private static DareException NoSalt() => new(DareError.EntryRefused, "A frame without a salt of its own has none that could be erased.");
}

using System.Text.Json;

namespace Mesh.Encoding;

/// <summary>
/// Reads JSON text as it was published, and JSON-B, JSON-C and the integers and floats of JSON-D, into strict compact JSON
/// (draft-hallambaker-jsonbcd sections 3 to 6). Binary items become base64url strings. Only for reading: what is signed is kept
/// as octets and never re-encoded. What the draft leaves open is decided in docs/format/json-bcd.md.
/// </summary>
public static class TolerantJson
{
    private const int ExpansionFactor = 16;
    private const int ExpansionFloor = 4096;

    /// <summary>Strict JSON with the same meaning as <paramref name="input"/>.</summary>
    /// <param name="input">One value and white space around it.</param>
    /// <param name="maximumOutput">
    /// Most octets written; 16 times the input where it is absent, which no text reaches but one that repeats a long code.
    /// </param>
    /// <param name="codes">Codes that an earlier part of the document defined; what this part defines is added. None where it is absent.</param>
    /// <exception cref="EncodingException">
    /// Neither (<see cref="EncodingError.Json"/>, <see cref="EncodingError.JsonB"/>), nested deeper than 64
    /// (<see cref="EncodingError.Depth"/>), or too large (<see cref="EncodingError.Size"/>).
    /// </exception>
    public static byte[] Normalise(ReadOnlySpan<byte> input, int? maximumOutput = null, JsonCodes? codes = null)
    {
        long limit = maximumOutput ?? Math.Min(int.MaxValue, ((long)input.Length * ExpansionFactor) + ExpansionFloor);
        return new TolerantJsonParser(input, (int)limit, codes).ReadDocument();
    }

    /// <summary>Parses <paramref name="input"/> after normalising it.</summary>
    /// <exception cref="EncodingException">As <see cref="Normalise"/>.</exception>
    public static JsonDocument Parse(ReadOnlySpan<byte> input) => StrictJson.Parse(Normalise(input));
}

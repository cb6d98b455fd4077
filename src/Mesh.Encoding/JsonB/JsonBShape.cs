namespace Mesh.Encoding;

/// <summary>
/// What follows a tag octet of JSON-B, JSON-C or JSON-D (draft-hallambaker-jsonbcd sections 4 to 6): <see cref="FixedLength"/> octets,
/// then a length in <see cref="LengthSize"/> octets and as many octets of data. With this a scanner passes over items without reading them.
/// The value of a code that is defined is an item of its own and follows.
/// </summary>
/// <param name="FixedLength">Octets right after the tag: 0, 1, 2, 4, 8 or 16.</param>
/// <param name="LengthSize">Octets of the length of the data: 1, 2, 4 or 8; 0 where there is no data.</param>
public readonly record struct JsonBShape(int FixedLength, int LengthSize)
{
    /// <summary>Octets before the data, tag included, at most.</summary>
    public const int MaximumPrefix = 17;

    /// <summary>The shape after <paramref name="tag"/>; false for JSON text, for frames and for tags that are refused.</summary>
    public static bool TryFind(byte tag, out JsonBShape shape)
    {
        int width = LengthForm.NumberLength(tag);
        (int Fixed, int Length)? found = tag switch
        {
            >= JsonBTag.String and < JsonBTag.Binary16 => (0, width),
            >= JsonBTag.Name and < JsonBTag.Name + 4 => (0, width),
            JsonBTag.Binary16 => (2, 0),
            JsonBTag.Binary32 => (4, 0),
            JsonBTag.Binary64 => (8, 0),
            JsonBTag.Binary128 or JsonBTag.Positive128 or JsonBTag.Negative128 => (16, 0),
            >= JsonBTag.Positive and < JsonBTag.Positive + 4 => (width, 0),
            >= JsonBTag.Negative and < JsonBTag.Negative + 4 => (width, 0),
            JsonBTag.PositiveBig or JsonBTag.NegativeBig => (0, 2),
            JsonBTag.True or JsonBTag.False or JsonBTag.Null => (0, 0),
            JsonBTag.Dictionary => (4, 1),
            _ when IsCode(tag) || HasDefinedValue(tag) => (width, 0),
            _ => null,
        };
        shape = found is { } parts ? new JsonBShape(parts.Fixed, parts.Length) : default;
        return found is not null;
    }

    /// <summary>True for the tags that define codes without giving a value: they stand before an object or array.</summary>
    public static bool IsDefinition(byte tag) => tag is >= JsonBTag.CodeDefine and < JsonBTag.CodeDefine + 3 or JsonBTag.Dictionary;

    /// <summary>True for a tag that is followed by the string or binary item that a code is to stand for.</summary>
    public static bool HasDefinedValue(byte tag) => tag is >= JsonBTag.CodeDefine and < JsonBTag.CodeDefine + 3 || IsCodeDefinedAndUsed(tag);

    internal static bool IsCode(byte tag) => tag is >= JsonBTag.Code and < JsonBTag.Code + 3;

    internal static bool IsCodeDefinedAndUsed(byte tag) => tag is >= JsonBTag.CodeDefineAndUse and < JsonBTag.CodeDefineAndUse + 3;
}

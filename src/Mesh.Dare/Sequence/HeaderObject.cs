using Mesh.Encoding;

namespace Mesh.Dare;

/// <summary>
/// Whether a header record is one object with nothing after it (D-17). It follows strings, items and brackets of JSON, JSON-B, JSON-C and
/// JSON-D (JSON-BCD 3), so that it also serves older files, whose strings hold line breaks; the members are the header parser's business.
/// </summary>
internal static class HeaderObject
{
    /// <summary>True for exactly one object, white space around it allowed, nested at most <see cref="DareLimits.JsonDepth"/> deep.</summary>
    public static bool IsOne(ReadOnlySpan<byte> octets)
    {
        ulong objects = 0; // one bit per open bracket: 1 = object, 0 = array
        int depth = 0;
        int at = 0;
        if (!SkipDefinitions(octets, ref at) || at == octets.Length || octets[at] != '{')
        {
            return false;
        }

        while (at < octets.Length)
        {
            byte b = octets[at++];
            switch (b)
            {
                case (byte)'{' or (byte)'[':
                    if (depth == DareLimits.JsonDepth)
                    {
                        return false;
                    }

                    objects = (objects << 1) | (b == '{' ? 1UL : 0UL);
                    depth++;
                    break;
                case (byte)'}' or (byte)']':
                    if (objects % 2 != (b == '}' ? 1UL : 0UL))
                    {
                        return false;
                    }

                    objects >>= 1;
                    if (--depth == 0)
                    {
                        return SkipSpace(octets, at) == octets.Length;
                    }

                    break;
                case (byte)'"':
                    if (!SkipString(octets, ref at))
                    {
                        return false;
                    }

                    break;
                default:
                    if (!SkipItem(octets, b, ref at))
                    {
                        return false;
                    }

                    break;
            }
        }

        return false;
    }

    private static int SkipSpace(ReadOnlySpan<byte> octets, int at)
    {
        while (at < octets.Length && octets[at] is 0x20 or 0x09 or 0x0A or 0x0D)
        {
            at++;
        }

        return at;
    }

    private static bool SkipString(ReadOnlySpan<byte> octets, ref int at)
    {
        while (at < octets.Length)
        {
            switch (octets[at++])
            {
                case (byte)'"':
                    return true;
                case (byte)'\\':
                    at++;
                    break;
                default:
                    break;
            }
        }

        return false;
    }

    // Codes may be defined before the object: a tag, and the string or binary item that the code stands for, perhaps in parts.
    private static bool SkipDefinitions(ReadOnlySpan<byte> octets, ref int at)
    {
        at = SkipSpace(octets, at);
        while (at < octets.Length && JsonBShape.IsDefinition(octets[at]))
        {
            byte tag = octets[at++];
            if (!SkipItem(octets, tag, ref at) || (JsonBShape.HasDefinedValue(tag) && !SkipData(octets, ref at)))
            {
                return false;
            }

            at = SkipSpace(octets, at);
        }

        return true;
    }

    private static bool SkipData(ReadOnlySpan<byte> octets, ref int at)
    {
        bool more = true;
        while (more)
        {
            if (at == octets.Length)
            {
                return false;
            }

            byte tag = octets[at++];
            more = tag is (>= 0x84 and < 0x88) or (>= 0x8C and < 0x90);
            if (tag == '"' ? !SkipString(octets, ref at) : tag is < 0x80 or >= 0x90 || !SkipItem(octets, tag, ref at))
            {
                return false;
            }
        }

        return true;
    }

    private static bool SkipItem(ReadOnlySpan<byte> octets, byte code, ref int at)
    {
        if (code < 0x80)
        {
            return code is 0x20 or 0x09 or 0x0A or 0x0D or (byte)',' or (byte)':' or (byte)'-' or (byte)'+' or (byte)'.'
                or (>= (byte)'0' and <= (byte)'9') or (>= (byte)'a' and <= (byte)'z') or (byte)'E';
        }

        if (!JsonBShape.TryFind(code, out JsonBShape shape) || shape.FixedLength + shape.LengthSize > octets.Length - at)
        {
            return false;
        }

        at += shape.FixedLength;
        ulong length = 0;
        foreach (byte octet in octets.Slice(at, shape.LengthSize))
        {
            length = (length << 8) | octet;
        }

        at += shape.LengthSize;
        if (length > (ulong)(octets.Length - at))
        {
            return false;
        }

        at += (int)length;
        return true;
    }
}

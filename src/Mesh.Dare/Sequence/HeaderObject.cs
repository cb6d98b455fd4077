namespace Mesh.Dare;

/// <summary>
/// Whether a header record is one object with nothing after it (D-17). It follows strings, items and brackets of JSON and JSON-B
/// (JSON-BCD 3), so that it also serves older files, whose strings hold line breaks; the members are the header parser's business.
/// </summary>
internal static class HeaderObject
{
    /// <summary>True for exactly one object, white space around it allowed, nested at most <see cref="DareLimits.JsonDepth"/> deep.</summary>
    public static bool IsOne(ReadOnlySpan<byte> octets)
    {
        ulong objects = 0; // one bit per open bracket: 1 = object, 0 = array
        int depth = 0;
        int at = SkipSpace(octets, 0);
        if (at == octets.Length || octets[at] != '{')
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

    private static bool SkipItem(ReadOnlySpan<byte> octets, byte code, ref int at)
    {
        if (code < 0x80)
        {
            return code is 0x20 or 0x09 or 0x0A or 0x0D or (byte)',' or (byte)':' or (byte)'-' or (byte)'+' or (byte)'.'
                or (>= (byte)'0' and <= (byte)'9') or (>= (byte)'a' and <= (byte)'z') or (byte)'E';
        }

        if (code is >= 0xB0 and <= 0xB2)
        {
            return true;
        }

        int width = 1 << (code & 3);
        bool integer = code is (>= 0xA0 and <= 0xA3) or (>= 0xA8 and <= 0xAB);
        bool data = code is (>= 0x80 and <= 0x8F) or (>= 0xB4 and <= 0xB7);
        if ((!integer && !data) || width > octets.Length - at)
        {
            return false;
        }

        ulong length = 0;
        foreach (byte octet in octets.Slice(at, width))
        {
            length = (length << 8) | octet;
        }

        at += width;
        if (data)
        {
            if (length > (ulong)(octets.Length - at))
            {
                return false;
            }

            at += (int)length;
        }

        return true;
    }
}

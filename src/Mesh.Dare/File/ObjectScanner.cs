using System.Buffers;
using Mesh.Encoding;

namespace Mesh.Dare;

/// <summary>
/// Takes one JSON, JSON-B, JSON-C or JSON-D object out of a stream (DARE 2.1, file form): finds its end by following strings, items and brackets, and
/// leaves the meaning to the parser of headers. Never holds more than the limit, nor allocates from a stated length.
/// </summary>
internal static class ObjectScanner
{
    /// <exception cref="DareException"><see cref="DareError.Malformed"/>, <see cref="DareError.LimitExceeded"/>.</exception>
    public static byte[] Read(OctetFeed feed, int limit, string what)
    {
        var taken = new Taken(feed, limit, what);
        byte first = taken.Next();
        for (; JsonBShape.IsDefinition(first); first = NextBySpace(taken))
        {
            SkipDefinition(taken, first);
        }

        if (first != '{')
        {
            throw DareException.Malformed($"The {what} is not an object.");
        }

        for (int depth = 1; depth > 0;)
        {
            byte octet = taken.Next();
            switch (octet)
            {
                case (byte)'{' or (byte)'[':
                    depth = depth < DareLimits.JsonDepth
                        ? depth + 1
                        : throw DareException.Malformed($"The {what} is nested deeper than {DareLimits.JsonDepth}.");
                    break;
                case (byte)'}' or (byte)']':
                    depth--;
                    break;
                case (byte)'"':
                    SkipString(taken);
                    break;
                case >= 0x80:
                    SkipItem(taken, octet);
                    break;
                default:
                    break;
            }
        }

        return taken.ToArray();
    }

    private static void SkipString(Taken taken)
    {
        for (byte octet = taken.Next(); octet != '"'; octet = taken.Next())
        {
            if (octet == '\\')
            {
                taken.Next();
            }
        }
    }

    private static byte NextBySpace(Taken taken)
    {
        byte octet = taken.Next();
        while (octet is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
        {
            octet = taken.Next();
        }

        return octet;
    }

    // A code that is defined before the object, and the string or binary item that it stands for, perhaps in parts.
    private static void SkipDefinition(Taken taken, byte tag)
    {
        SkipItem(taken, tag);
        for (bool more = JsonBShape.HasDefinedValue(tag); more;)
        {
            byte value = taken.Next();
            more = value is (>= 0x84 and < 0x88) or (>= 0x8C and < 0x90);
            if (value == '"')
            {
                SkipString(taken);
            }
            else if (value is >= 0x80 and < 0x90)
            {
                SkipItem(taken, value);
            }
            else
            {
                throw taken.Refused();
            }
        }
    }

    private static void SkipItem(Taken taken, byte tag)
    {
        if (!JsonBShape.TryFind(tag, out JsonBShape shape))
        {
            throw taken.Refused();
        }

        taken.Skip((ulong)shape.FixedLength);
        ulong length = 0;
        for (int k = shape.LengthSize; k > 0; k--)
        {
            length = (length << 8) | taken.Next();
        }

        taken.Skip(length);
    }

    private sealed class Taken(OctetFeed feed, int limit, string what)
    {
        private readonly ArrayBufferWriter<byte> _octets = new();

        public byte[] ToArray() => _octets.WrittenSpan.ToArray();

        public DareException Refused() => DareException.Malformed($"The {what} is neither JSON nor one of its binary encodings.");

        public byte Next()
        {
            int octet = feed.Next();
            if (octet < 0)
            {
                throw DareException.Malformed($"The file ends inside the {what}.");
            }

            if (_octets.WrittenCount == limit)
            {
                throw new DareException(DareError.LimitExceeded, $"The {what} has more than {limit} octets.");
            }

            _octets.Write([(byte)octet]);
            return (byte)octet;
        }

        public void Skip(ulong count)
        {
            for (ulong k = 0; k < count; k++)
            {
                Next();
            }
        }
    }
}

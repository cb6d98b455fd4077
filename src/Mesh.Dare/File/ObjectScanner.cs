using System.Buffers;

namespace Mesh.Dare;

/// <summary>
/// Takes one JSON or JSON-B object out of a stream (DARE 2.1, file form): finds its end by following strings, items and brackets, and
/// leaves the meaning to the parser of headers. Never holds more than the limit, nor allocates from a stated length.
/// </summary>
internal static class ObjectScanner
{
    /// <exception cref="DareException"><see cref="DareError.Malformed"/>, <see cref="DareError.LimitExceeded"/>.</exception>
    public static byte[] Read(OctetFeed feed, int limit, string what)
    {
        var taken = new Taken(feed, limit, what);
        if (taken.Next() != '{')
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

    private static void SkipItem(Taken taken, byte tag)
    {
        if (tag is >= 0xB0 and <= 0xB2)
        {
            return;
        }

        ulong number = 0;
        for (int k = 1 << (tag & 3); k > 0; k--)
        {
            number = (number << 8) | taken.Next();
        }

        switch (tag)
        {
            case (>= 0x80 and <= 0x8F) or (>= 0xB4 and <= 0xB7):
                taken.Skip(number);
                break;
            case (>= 0xA0 and <= 0xA3) or (>= 0xA8 and <= 0xAB):
                break;
            default:
                throw taken.Refused();
        }
    }

    private sealed class Taken(OctetFeed feed, int limit, string what)
    {
        private readonly ArrayBufferWriter<byte> _octets = new();

        public byte[] ToArray() => _octets.WrittenSpan.ToArray();

        public DareException Refused() => DareException.Malformed($"The {what} is neither JSON nor JSON-B.");

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

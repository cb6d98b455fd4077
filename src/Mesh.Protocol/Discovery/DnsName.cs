using System.Text;

namespace Mesh.Protocol;

/// <summary>
/// Domain names on the wire (RFC 1035 3.1, 4.1.4): at most 255 octets, labels of at most 63. Only letters, digits, hyphens and
/// underscores are accepted, in lower case afterwards. A compression pointer must point before the place where the name, or the part
/// reached by the last pointer, began; therefore every chain ends.
/// </summary>
internal static class DnsName
{
    private const int MaximumOctets = 255;
    private const int MaximumLabel = 63;
    private const int PointerBits = 0xC0;

    /// <summary>The octets of <paramref name="name"/>, without compression.</summary>
    public static byte[] Write(string name)
    {
        var octets = new List<byte>(name.Length + 2);
        foreach (string label in name.Length == 0 ? [] : name.Split('.'))
        {
            if (label.Length is 0 or > MaximumLabel || !label.All(IsAllowed))
            {
                throw NotName(name);
            }

            octets.Add((byte)label.Length);
            octets.AddRange(System.Text.Encoding.ASCII.GetBytes(label));
        }

        octets.Add(0);
        return octets.Count <= MaximumOctets ? [.. octets] : throw NotName(name);
    }

    /// <summary>Reads the name at <paramref name="position"/> and moves behind it. The root is the empty string.</summary>
    public static string Read(ReadOnlySpan<byte> message, ref int position)
    {
        var name = new StringBuilder();
        int at = position;
        int start = position;
        int octets = 1;
        bool jumped = false;
        while (true)
        {
            int length = Octet(message, at);
            if ((length & PointerBits) == PointerBits)
            {
                int target = ((length & ~PointerBits) << 8) | Octet(message, at + 1);
                if (!jumped)
                {
                    position = at + 2;
                    jumped = true;
                }

                if (target >= start)
                {
                    throw DnsMessage.Malformed();
                }

                start = at = target;
                continue;
            }

            if (length > MaximumLabel || (octets += length + 1) > MaximumOctets || length > message.Length - at - 1)
            {
                throw DnsMessage.Malformed();
            }

            at++;
            if (length == 0)
            {
                position = jumped ? position : at;
                return name.ToString();
            }

            if (name.Length > 0)
            {
                name.Append('.');
            }

            foreach (byte b in message.Slice(at, length))
            {
                name.Append(IsAllowed((char)b) ? char.ToLowerInvariant((char)b) : throw DnsMessage.Malformed());
            }

            at += length;
        }
    }

    private static bool IsAllowed(char c) => char.IsAsciiLetterOrDigit(c) || c is '-' or '_';

    private static int Octet(ReadOnlySpan<byte> message, int at) => at < message.Length ? message[at] : throw DnsMessage.Malformed();

    private static ProtocolException NotName(string name) =>
        new(ProtocolError.NotDiscovered, $"a domain name of {name.Length} characters cannot be looked up");
}

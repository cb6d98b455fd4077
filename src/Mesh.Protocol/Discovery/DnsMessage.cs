using System.Buffers.Binary;
using System.Net;

namespace Mesh.Protocol;

/// <summary>
/// Queries and answers of the domain name system (RFC 1035 4). One question; of the answer only the header, the question and the
/// answer section are read, in one pass whose work is bounded by the octets received.
/// </summary>
internal static class DnsMessage
{
    /// <summary>The longest message over TCP.</summary>
    public const int MaximumOctets = 65_535;

    private const int HeaderOctets = 12;
    private const ushort ClassIn = 1;
    private const int AliasesFollowed = 8;
    private const int FlagResponse = 0x8000;
    private const int FlagTruncated = 0x0200;
    private const int FlagRecursionDesired = 0x0100;
    private const int OpcodeMask = 0x7800;
    private const int CodeMask = 0x000F;

    public static byte[] Query(ushort id, string name, DnsType type)
    {
        byte[] question = DnsName.Write(name);
        byte[] message = new byte[HeaderOctets + question.Length + 4];
        BinaryPrimitives.WriteUInt16BigEndian(message, id);
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(2), FlagRecursionDesired);
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(4), 1);
        question.CopyTo(message, HeaderOctets);
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(HeaderOctets + question.Length), (ushort)type);
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(HeaderOctets + question.Length + 2), ClassIn);
        return message;
    }

    /// <summary>Reads the answer to a query; null where it answers something else (a stray or forged datagram).</summary>
    /// <exception cref="ProtocolException">NotDiscovered: it is malformed.</exception>
    public static DnsAnswer? Read(ReadOnlySpan<byte> message, ushort id, string name, DnsType type)
    {
        if (message.Length < HeaderOctets || UInt16(message, 0) != id)
        {
            return null;
        }

        int flags = UInt16(message, 2);
        if ((flags & FlagResponse) == 0 || (flags & OpcodeMask) != 0 || UInt16(message, 4) != 1)
        {
            return null;
        }

        int position = HeaderOctets;
        string asked = name.ToLowerInvariant();
        if (DnsName.Read(message, ref position) != asked
            || UInt16(message, position) != (ushort)type || UInt16(message, position + 2) != ClassIn)
        {
            return null;
        }

        position += 4;
        var status = (DnsStatus)(flags & CodeMask);
        if ((flags & FlagTruncated) != 0)
        {
            return new DnsAnswer(status, Truncated: true, []);
        }

        return new DnsAnswer(status, Truncated: false, Records(message, position, UInt16(message, 6), asked, type));
    }

    internal static ProtocolException Malformed() => new(ProtocolError.NotDiscovered, "the name server gave a malformed answer");

    private static List<DnsRecord> Records(ReadOnlySpan<byte> message, int position, int count, string name, DnsType type)
    {
        var found = new List<(string Owner, DnsRecord Record)>();
        var aliases = new Dictionary<string, string>(StringComparer.Ordinal);
        for (int i = 0; i < count; i++)
        {
            string owner = DnsName.Read(message, ref position);
            int recordType = UInt16(message, position);
            int recordClass = UInt16(message, position + 2);
            int length = UInt16(message, position + 8);
            position += 10;
            if (length > message.Length - position)
            {
                throw Malformed();
            }

            if (recordClass == ClassIn && recordType == (ushort)DnsType.Cname)
            {
                aliases.TryAdd(owner, NameData(message, position, length));
            }
            else if (recordClass == ClassIn && recordType == (ushort)type)
            {
                found.Add((owner, Data(message, position, length, type)));
            }

            position += length;
        }

        for (int i = 0; i < AliasesFollowed && aliases.TryGetValue(name, out string? alias); i++)
        {
            name = alias;
        }

        return [.. found.Where(f => f.Owner == name).Select(f => f.Record)];
    }

    private static DnsRecord Data(ReadOnlySpan<byte> message, int position, int length, DnsType type) => type switch
    {
        DnsType.A when length == 4 => new DnsAddress(new IPAddress(message.Slice(position, 4))),
        DnsType.Aaaa when length == 16 => new DnsAddress(new IPAddress(message.Slice(position, 16))),
        DnsType.Txt => new DnsText(Strings(message.Slice(position, length))),
        DnsType.Srv when length >= 7 => new DnsService(
            UInt16(message, position), UInt16(message, position + 2), UInt16(message, position + 4),
            NameData(message, position + 6, length - 6)),
        _ => throw Malformed(),
    };

    private static string NameData(ReadOnlySpan<byte> message, int position, int length)
    {
        int end = position + length;
        string name = DnsName.Read(message, ref position);
        return position == end ? name : throw Malformed();
    }

    private static List<string> Strings(ReadOnlySpan<byte> data)
    {
        var strings = new List<string>();
        while (!data.IsEmpty)
        {
            int length = data[0];
            if (length >= data.Length)
            {
                throw Malformed();
            }

            strings.Add(System.Text.Encoding.Latin1.GetString(data.Slice(1, length)));
            data = data[(length + 1)..];
        }

        return strings;
    }

    private static ushort UInt16(ReadOnlySpan<byte> message, int at) =>
        at <= message.Length - 2 ? BinaryPrimitives.ReadUInt16BigEndian(message[at..]) : throw Malformed();
}

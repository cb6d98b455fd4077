using System.Buffers.Binary;

namespace Mesh.Protocol.Tests;

/// <summary>Builds answers octet by octet, so that the parser is tested against something that it did not write.</summary>
internal sealed class DnsPackets
{
    private readonly List<byte> _octets = [];
    private int _answers;

    private DnsPackets(byte[] query, ushort flags)
    {
        _octets.AddRange(query);
        _octets[2] = (byte)(flags >> 8);
        _octets[3] = (byte)(flags & 0xFF);
    }

    public static DnsPackets To(byte[] query, ushort flags = 0x8180) => new(query, flags);

    /// <summary>A record whose owner is the question by compression, or another place.</summary>
    public DnsPackets Record(ushort type, byte[] data, ushort owner = 0xC00C, ushort recordClass = 1)
    {
        _answers++;
        UInt16(owner);
        UInt16(type);
        UInt16(recordClass);
        _octets.AddRange([0, 0, 1, 44]);
        UInt16((ushort)data.Length);
        _octets.AddRange(data);
        return this;
    }

    public DnsPackets Srv(ushort priority, ushort weight, ushort port, byte[] target)
    {
        byte[] data = new byte[6 + target.Length];
        BinaryPrimitives.WriteUInt16BigEndian(data, priority);
        BinaryPrimitives.WriteUInt16BigEndian(data.AsSpan(2), weight);
        BinaryPrimitives.WriteUInt16BigEndian(data.AsSpan(4), port);
        target.CopyTo(data, 6);
        return Record((ushort)DnsType.Srv, data);
    }

    public DnsPackets Txt(params string[] strings) => Record(
        (ushort)DnsType.Txt, [.. strings.SelectMany(s => new[] { (byte)s.Length }.Concat(System.Text.Encoding.Latin1.GetBytes(s)))]);

    public byte[] Octets(int? count = null)
    {
        byte[] result = [.. _octets];
        BinaryPrimitives.WriteUInt16BigEndian(result.AsSpan(6), (ushort)(count ?? _answers));
        return result;
    }

    private void UInt16(ushort value) => _octets.AddRange([(byte)(value >> 8), (byte)(value & 0xFF)]);
}

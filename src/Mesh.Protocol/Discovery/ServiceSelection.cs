using System.Buffers.Binary;
using Mesh.Cryptography;

namespace Mesh.Protocol;

/// <summary>The order in which the hosts of a service are tried (RFC 2782, "Weight").</summary>
internal static class ServiceSelection
{
    /// <summary>
    /// By priority; inside a priority drawn one after the other, each with a probability in proportion to its weight, those of weight
    /// zero with a very small one.
    /// </summary>
    public static List<DnsService> Order(IEnumerable<DnsService> services, IRandomSource random)
    {
        var order = new List<DnsService>();
        foreach (IGrouping<ushort, DnsService> group in services.GroupBy(s => s.Priority).OrderBy(g => g.Key))
        {
            List<DnsService> left = [.. group.OrderBy(s => s.Weight != 0)];
            while (left.Count > 0)
            {
                uint total = (uint)left.Sum(s => s.Weight);
                uint drawn = UpTo(total, random);
                uint sum = 0;
                int chosen = left.FindIndex(s => (sum += s.Weight) >= drawn);
                order.Add(left[chosen]);
                left.RemoveAt(chosen);
            }
        }

        return order;
    }

    /// <summary>A uniform number from 0 to <paramref name="most"/>, both included.</summary>
    private static uint UpTo(uint most, IRandomSource random)
    {
        ulong range = (ulong)most + 1;
        ulong limit = (1UL << 32) / range * range;
        Span<byte> octets = stackalloc byte[4];
        while (true)
        {
            random.Fill(octets);
            uint value = BinaryPrimitives.ReadUInt32BigEndian(octets);
            if (value < limit)
            {
                return (uint)(value % range);
            }
        }
    }
}

namespace Mesh.Protocol.Tests;

/// <summary>Damaged copies of valid octets, reproducible from a seed.</summary>
internal sealed class Mutations(string seed)
{
    private readonly SeededRandom _random = new(seed);

    /// <summary>One copy with one to four faults: flipped bits, other octets, cuts, insertions, repeats, extreme lengths, noise.</summary>
    public byte[] Of(byte[] valid)
    {
        List<byte> octets = [.. valid];
        for (int fault = _random.Next(4); fault >= 0; fault--)
        {
            int at = octets.Count == 0 ? 0 : _random.Next(octets.Count);
            switch (_random.Next(8))
            {
                case 0 when octets.Count > 0:
                    octets[at] ^= (byte)(1 << _random.Next(8));
                    break;
                case 1 when octets.Count > 0:
                    octets[at] = _random.Bytes(1)[0];
                    break;
                case 2:
                    octets.RemoveRange(at, octets.Count - at);
                    break;
                case 3:
                    octets.InsertRange(at, _random.Bytes(1 + _random.Next(8)));
                    break;
                case 4 when octets.Count > 0:
                    octets.RemoveRange(at, Math.Min(octets.Count - at, 1 + _random.Next(8)));
                    break;
                case 5:
                    octets.AddRange(octets.GetRange(at, Math.Min(octets.Count - at, 64)));
                    break;
                case 6 when octets.Count >= 4:
                    int place = _random.Next(octets.Count - 3);
                    uint extreme = new uint[] { 0, 1, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, (uint)octets.Count }[_random.Next(6)];
                    for (int i = 0; i < 4; i++)
                    {
                        octets[place + i] = (byte)((extreme >> (24 - (8 * i))) & 0xFF);
                    }

                    break;
                case 7 when _random.Next(16) == 0:
                    octets = [.. _random.Bytes(_random.Next(300))];
                    break;
                default:
                    break;
            }
        }

        return [.. octets];
    }

    /// <summary>Runs a target on many damaged copies of each seed and on the seeds themselves.</summary>
    public void Run(IReadOnlyList<byte[]> seeds, int count, Action<byte[]> target)
    {
        foreach (byte[] seed in seeds)
        {
            target(seed);
        }

        for (int i = 0; i < count; i++)
        {
            target(Of(seeds[i % seeds.Count]));
        }
    }
}

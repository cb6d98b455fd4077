namespace Mesh.Dare.Tests;

/// <summary>Changed copies of valid input: octets flipped, set, removed, put in, doubled, cut.</summary>
internal static class Mutation
{
    public static byte[] Of(byte[] valid, SeededRandom random)
    {
        List<byte> octets = [.. valid];
        int edits = 1 + random.Next(3);
        for (int i = 0; i < edits && octets.Count > 0; i++)
        {
            int at = random.Next(octets.Count);
            switch (random.Next(7))
            {
                case 0:
                    octets[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    octets[at] = (byte)random.Next(256);
                    break;
                case 2:
                    octets[at] = (byte)(0xF0 + random.Next(8));
                    break;
                case 3:
                    octets.RemoveRange(at, Math.Min(octets.Count - at, 1 + random.Next(8)));
                    break;
                case 4:
                    octets.InsertRange(at, random.Bytes(1 + random.Next(8)));
                    break;
                case 5:
                    octets.InsertRange(at, [.. octets.Skip(random.Next(octets.Count)).Take(1 + random.Next(64))]);
                    break;
                default:
                    octets.RemoveRange(at, octets.Count - at);
                    break;
            }
        }

        return [.. octets];
    }
}

namespace Mesh.TestKit;

/// <summary>Mutated copies of valid inputs, the same ones in every run: flips, cuts, repeats, splices and interesting octets.</summary>
public sealed class Mutator(string seed, IReadOnlyList<byte[]> corpus)
{
    private static readonly byte[] Interesting = [0x00, 0x01, 0x20, 0x22, 0x2C, 0x2D, 0x5B, 0x5C, 0x7B, 0x7D, 0x7F, 0x80, 0xA7, 0xC0, 0xF4, 0xFF];

    private readonly SeededRandom _random = new(seed);

    /// <summary>Runs <paramref name="target"/> on every input of the corpus and on <paramref name="count"/> mutated ones.</summary>
    public void Run(Action<byte[]> target, int count = 10_000)
    {
        foreach (byte[] input in corpus)
        {
            Try(target, input);
        }

        for (int i = 0; i < count; i++)
        {
            Try(target, Next());
        }
    }

    /// <summary>The next mutated input.</summary>
    public byte[] Next() => Change(corpus[_random.Next(corpus.Count)], corpus, _random);

    /// <summary>A mutated copy of one input.</summary>
    public static byte[] Of(byte[] input, SeededRandom random) => Change(input, [input], random);

    private static byte[] Change(byte[] input, IReadOnlyList<byte[]> corpus, SeededRandom random)
    {
        List<byte> octets = [.. input];
        for (int rounds = 1 + random.Next(4); rounds > 0; rounds--)
        {
            int at = random.Next(octets.Count + 1);
            int length = random.Next(Math.Min(16, octets.Count - at) + 1);
            switch (random.Next(7))
            {
                case 0 when at < octets.Count:
                    octets[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1 when at < octets.Count:
                    octets[at] = Interesting[random.Next(Interesting.Length)];
                    break;
                case 2:
                    octets.RemoveRange(at, length);
                    break;
                case 3:
                    octets.InsertRange(at, octets.GetRange(at, length));
                    break;
                case 4:
                    byte[] other = corpus[random.Next(corpus.Count)];
                    octets.InsertRange(at, other.Skip(random.Next(other.Length + 1)).Take(32));
                    break;
                case 5:
                    octets.RemoveRange(at, octets.Count - at);
                    break;
                default:
                    octets.Insert(at, Interesting[random.Next(Interesting.Length)]);
                    break;
            }
        }

        return [.. octets];
    }

    private static void Try(Action<byte[]> target, byte[] input)
    {
        try
        {
            target(input);
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"input {Convert.ToHexStringLower(input)}", e);
        }
    }
}

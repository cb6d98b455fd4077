using System.Numerics;

namespace Mesh.Cryptography.Tests.Differential;

/// <summary>Octet strings of which most are where arithmetic goes wrong: few bits, long runs, ends of the range, around the primes.</summary>
internal sealed class Weighted(SeededRandom random)
{
    public static readonly BigInteger P25519 = BigInteger.Pow(2, 255) - 19;
    public static readonly BigInteger P448 = BigInteger.Pow(2, 448) - BigInteger.Pow(2, 224) - 1;
    public static readonly BigInteger L25519 = BigInteger.Pow(2, 252) + BigInteger.Parse("27742317777372353535851937790883648493", null);
    public static readonly BigInteger L448 =
        BigInteger.Pow(2, 446) - BigInteger.Parse("13818066809895115352007386748515426880336692474882178609894547503885", null);

    // u of the points of order 8 on curve25519; those of order 1, 2 and 4 are small numbers or near p.
    private static readonly BigInteger[] OrderEight =
    [
        BigInteger.Parse("325606250916557431795983626356110631294008115727848805560023387167927233504", null),
        BigInteger.Parse("39382357235489614581723060781553021112529911719440698176882885853963445705823", null),
    ];

    public SeededRandom Random => random;

    /// <summary>Little endian, of this length.</summary>
    public byte[] Octets(int length)
    {
        (BigInteger p, BigInteger l) = length <= 33 ? (P25519, L25519) : (P448, L448);
        BigInteger range = BigInteger.One << (8 * length);
        switch (random.Next(10))
        {
            case 0:
                return LittleEndian(random.Next(20), length);
            case 1:
                return LittleEndian(range - 1 - random.Next(20), length);
            case 2:
                return LittleEndian((p * (1 + random.Next(2))) + Near(), length);
            case 3:
                return LittleEndian((l << random.Next(5)) + Near(), length);
            case 4:
                BigInteger sparse = 0;
                for (int i = random.Next(4); i >= 0; i--)
                {
                    sparse |= BigInteger.One << random.Next(8 * length);
                }

                return LittleEndian(random.Next(2) == 0 ? sparse : range - 1 - sparse, length);
            case 5:
                byte[] runs = new byte[length];
                for (int bit = 0, value = random.Next(2); bit < 8 * length; value ^= 1)
                {
                    for (int end = Math.Min(8 * length, bit + 1 + random.Next(97)); bit < end; bit++)
                    {
                        runs[bit / 8] |= (byte)(value << (bit % 8));
                    }
                }

                return runs;
            case 6 when length == 32:
                return LittleEndian(Special(), length);
            default:
                return random.Bytes(length);
        }
    }

    /// <summary>A number in [1, L-1], in as many octets as the group's scalars have.</summary>
    public BigInteger Residue(BigInteger order)
    {
        BigInteger value = new BigInteger(Octets(order > P25519 ? 56 : 32), isUnsigned: true) % order;
        return value.IsZero ? order - 1 : value;
    }

    public static byte[] LittleEndian(BigInteger value, int length)
    {
        BigInteger range = BigInteger.One << (8 * length);
        byte[] octets = new byte[length];
        byte[] minimal = (((value % range) + range) % range).ToByteArray(isUnsigned: true);
        minimal.CopyTo(octets, 0);
        return octets;
    }

    // A u of order 8, or the y that belongs to it on the Edwards curve; either sign, or p more.
    private BigInteger Special()
    {
        BigInteger value = OrderEight[random.Next(2)];
        if (random.Next(2) == 0)
        {
            value = (value - 1) * BigInteger.ModPow(value + 1, P25519 - 2, P25519) % P25519;
        }

        return random.Next(3) switch { 0 => value, 1 => value + P25519, _ => value + (BigInteger.One << 255) };
    }

    private int Near() => random.Next(41) - 20;
}

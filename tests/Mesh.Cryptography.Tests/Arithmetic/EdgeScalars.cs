using System.Numerics;
using Mesh.Cryptography.Tests.Differential;

namespace Mesh.Cryptography.Tests.Arithmetic;

/// <summary>Residues modulo an order where arithmetic goes wrong, and random ones.</summary>
internal static class EdgeScalars
{
    /// <summary>How many of them, the first ones, are near zero.</summary>
    public const int NearZero = (2 * Near) + 1;

    private const int Near = 40;

    /// <summary>
    /// All from -40 to 40, all powers of 2 and what is 1 less, numbers that repeat one digit of radix 16, and a hundred weighted ones.
    /// </summary>
    public static IEnumerable<BigInteger> Of(BigInteger order)
    {
        var weighted = new Weighted(new SeededRandom($"{nameof(EdgeScalars)} {order}"));
        int bits = (int)order.GetBitLength();
        return Enumerable.Range(-Near, NearZero).Select(i => new BigInteger(i))
            .Concat(Enumerable.Range(0, bits).SelectMany(i => new[] { -1, 0 }.Select(d => (BigInteger.One << i) + d)))
            .Concat(Enumerable.Range(1, 15).Select(d => ((BigInteger.One << (4 * ((bits / 4) + 1))) - 1) / 15 * d))
            .Concat(Enumerable.Range(0, 100).Select(_ => weighted.Residue(order)))
            .Select(value => ((value % order) + order) % order)
            .Distinct();
    }
}

using Mesh.Cryptography.Tests.Threshold;

namespace Mesh.Cryptography.Tests.Groups;

/// <summary>Sums of public products are those of the products one by one, in all groups.</summary>
public class PublicSumsTests
{
    public static TheoryData<string> Algorithms => Algorithm.All;

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void Sums_are_those_of_single_products(string algorithm)
    {
        PrimeGroup group = Algorithm.Group(algorithm);
        var random = new SeededRandom("sums " + algorithm);
        group.Negate(out GroupScalar minusOne, group.FromInteger(1));
        GroupScalar[] edges = [default, group.FromInteger(1), group.FromInteger(2), group.FromInteger(15), group.FromInteger(16), group.FromInteger(31), minusOne];
        GroupPoint mixed = group.Decode(MixedOrder.Of(group)).Point;
        for (int round = 0; round < 40; round++)
        {
            var scalars = new GroupScalar[round % 8];
            var points = new GroupPoint[scalars.Length];
            GroupPoint expected = group.Neutral;
            for (int i = 0; i < scalars.Length; i++)
            {
                group.Random(random, out scalars[i]);
                group.MultiplyBase(out points[i], scalars[i]);
                scalars[i] = random.Next(3) == 0 ? edges[random.Next(edges.Length)] : scalars[i];
                points[i] = random.Next(6) switch
                {
                    0 => group.Neutral,
                    1 => mixed,
                    2 => points[0],
                    _ => points[i],
                };
                group.Multiply(out GroupPoint product, scalars[i], points[i]);
                group.Add(out expected, expected, product);
            }

            group.MultiplyPublic(out GroupPoint sum, scalars, points);
            Assert.NotEqual(0UL, group.EqualMask(sum, expected));
        }
    }
}

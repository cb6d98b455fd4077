using System.Text.Json;

namespace Mesh.Cryptography.Tests.Curves;

using Point = ExtendedPoint448<Edwards448Form>;

/// <summary>The isogeny from edwards448 and the formulas on its image, which are complete there.</summary>
public class IsogenousPoint448Tests
{
    private readonly SeededRandom _random = new(nameof(IsogenousPoint448Tests));

    [Fact]
    public void Images_are_on_the_curve()
    {
        foreach (Point point in Points())
        {
            IsogenousPoint448 p = Image(point);

            // (Y^2 - X^2) Z^2 = Z^4 - 39082 X^2 Y^2, X Y = T Z
            Field448.Square(out Field448 x, p.X);
            Field448.Square(out Field448 y, p.Y);
            Field448.Square(out Field448 z, p.Z);
            Field448.Subtract(out Field448 left, y, x);
            Field448.Multiply(out left, left, z);
            Field448.Multiply(out Field448 right, x, y);
            Field448.MultiplySmall(out right, right, 39082);
            Field448.Square(out z, z);
            Field448.Subtract(out right, z, right);
            Assert.NotEqual(0UL, Field448.EqualMask(left, right));
            Field448.Multiply(out left, p.X, p.Y);
            Field448.Multiply(out right, p.Z, p.T);
            Assert.NotEqual(0UL, Field448.EqualMask(left, right));
            Assert.Equal(0UL, p.Z.ZeroMask());
        }
    }

    [Fact]
    public void Images_of_sums_are_sums_of_images()
    {
        Point[] points = [.. Points()];
        foreach (Point p in points)
        {
            foreach (Point q in points)
            {
                Point.Add(out Point sum, p, q);
                PreparedPoint448.Prepare(out PreparedPoint448 prepared, Image(q));
                foreach (bool withT in (bool[])[true, false])
                {
                    IsogenousPoint448.Add(out IsogenousPoint448 r, Image(p), prepared, withT);
                    AssertSame(Image(sum), r, withT);
                }

                Point.Negate(out Point negative, q);
                Point.Add(out sum, p, negative);
                foreach (bool withT in (bool[])[true, false])
                {
                    IsogenousPoint448.Subtract(out IsogenousPoint448 r, Image(p), prepared, withT);
                    AssertSame(Image(sum), r, withT);
                }
            }

            Point.Double(out Point twice, p);
            IsogenousPoint448.Double(out IsogenousPoint448 d, Image(p));
            AssertSame(Image(twice), d, withT: true);
            IsogenousPoint448.Double(out d, Image(p), withT: false);
            AssertSame(Image(twice), d, withT: false);
        }
    }

    [Fact]
    public void The_kernel_is_the_four_points_of_small_order()
    {
        int kernel = 0;
        foreach (Point point in Points())
        {
            Assert.Equal(point.SmallOrderMask(), Image(point).NeutralMask());
            kernel += Image(point).NeutralMask() != 0 ? 1 : 0;
        }

        Assert.Equal(4, kernel);
    }

    [VectorFact]
    public void Coordinates_side_by_side_give_the_same_points()
    {
        IsogenousPoint448[] points = [.. Points().Select(p => Image(p))];
        foreach (IsogenousPoint448 p in points)
        {
            var left = new IsogenousPoint448x4(p);
            AssertSame(p, left.ToPoint(), withT: true);
            foreach (IsogenousPoint448 q in points)
            {
                var right = new IsogenousPoint448x4(q);
                PreparedPoint448.Prepare(out PreparedPoint448 prepared, q);
                IsogenousPoint448x4.Prepare(out PreparedPoint448x4 preparedLanes, ref right);
                IsogenousPoint448.Add(out IsogenousPoint448 expected, p, prepared);
                IsogenousPoint448x4.Add(out IsogenousPoint448x4 actual, ref left, ref preparedLanes);
                AssertSame(expected, actual.ToPoint(), withT: true);
                IsogenousPoint448.Subtract(out expected, p, prepared);
                IsogenousPoint448x4.Subtract(out actual, ref left, ref preparedLanes);
                AssertSame(expected, actual.ToPoint(), withT: true);
                actual = left;
                IsogenousPoint448x4.Subtract(out actual, ref actual, ref preparedLanes);
                AssertSame(expected, actual.ToPoint(), withT: true);
            }

            IsogenousPoint448.Double(out IsogenousPoint448 twice, p);
            IsogenousPoint448x4.Double(out left, ref left);
            AssertSame(twice, left.ToPoint(), withT: true);
        }

        PreparedPoint448x4[] multiples = new PreparedPoint448x4[8];
        PreparedPoint448x4.OddMultiples(points[^1], multiples);
        IsogenousPoint448x4 sum = IsogenousPoint448x4.Neutral;
        PreparedPoint448[] expectedMultiples = new PreparedPoint448[8];
        PreparedPoint448.OddMultiples(points[^1], expectedMultiples);
        IsogenousPoint448 expectedSum = IsogenousPoint448.Neutral;
        for (int i = 0; i < 8; i++)
        {
            IsogenousPoint448x4.Add(out sum, ref sum, ref multiples[i]);
            IsogenousPoint448.Add(out expectedSum, expectedSum, expectedMultiples[i]);
            AssertSame(expectedSum, sum.ToPoint(), withT: true);
        }
    }

    private static IsogenousPoint448 Image(in Point point)
    {
        IsogenousPoint448.FromEdwards448(out IsogenousPoint448 image, point);
        return image;
    }

    private static void AssertSame(in IsogenousPoint448 expected, in IsogenousPoint448 actual, bool withT)
    {
        foreach ((Field448 a, Field448 b) in ((Field448, Field448)[])[(expected.X, actual.X), (expected.Y, actual.Y), (expected.T, actual.T)])
        {
            Field448.Multiply(out Field448 left, a, actual.Z);
            Field448.Multiply(out Field448 right, b, expected.Z);
            Assert.NotEqual(0UL, Field448.EqualMask(left, right));
            if (!withT)
            {
                break;
            }
        }

        Assert.Equal(0UL, actual.Z.ZeroMask());
    }

    // Points of every order that there is: multiples of the base point plus each of the four points of small order.
    private IEnumerable<Point> Points()
    {
        Point[] small =
        [
            .. Vectors.Case("threshold.json", "enc-Ed448-low-orders").GetProperty("points").EnumerateArray().Select(e =>
            {
                Assert.True(Edwards448.TryDecode(e.Hex(), out Point point));
                return point;
            }),
        ];
        Scalar448 some = Scalar448.ReduceWide(_random.Bytes(114));
        foreach (Scalar448 scalar in (Scalar448[])[default, Scalar448.One, Scalar448.Negate(Scalar448.One), some, Scalar448.Negate(some)])
        {
            Edwards448.MultiplyBase(out Point multiple, scalar);
            foreach (Point torsion in small)
            {
                Point.Add(out Point sum, multiple, torsion);
                yield return sum;
            }
        }
    }
}

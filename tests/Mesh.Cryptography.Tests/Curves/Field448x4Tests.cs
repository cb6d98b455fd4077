using System.Numerics;
using System.Runtime.Intrinsics;

namespace Mesh.Cryptography.Tests.Curves;

/// <summary>Four elements side by side against BigInteger, in every lane, on random limbs and on the edges where carries go wrong.</summary>
public class Field448x4Tests
{
    private const int Rounds = 4000;
    private const int LimbBits = 28;

    // The bounds of the states of a value, see Field448x4; the largest that LadderFactors makes.
    private const ulong Carried = (1UL << 28) + (1UL << 9);
    private const ulong Loose = (1UL << 29) + (1UL << 10);
    private const ulong Factor = (1UL << 28) + (1UL << 17);

    // The same of the operands of additions of points.
    private const ulong Operand = 1UL << 30;
    private const ulong Prepared = (1UL << 28) + (1UL << 20);

    private static readonly BigInteger P = BigInteger.Pow(2, 448) - BigInteger.Pow(2, 224) - 1;

    private readonly SeededRandom _random = new(nameof(Field448x4Tests));

    [VectorFact]
    public void Products_agree_with_big_integers()
    {
        Field448x4.Workspace workspace = default;
        for (int i = 0; i < Rounds; i++)
        {
            Field448x4 a = Next(Loose);
            Field448x4 b = Next(Loose);
            BigInteger[] expected = [.. Values(a).Zip(Values(b), (x, y) => x * y)];
            Field448x4.Multiply(out Field448x4 r, ref a, ref b, ref workspace);
            Check(expected, r, Carried);
            Field448x4 c = a;
            Field448x4.Multiply(out c, ref c, ref b, ref workspace);
            Check(expected, c, Carried);
            Field448x4.Multiply(out b, ref a, ref b, ref workspace);
            Check(expected, b, Carried);
        }
    }

    [VectorFact]
    public void Squares_agree_with_big_integers()
    {
        Field448x4.Workspace workspace = default;
        for (int i = 0; i < Rounds; i++)
        {
            Field448x4 a = Next(Loose);
            BigInteger[] expected = [.. Values(a).Select(x => x * x)];
            Field448x4.Square(out Field448x4 r, ref a, ref workspace);
            Check(expected, r, Carried);
            Field448x4.Square(out a, ref a, ref workspace);
            Check(expected, a, Carried);
        }
    }

    [VectorFact]
    public void Sums_and_differences_agree_with_big_integers()
    {
        for (int i = 0; i < Rounds; i++)
        {
            Field448x4 a = Next(Carried);
            BigInteger[] expected = SumsAndDifferences(Values(a));
            Field448x4.SumsAndDifferences(out Field448x4 r, ref a);
            Check(expected, r, Carried);
            Field448x4.SumsAndDifferences(out a, ref a);
            Check(expected, a, Carried);
        }
    }

    [VectorFact]
    public void Operations_of_the_ladder_agree_with_big_integers()
    {
        for (int i = 0; i < Rounds; i++)
        {
            Field448x4 v = Next(Carried);
            BigInteger[] x = Values(v);
            BigInteger[] s = SumsAndDifferences(x);
            Field448x4.LadderSums(out Field448x4 sums, out Field448x4 crossed, ref v, 0);
            Check(s, sums, Carried);
            Check([s[0], s[1], s[1], s[0]], crossed, Carried);
            Field448x4.LadderSums(out sums, out crossed, ref v, ulong.MaxValue);
            Check([s[2], s[3], s[0], s[1]], sums, Carried);
            Check([s[2], s[3], s[3], s[2]], crossed, Carried);

            Field448x4.LadderFactors(out Field448x4 left, out Field448x4 right, ref v);
            Check([x[0], s[1], s[2], s[3]], left, Carried);
            Check([x[1], x[0] + (39081 * s[1]), s[2], s[3]], right, Factor);

            Field448 f = Element(Carried56);
            var matrix = new Field448x4.Matrix(f);
            Field448x4.MultiplyLastLane(ref v, ref matrix);
            Check([x[0], x[1], x[2], x[3] * Value(f)], v, Carried);
        }
    }

    [VectorFact]
    public void Operations_on_points_agree_with_big_integers()
    {
        for (int i = 0; i < Rounds; i++)
        {
            Field448x4 v = Next(Carried);
            BigInteger[] x = Values(v);
            Field448x4.DoublingSquares(out Field448x4 r, ref v);
            Check([x[0], x[1], x[2], x[0] + x[1]], r, Loose);
            Field448x4.AdditionOperand(out r, ref v, negative: false);
            Check([x[1] - x[0], x[1] + x[0], x[3], x[2]], r, Operand);
            Field448x4.AdditionOperand(out r, ref v, negative: true);
            Check([x[1] - x[0], x[1] + x[0], -x[3], x[2]], r, Operand);
            Field448x4.ExchangeFirstPair(out r, ref v);
            Check([x[1], x[0], x[2], x[3]], r, Carried);
            Field448x4.PrepareOperand(out r, ref v, (1 << 17) - 1);
            Check([x[1] - x[0], x[1] + x[0], ((1 << 17) - 1) * x[3], 2 * x[2]], r, Prepared);

            (BigInteger e, BigInteger f, BigInteger g, BigInteger h) = (x[3] - x[0] - x[1], (2 * x[2]) + x[0] - x[1], x[1] - x[0], x[0] + x[1]);
            Field448x4.DoublingFactors(out Field448x4 left, out Field448x4 right, ref v);
            Check([e, g, f, e], left, Carried);
            Check([f, h, g, h], right, Carried);
            (e, f, g, h) = (x[0] - x[1], x[2] + x[3], x[2] - x[3], x[0] + x[1]);
            Field448x4.AdditionFactors(out left, out right, ref v);
            Check([e, g, f, e], left, Carried);
            Check([f, h, g, h], right, Carried);
        }
    }

    [VectorFact]
    public void Products_of_operands_of_additions_agree_with_big_integers()
    {
        Field448x4.Workspace workspace = default;
        for (int i = 0; i < Rounds; i++)
        {
            Field448x4 a = Next(Operand);
            Field448x4 b = Next(Prepared);
            BigInteger[] expected = [.. Values(a).Zip(Values(b), (x, y) => x * y)];
            Field448x4.Multiply(out Field448x4 r, ref a, ref b, ref workspace);
            Check(expected, r, Carried);
            Field448x4.Multiply(out r, ref b, ref a, ref workspace);
            Check(expected, r, Carried);
        }
    }

    [VectorFact]
    public void Elements_go_in_and_out()
    {
        for (int i = 0; i < Rounds; i++)
        {
            Field448[] elements = [.. Enumerable.Range(0, 4).Select(_ => Element(Loose56))];
            Field448x4.Create(out Field448x4 v, elements[0], elements[1], elements[2], elements[3]);
            Check([.. elements.Select(e => Value(e))], v, Loose);
            Field448x4 w = Next(Carried);
            for (int lane = 0; lane < 4; lane++)
            {
                Field448 e = w.Element(lane);
                Assert.Equal(Values(w)[lane] % P, Value(e) % P);
                Assert.True(Enumerable.Range(0, 8).All(limb => e.LimbAt(limb) < Carried56));
            }
        }
    }

    private const ulong Carried56 = (1UL << 56) + (1UL << 8);
    private const ulong Loose56 = (1UL << 57) + (1UL << 9);

    private static BigInteger[] SumsAndDifferences(BigInteger[] x) => [x[0] + x[1], x[0] - x[1], x[2] + x[3], x[2] - x[3]];

    private static void Check(BigInteger[] expected, in Field448x4 r, ulong bound)
    {
        BigInteger[] values = Values(r);
        for (int lane = 0; lane < 4; lane++)
        {
            Assert.Equal(((expected[lane] % P) + P) % P, values[lane] % P);
        }

        for (int limb = 0; limb < 16; limb++)
        {
            Assert.True(Vector256.LessThanAll(r[limb], Vector256.Create(bound)), $"limb {limb}: {r[limb]}");
        }
    }

    private static BigInteger[] Values(Field448x4 a) =>
        [.. Enumerable.Range(0, 4).Select(lane =>
        {
            BigInteger sum = 0;
            for (int i = 15; i >= 0; i--)
            {
                sum = (sum << LimbBits) + a[i][lane];
            }

            return sum;
        })];

    private static BigInteger Value(in Field448 a)
    {
        BigInteger sum = 0;
        for (int i = 7; i >= 0; i--)
        {
            sum = (sum << 56) + a.LimbAt(i);
        }

        return sum;
    }

    private Field448x4 Next(ulong bound)
    {
        Field448x4 r = default;
        ulong[][] lanes = [.. Enumerable.Range(0, 4).Select(_ => Limbs(16, LimbBits, bound))];
        for (int i = 0; i < 16; i++)
        {
            r[i] = Vector256.Create(lanes[0][i], lanes[1][i], lanes[2][i], lanes[3][i]);
        }

        return r;
    }

    private Field448 Element(ulong bound)
    {
        Field448 r = default;
        ulong[] limbs = Limbs(8, 56, bound);
        for (int i = 0; i < 8; i++)
        {
            r.SetLimb(i, limbs[i]);
        }

        return r;
    }

    private ulong[] Limbs(int count, int bits, ulong bound)
    {
        int shape = _random.Next(6);
        int tail = _random.Next(count);
        return [.. Enumerable.Range(0, count).Select(i => shape switch
        {
            0 => Random(bound),
            1 => i <= tail ? Random(bound) : 0,
            2 => i >= tail ? (1UL << bits) - 1 : Random(2),
            3 => bound - 1,
            4 => Edge(bits, bound),
            _ => _random.Next(2) == 0 ? Random(bound) : Edge(bits, bound),
        })];
    }

    private ulong Random(ulong bound) => BitConverter.ToUInt64(_random.Bytes(8)) % bound;

    private ulong Edge(int bits, ulong bound) => _random.Next(6) switch
    {
        0 => 0,
        1 => 1,
        2 => (1UL << bits) - 1,
        3 => 1UL << bits,
        4 => 1UL << (bits - 1),
        _ => bound - 1,
    };
}

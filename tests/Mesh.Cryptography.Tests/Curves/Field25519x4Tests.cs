using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Mesh.Cryptography.Tests.Curves;

/// <summary>
/// The field in four lanes against BigInteger, on random limbs and on the edges where carries go wrong: limbs 0, 1, all ones, the largest that an
/// operation admits, short values, all ones with a short tail. Where the machine lacks the instructions nothing of this can run.
/// </summary>
public class Field25519x4Tests
{
    private const int Rounds = 4_000;

    private static readonly BigInteger P = BigInteger.Pow(2, 255) - 19;

    // The bounds of a carried value, see Field25519x4.
    private static readonly ulong[] Carried =
        [.. Enumerable.Range(0, 10).Select(j => j % 2 == 0 ? (1UL << 26) + (1UL << 13) : (1UL << 25) + (1UL << 17))];

    private readonly SeededRandom _random = new(nameof(Field25519x4Tests));

    [VectorTheory]
    [InlineData(8, 3)]
    [InlineData(3, 3)]
    [InlineData(1, 1)]
    public void Products_agree_with_big_integers(int foldsOfA, int foldsOfB)
    {
        for (int i = 0; i < Rounds; i++)
        {
            ulong[][] a = Next(foldsOfA);
            ulong[][] b = Next(foldsOfB);
            Field25519x4.Multiply(out Field25519x4 r, Make(a), Make(b));
            Check(r, lane => Value(a[lane]) * Value(b[lane]), a, b);
        }
    }

    [VectorTheory]
    [InlineData(1)]
    [InlineData(2)]
    public void Squares_agree_with_big_integers(int folds)
    {
        for (int i = 0; i < Rounds; i++)
        {
            ulong[][] a = Next(folds);
            Field25519x4.Square(out Field25519x4 r, Make(a));
            Check(r, lane => Value(a[lane]) * Value(a[lane]), a, a);
        }
    }

    [VectorTheory]
    [InlineData(0)]
    [InlineData(121665)]
    [InlineData((1 << 17) - 1)]
    public void Small_multiples_are_added(ulong c)
    {
        for (int i = 0; i < Rounds / 4; i++)
        {
            ulong[][] r = Next(1);
            ulong[][] a = Next(3);
            Field25519x4 sum = Make(r);
            Field25519x4.AddSmallMultiple(ref sum, Make(a), Vector256.Create(0, c, 0, c));
            for (int lane = 0; lane < 4; lane++)
            {
                ulong[] limbs = Limbs(sum, lane);
                Assert.Equal((Value(r[lane]) + (lane % 2 == 1 ? c * Value(a[lane]) : 0)) % P, Value(limbs) % P);
                Assert.All(limbs.Zip(Carried), pair => Assert.True(pair.First < 2.2 * pair.Second));
            }
        }
    }

    [VectorFact]
    public void Words_of_any_value_are_carried()
    {
        for (int i = 0; i < Rounds; i++)
        {
            ulong[][] a = [.. Enumerable.Range(0, 4).Select(_ => Shape(_ => uint.MaxValue + 1UL))];
            Field25519x4 r = Make(a);
            Field25519x4.CarryWords(ref r.W0, ref r.W1, ref r.W2, ref r.W3, ref r.W4);
            Check(r, lane => Value(a[lane]), a, a);
        }
    }

    [VectorFact]
    public void Powers_agree_with_big_integers()
    {
        for (int i = 0; i < 50; i++)
        {
            ulong[][] a = Next(1);
            Field25519x4.Power(out Field25519x4 r, Make(a));
            Check(r, lane => BigInteger.ModPow(Value(a[lane]), (P - 5) / 8, P), a, a);
        }
    }

    [VectorFact]
    public void Results_may_take_the_place_of_operands()
    {
        Field25519x4 a = Make(Next(1));
        Field25519x4 b = Make(Next(1));
        Field25519x4.Multiply(out Field25519x4 expected, a, b);
        Field25519x4 r = a;
        Field25519x4.Multiply(out r, r, b);
        Assert.Equal(Words(expected), Words(r));
        r = b;
        Field25519x4.Multiply(out r, a, r);
        Assert.Equal(Words(expected), Words(r));
        Field25519x4.Square(out expected, a);
        Field25519x4.Square(out a, a);
        Assert.Equal(Words(expected), Words(a));
    }

    [VectorFact]
    public void Lanes_hold_what_was_packed()
    {
        Span<byte> octets = stackalloc byte[32];
        for (int i = 0; i < 1000; i++)
        {
            Field25519[] fields = new Field25519[4];
            BigInteger[] values = new BigInteger[4];
            for (int lane = 0; lane < 4; lane++)
            {
                ulong[] limbs = [.. Enumerable.Range(0, 5).Select(_ => _random.Next(3) == 0 ? (1UL << 51) + (1UL << 14) - 1 : Random(1UL << 51))];
                fields[lane] = Field25519.FromLimbs(limbs[0], limbs[1], limbs[2], limbs[3], limbs[4]);
                values[lane] = limbs.Reverse().Aggregate(BigInteger.Zero, (sum, limb) => (sum << 51) + limb);
            }

            Field25519x4.Pack(out Field25519x4 r, fields[0], fields[1], fields[2], fields[3]);
            r.Unpack(out fields[0], out fields[1], out fields[2], out fields[3]);
            for (int lane = 0; lane < 4; lane++)
            {
                Assert.Equal(values[lane], Value(Limbs(r, lane)));
                fields[lane].Write(octets);
                Assert.Equal(values[lane] % P, new BigInteger(octets, isUnsigned: true));
            }
        }
    }

    [VectorFact]
    public void Twice_the_modulus_exceeds_every_carried_limb()
    {
        ulong[] limbs = [.. Enumerable.Range(0, 10).Select(j => Half(j < 2 ? Field25519x4.TwiceModulus0 : Field25519x4.TwiceModulus, j % 2))];
        Assert.Equal(2 * P, Value(limbs));
        Assert.All(limbs.Zip(Carried), pair => Assert.True(pair.First > pair.Second));
    }

    private static void Check(in Field25519x4 r, Func<int, BigInteger> expected, ulong[][] a, ulong[][] b)
    {
        for (int lane = 0; lane < 4; lane++)
        {
            ulong[] limbs = Limbs(r, lane);
            bool carried = limbs.Zip(Carried).All(pair => pair.First < pair.Second);
            if (expected(lane) % P != Value(limbs) % P || !carried)
            {
                Assert.Fail($"a = [{string.Join(' ', a[lane])}], b = [{string.Join(' ', b[lane])}], r = [{string.Join(' ', limbs)}]");
            }
        }
    }

    private static BigInteger Value(ulong[] limbs) =>
        limbs.Select((limb, j) => new BigInteger(limb) << ((51 * j) + 1 >> 1)).Aggregate((x, y) => x + y);

    private static Field25519x4 Make(ulong[][] lanes)
    {
        Span<ulong> words = stackalloc ulong[20];
        for (int i = 0; i < words.Length; i++)
        {
            ulong[] limbs = lanes[i % 4];
            words[i] = limbs[2 * (i / 4)] | (limbs[(2 * (i / 4)) + 1] << 32);
        }

        return MemoryMarshal.Cast<ulong, Field25519x4>(words)[0];
    }

    private static ulong[] Words(in Field25519x4 a) => MemoryMarshal.Cast<Field25519x4, ulong>(new ReadOnlySpan<Field25519x4>(in a)).ToArray();

    private static ulong[] Limbs(in Field25519x4 a, int lane)
    {
        ulong[] words = Words(a);
        return [.. Enumerable.Range(0, 10).Select(j => Half(words[(4 * (j / 2)) + lane], j % 2))];
    }

    private static ulong Half(ulong word, int half) => half == 0 ? word & uint.MaxValue : word >> 32;

    private ulong[][] Next(int folds) => [.. Enumerable.Range(0, 4).Select(_ => Shape(j => (ulong)folds * Carried[j]))];

    private ulong[] Shape(Func<int, ulong> bound)
    {
        int shape = _random.Next(6);
        int tail = _random.Next(10);
        return [.. Enumerable.Range(0, 10).Select(j => shape switch
        {
            0 => Random(bound(j)),
            1 => j <= tail ? Random(bound(j)) : 0,
            2 => j >= tail ? Mask(j) : Random(2),
            3 => bound(j) - 1,
            4 => Edge(j, bound(j)),
            _ => _random.Next(2) == 0 ? Random(bound(j)) : Edge(j, bound(j)),
        })];
    }

    private ulong Edge(int j, ulong bound) => _random.Next(6) switch
    {
        0 => 0,
        1 => 1,
        2 => Mask(j),
        3 => Mask(j) - 1,
        4 => Mask(j) + 1,
        _ => bound - 1,
    };

    private static ulong Mask(int j) => (1UL << (j % 2 == 0 ? 26 : 25)) - 1;

    private ulong Random(ulong bound) => BitConverter.ToUInt64(_random.Bytes(8)) % bound;
}

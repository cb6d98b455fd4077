using System.Numerics;
using System.Runtime.InteropServices;

namespace Mesh.Cryptography.Tests.Curves;

/// <summary>
/// The field against BigInteger, on random limbs and on the edges where carries go wrong: limbs 0, 1, all ones, the largest that an
/// operation admits, short values, all ones with a short tail.
/// </summary>
public class Field25519Tests
{
    private const int Rounds = 20_000;

    // The bounds of the two states of a value, see Field25519.
    private const ulong Carried = (1UL << 51) + (1UL << 14);
    private const ulong Loose = 1UL << 53;

    private static readonly BigInteger P = BigInteger.Pow(2, 255) - 19;

    private readonly SeededRandom _random = new(nameof(Field25519Tests));

    [Fact]
    public void Products_agree_with_big_integers()
    {
        for (int i = 0; i < Rounds; i++)
        {
            Field25519 a = Next(Loose);
            Field25519 b = Next(Loose);
            Field25519.Multiply(out Field25519 r, a, b);
            Check(Value(a) * Value(b), r, a, b);
        }
    }

    [Fact]
    public void Squares_agree_with_big_integers()
    {
        for (int i = 0; i < Rounds; i++)
        {
            Field25519 a = Next(Loose);
            Field25519.Square(out Field25519 r, a);
            Check(Value(a) * Value(a), r, a, a);
        }
    }

    [Fact]
    public void Products_with_small_numbers_agree_with_big_integers()
    {
        foreach (ulong c in (ulong[])[0, 1, 121665, (1 << 20) - 1])
        {
            for (int i = 0; i < Rounds / 5; i++)
            {
                Field25519 a = Next(Loose);
                Field25519.MultiplySmall(out Field25519 r, a, c);
                Check(Value(a) * c, r, a, a);
            }
        }
    }

    [Fact]
    public void Sums_and_differences_agree_with_big_integers()
    {
        for (int i = 0; i < Rounds; i++)
        {
            Field25519 a = Next(Carried);
            Field25519 b = Next(Carried);
            Field25519.Add(out Field25519 r, a, b);
            Assert.Equal(Value(a) + Value(b), Value(r));
            Assert.All(Limbs(r), limb => Assert.True(limb < Loose));

            a = Next(Loose);
            b = Next(Loose);
            Field25519.Subtract(out r, a, b);
            Check(Value(a) - Value(b), r, a, b);
            Field25519.Negate(out r, b);
            Check(-Value(b), r, b, b);
        }
    }

    [Fact]
    public void Encodings_are_the_least_representatives()
    {
        Span<byte> octets = stackalloc byte[32];
        for (int i = 0; i < Rounds; i++)
        {
            Field25519 a = Next(Loose);
            BigInteger expected = Value(a) % P;
            a.Write(octets);
            Assert.Equal(expected, new BigInteger(octets, isUnsigned: true));
            Assert.Equal(expected.IsEven ? 0UL : 1UL, a.Parity());
            Assert.Equal(expected.IsZero ? ulong.MaxValue : 0, a.ZeroMask());
            Assert.True(Field25519.TryReadCanonical(octets, out Field25519 back));
            Assert.Equal(expected, Value(back));
        }
    }

    [Fact]
    public void Values_from_the_modulus_on_are_read_modulo_it_and_refused_as_canonical()
    {
        BigInteger top = BigInteger.Pow(2, 255);
        foreach (BigInteger value in (BigInteger[])[0, 1, P - 2, P - 1, P, P + 1, P + 5, P + 17, P + 18, top - 2, top - 1])
        {
            byte[] octets = Octets(value);
            Assert.Equal(value < P, Field25519.TryReadCanonical(octets, out _));
            Field25519 read = Field25519.Read(octets);
            Assert.Equal(value % P, Value(read) % P);
            Assert.Equal((value % P).IsZero ? ulong.MaxValue : 0, read.ZeroMask());
            byte[] written = new byte[32];
            read.Write(written);
            Assert.Equal(Octets(value % P), written);
        }
    }

    [Fact]
    public void Inverses_and_roots_agree_with_big_integers()
    {
        for (int i = 0; i < 300; i++)
        {
            Field25519 a = Next(Loose);
            BigInteger value = Value(a) % P;
            Field25519.Invert(out Field25519 r, a);
            Assert.Equal(BigInteger.ModPow(value, P - 2, P), Value(r) % P);

            Field25519 n = Next(Loose);
            ulong exists = Field25519.SquareRootOfRatio(out r, n, a);
            BigInteger ratio = Value(n) * BigInteger.ModPow(value, P - 2, P) % P;
            bool square = (Value(n) % P).IsZero || (!value.IsZero && BigInteger.ModPow(ratio, (P - 1) / 2, P).IsOne);
            Assert.Equal(square ? ulong.MaxValue : 0, exists);
            if (square)
            {
                Assert.Equal(ratio, Value(r) * Value(r) % P);
            }
        }
    }

    [Fact]
    public void Two_roots_at_once_are_the_two_roots()
    {
        for (int i = 0; i < 300; i++)
        {
            Field25519[] v = [.. Enumerable.Range(0, 4).Select(_ => Next(Loose))];
            ulong first = Field25519.SquareRootOfRatio(out Field25519 r1, v[0], v[1]);
            ulong second = Field25519.SquareRootOfRatio(out Field25519 r2, v[2], v[3]);
            Assert.Equal(first & second, Field25519.SquareRootsOfRatios(out Field25519 b1, out Field25519 b2, v[0], v[1], v[2], v[3]));
            Assert.Equal(Value(r1) % P, Value(b1) % P);
            Assert.Equal(Value(r2) % P, Value(b2) % P);
        }
    }

    [Fact]
    public void Results_may_take_the_place_of_operands()
    {
        for (int i = 0; i < 200; i++)
        {
            Field25519 a = Next(Carried);
            Field25519 b = Next(Carried);
            Same((out Field25519 r, in Field25519 x, in Field25519 y) => Field25519.Multiply(out r, x, y), a, b);
            Same((out Field25519 r, in Field25519 x, in Field25519 y) => Field25519.Add(out r, x, y), a, b);
            Same((out Field25519 r, in Field25519 x, in Field25519 y) => Field25519.Subtract(out r, x, y), a, b);
            Same((out Field25519 r, in Field25519 x, in Field25519 _) => Field25519.Square(out r, x), a, b);
            Same((out Field25519 r, in Field25519 x, in Field25519 _) => Field25519.Negate(out r, x), a, b);
            Same((out Field25519 r, in Field25519 x, in Field25519 _) => Field25519.MultiplySmall(out r, x, 121665), a, b);
            Same((out Field25519 r, in Field25519 x, in Field25519 y) => Field25519.Select(out r, x, y, ulong.MaxValue), a, b);
        }

        Field25519 c = Next(Carried);
        Field25519.Invert(out Field25519 separate, c);
        Field25519.Invert(out c, c);
        Assert.Equal(Value(separate), Value(c));
    }

    [Fact]
    public void Selection_and_exchange_follow_the_mask()
    {
        Field25519 a = Next(Loose);
        Field25519 b = Next(Loose);
        Field25519.Select(out Field25519 r, a, b, 0);
        Assert.Equal(Limbs(a), Limbs(r));
        Field25519.Select(out r, a, b, ulong.MaxValue);
        Assert.Equal(Limbs(b), Limbs(r));
        Field25519 x = a;
        Field25519 y = b;
        Field25519.Swap(ref x, ref y, 0);
        Assert.Equal((Value(a), Value(b)), (Value(x), Value(y)));
        Field25519.Swap(ref x, ref y, ulong.MaxValue);
        Assert.Equal((Value(b), Value(a)), (Value(x), Value(y)));
        Field25519.NegateIf(out r, a, 0);
        Assert.Equal(Value(a), Value(r));
        Field25519.NegateIf(out r, a, ulong.MaxValue);
        Assert.Equal((P - (Value(a) % P)) % P, Value(r) % P);
    }

    private static void Same(Operation operation, in Field25519 a, in Field25519 b)
    {
        operation(out Field25519 expected, a, b);
        Field25519 first = a;
        operation(out first, first, b);
        Assert.Equal(Limbs(expected), Limbs(first));
        Field25519 second = b;
        operation(out second, a, second);
        Assert.Equal(Limbs(expected), Limbs(second));
    }

    private static void Check(BigInteger expected, in Field25519 r, in Field25519 a, in Field25519 b)
    {
        expected = ((expected % P) + P) % P;
        bool carried = Limbs(r).All(limb => limb < Carried);
        if (expected != Value(r) % P || !carried)
        {
            Assert.Fail($"a = [{string.Join(' ', Limbs(a))}], b = [{string.Join(' ', Limbs(b))}], r = [{string.Join(' ', Limbs(r))}]");
        }
    }

    private static ulong[] Limbs(in Field25519 a) => MemoryMarshal.Cast<Field25519, ulong>(new ReadOnlySpan<Field25519>(in a)).ToArray();

    private static BigInteger Value(in Field25519 a) =>
        Limbs(a).Reverse().Aggregate(BigInteger.Zero, (sum, limb) => (sum << 51) + limb);

    private static byte[] Octets(BigInteger value)
    {
        byte[] octets = new byte[32];
        Assert.True(value.TryWriteBytes(octets, out _, isUnsigned: true));
        return octets;
    }

    private Field25519 Next(ulong bound)
    {
        Span<ulong> limbs = stackalloc ulong[5];
        int shape = _random.Next(6);
        int tail = _random.Next(5);
        for (int i = 0; i < 5; i++)
        {
            limbs[i] = shape switch
            {
                0 => Random(bound),
                1 => i <= tail ? Random(bound) : 0,
                2 => i >= tail ? (1UL << 51) - 1 : Random(2),
                3 => bound - 1,
                4 => Edge(bound),
                _ => _random.Next(2) == 0 ? Random(bound) : Edge(bound),
            };
        }

        return MemoryMarshal.Cast<ulong, Field25519>(limbs)[0];
    }

    private ulong Random(ulong bound) => BitConverter.ToUInt64(_random.Bytes(8)) % bound;

    private ulong Edge(ulong bound) => _random.Next(7) switch
    {
        0 => 0,
        1 => 1,
        2 => (1UL << 51) - 1,
        3 => (1UL << 51) - 2,
        4 => 1UL << 51,
        5 => 1UL << 50,
        _ => bound - 1,
    };

    private delegate void Operation(out Field25519 r, in Field25519 a, in Field25519 b);
}

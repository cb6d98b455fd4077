using System.Numerics;
using System.Runtime.InteropServices;

namespace Mesh.Cryptography.Tests.Curves;

/// <summary>
/// The field against BigInteger, on random limbs and on the edges where carries go wrong: limbs 0, 1, all ones, the largest that an
/// operation admits, short values, all ones with a short tail.
/// </summary>
public class Field448Tests
{
    private const int Rounds = 20_000;

    // The bounds of the two states of a value, see Field448.
    private const ulong Carried = (1UL << 56) + (1UL << 8);
    private const ulong Loose = (1UL << 57) + (1UL << 9);

    private static readonly BigInteger P = BigInteger.Pow(2, 448) - BigInteger.Pow(2, 224) - 1;

    private readonly SeededRandom _random = new(nameof(Field448Tests));

    [Fact]
    public void Products_agree_with_big_integers()
    {
        for (int i = 0; i < Rounds; i++)
        {
            Field448 a = Next(Loose);
            Field448 b = Next(Loose);
            Field448.Multiply(out Field448 r, a, b);
            Check(Value(a) * Value(b), r, a, b);
        }
    }

    [Fact]
    public void Squares_agree_with_big_integers()
    {
        for (int i = 0; i < Rounds; i++)
        {
            Field448 a = Next(Loose);
            Field448.Square(out Field448 r, a);
            Check(Value(a) * Value(a), r, a, a);
        }
    }

    [Fact]
    public void Products_with_small_numbers_agree_with_big_integers()
    {
        foreach (ulong c in (ulong[])[0, 1, 39081, 156324, 156328, (1 << 20) - 1])
        {
            for (int i = 0; i < Rounds / 5; i++)
            {
                Field448 a = Next(Loose);
                Field448.MultiplySmall(out Field448 r, a, c);
                Check(Value(a) * c, r, a, a);
            }
        }
    }

    [Fact]
    public void Sums_and_differences_agree_with_big_integers()
    {
        for (int i = 0; i < Rounds; i++)
        {
            Field448 a = Next(Carried);
            Field448 b = Next(Carried);
            Field448.Add(out Field448 r, a, b);
            Assert.Equal(Value(a) + Value(b), Value(r));
            Assert.All(Limbs(r), limb => Assert.True(limb < Loose));

            a = Next(Loose);
            b = Next(Loose);
            Field448.Subtract(out r, a, b);
            Check(Value(a) - Value(b), r, a, b);
            Field448.Negate(out r, b);
            Check(-Value(b), r, b, b);
        }
    }

    [Fact]
    public void Encodings_are_the_least_representatives()
    {
        Span<byte> octets = stackalloc byte[56];
        for (int i = 0; i < Rounds; i++)
        {
            Field448 a = Next(Loose);
            BigInteger expected = Value(a) % P;
            a.Write(octets);
            Assert.Equal(expected, new BigInteger(octets, isUnsigned: true));
            Assert.Equal(expected.IsEven ? 0UL : 1UL, a.Parity());
            Assert.Equal(expected.IsZero ? ulong.MaxValue : 0, a.ZeroMask());
            Assert.True(Field448.TryReadCanonical(octets, out Field448 back));
            Assert.Equal(expected, Value(back));
        }
    }

    [Fact]
    public void Values_from_the_modulus_on_are_read_modulo_it_and_refused_as_canonical()
    {
        BigInteger top = BigInteger.Pow(2, 448);
        foreach (BigInteger value in (BigInteger[])[0, 1, P - 2, P - 1, P, P + 1, P + 5, top - 2, top - 1])
        {
            byte[] octets = Octets(value);
            Assert.Equal(value < P, Field448.TryReadCanonical(octets, out _));
            Field448 read = Field448.Read(octets);
            Assert.Equal(value % P, Value(read) % P);
            Assert.Equal((value % P).IsZero ? ulong.MaxValue : 0, read.ZeroMask());
            byte[] written = new byte[56];
            read.Write(written);
            Assert.Equal(Octets(value % P), written);
        }
    }

    [Fact]
    public void Inverses_and_roots_agree_with_big_integers()
    {
        for (int i = 0; i < 300; i++)
        {
            Field448 a = Next(Loose);
            BigInteger value = Value(a) % P;
            Field448.Invert(out Field448 r, a);
            Assert.Equal(BigInteger.ModPow(value, P - 2, P), Value(r) % P);
            Field448.InverseSquareRoot(out r, a);
            Assert.Equal(BigInteger.ModPow(value, (P - 3) / 4, P), Value(r) % P);

            Field448 n = Next(Loose);
            ulong exists = Field448.SquareRootOfRatio(out r, n, a);
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
    public void Results_may_take_the_place_of_operands()
    {
        for (int i = 0; i < 200; i++)
        {
            Field448 a = Next(Carried);
            Field448 b = Next(Carried);
            Same((out Field448 r, in Field448 x, in Field448 y) => Field448.Multiply(out r, x, y), a, b);
            Same((out Field448 r, in Field448 x, in Field448 y) => Field448.Add(out r, x, y), a, b);
            Same((out Field448 r, in Field448 x, in Field448 y) => Field448.Subtract(out r, x, y), a, b);
            Same((out Field448 r, in Field448 x, in Field448 _) => Field448.Square(out r, x), a, b);
            Same((out Field448 r, in Field448 x, in Field448 _) => Field448.Negate(out r, x), a, b);
            Same((out Field448 r, in Field448 x, in Field448 _) => Field448.MultiplySmall(out r, x, 39081), a, b);
            Same((out Field448 r, in Field448 x, in Field448 y) => Field448.Select(out r, x, y, ulong.MaxValue), a, b);
        }

        Field448 c = Next(Carried);
        Field448.Invert(out Field448 separate, c);
        Field448.Invert(out c, c);
        Assert.Equal(Value(separate), Value(c));
    }

    [Fact]
    public void Selection_and_exchange_follow_the_mask()
    {
        Field448 a = Next(Loose);
        Field448 b = Next(Loose);
        Field448.Select(out Field448 r, a, b, 0);
        Assert.Equal(Limbs(a), Limbs(r));
        Field448.Select(out r, a, b, ulong.MaxValue);
        Assert.Equal(Limbs(b), Limbs(r));
        Field448 x = a;
        Field448 y = b;
        Field448.Swap(ref x, ref y, 0);
        Assert.Equal((Value(a), Value(b)), (Value(x), Value(y)));
        Field448.Swap(ref x, ref y, ulong.MaxValue);
        Assert.Equal((Value(b), Value(a)), (Value(x), Value(y)));
        Field448.NegateIf(out r, a, 0);
        Assert.Equal(Value(a), Value(r));
        Field448.NegateIf(out r, a, ulong.MaxValue);
        Assert.Equal((P - (Value(a) % P)) % P, Value(r) % P);
    }

    private static void Same(Operation operation, in Field448 a, in Field448 b)
    {
        operation(out Field448 expected, a, b);
        Field448 first = a;
        operation(out first, first, b);
        Assert.Equal(Limbs(expected), Limbs(first));
        Field448 second = b;
        operation(out second, a, second);
        Assert.Equal(Limbs(expected), Limbs(second));
    }

    private static void Check(BigInteger expected, in Field448 r, in Field448 a, in Field448 b)
    {
        expected = ((expected % P) + P) % P;
        bool carried = Limbs(r).All(limb => limb < Carried);
        if (expected != Value(r) % P || !carried)
        {
            Assert.Fail($"a = [{string.Join(' ', Limbs(a))}], b = [{string.Join(' ', Limbs(b))}], r = [{string.Join(' ', Limbs(r))}]");
        }
    }

    private static ulong[] Limbs(in Field448 a) => MemoryMarshal.Cast<Field448, ulong>(new ReadOnlySpan<Field448>(in a)).ToArray();

    private static BigInteger Value(in Field448 a) =>
        Limbs(a).Reverse().Aggregate(BigInteger.Zero, (sum, limb) => (sum << 56) + limb);

    private static byte[] Octets(BigInteger value)
    {
        byte[] octets = new byte[56];
        Assert.True(value.TryWriteBytes(octets, out _, isUnsigned: true));
        return octets;
    }

    private Field448 Next(ulong bound)
    {
        Span<ulong> limbs = stackalloc ulong[8];
        int shape = _random.Next(6);
        int tail = _random.Next(8);
        for (int i = 0; i < 8; i++)
        {
            limbs[i] = shape switch
            {
                0 => Random(bound),
                1 => i <= tail ? Random(bound) : 0,
                2 => i >= tail ? (1UL << 56) - 1 : Random(2),
                3 => bound - 1,
                4 => Edge(bound),
                _ => _random.Next(2) == 0 ? Random(bound) : Edge(bound),
            };
        }

        return MemoryMarshal.Cast<ulong, Field448>(limbs)[0];
    }

    private ulong Random(ulong bound) => BitConverter.ToUInt64(_random.Bytes(8)) % bound;

    private ulong Edge(ulong bound) => _random.Next(7) switch
    {
        0 => 0,
        1 => 1,
        2 => (1UL << 56) - 1,
        3 => (1UL << 56) - 2,
        4 => 1UL << 56,
        5 => 1UL << 55,
        _ => bound - 1,
    };

    private delegate void Operation(out Field448 r, in Field448 a, in Field448 b);
}

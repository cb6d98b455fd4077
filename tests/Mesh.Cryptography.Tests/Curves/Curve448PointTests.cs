using System.Text.Json;

namespace Mesh.Cryptography.Tests.Curves;

public class Curve448PointTests
{
    private const string Threshold = "threshold.json";

    private static readonly byte[] MinusOne = [0xFE, .. Enumerable.Repeat((byte)0xFF, 27), 0xFE, .. Enumerable.Repeat((byte)0xFF, 27), 0];

    public static TheoryData<string> Encodings => Vectors.Ids(Threshold, c => c.Text("group") == "encoding" && c.Text("alg") == "X448");

    public static TheoryData<string> Rejected =>
        Vectors.Ids(Threshold, c => c.Text("group") == "encoding-reject" && c.Text("alg") == "X448" && c.Has("signed"));

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Decodes_and_encodes_the_published_points(string id)
    {
        JsonElement c = Vectors.Case(Threshold, id);
        Curve448Point point = Curve448Point.Decode(c.Hex("signed"));
        Assert.Equal(c.Hex("signed"), point.Encode());
        Assert.Equal(c.Hex("unsigned"), point.U);
        Assert.True(point.IsPrimeOrder);
        bool odd = (c.Hex("v")[0] & 1) != 0;
        Curve448Point lifted = Curve448Point.LiftEven(c.Hex("unsigned"));
        Assert.Equal(odd ? point.Negate() : point, lifted);
    }

    [Theory]
    [MemberData(nameof(Rejected))]
    public void Refuses_the_published_bad_points(string id)
    {
        JsonElement c = Vectors.Case(Threshold, id);
        CryptoError code = Assert.Throws<CryptoException>(() => Curve448Point.Decode(c.Hex("signed"))).Code;
        Assert.Equal(c.GetProperty("expected").Text("error") == "low-order" ? CryptoError.SmallOrder : CryptoError.InvalidPoint, code);
    }

    [Fact]
    public void Refuses_small_orders_in_either_form()
    {
        JsonElement c = Vectors.Case(Threshold, "agree-direct-X448-low-order");
        byte[] order4 = c.GetProperty("ephemeral").Hex("publicSigned");
        Assert.Equal(MinusOne, order4);
        Assert.Equal(CryptoError.SmallOrder, Code(() => Curve448Point.Decode(order4)));
        Assert.Equal(CryptoError.SmallOrder, Code(() => Curve448Point.LiftEven(order4.AsSpan(0, 56))));
        Assert.Equal(CryptoError.SmallOrder, Code(() => Curve448Point.Decode(new byte[57])));
        Assert.Equal(CryptoError.SmallOrder, Code(() => Curve448Point.LiftEven(new byte[56])));
        Assert.Equal(CryptoError.InvalidPoint, Code(() => Curve448Point.Decode([.. new byte[56], 0x80])));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(56)]
    [InlineData(58)]
    public void Refuses_other_lengths(int length)
    {
        Assert.Equal(CryptoError.InvalidLength, Code(() => Curve448Point.Decode(new byte[length])));
        Assert.Equal(CryptoError.InvalidLength, Code(() => Curve448Point.LiftEven(new byte[length == 56 ? 57 : length])));
    }

    [Fact]
    public void Every_sign_octet_but_two_is_refused()
    {
        byte[] encoded = Random("sign").Encode();
        for (int sign = 0; sign < 256; sign++)
        {
            encoded[56] = (byte)sign;
            if (sign is 0 or 0x80)
            {
                Assert.Equal(encoded, Curve448Point.Decode(encoded).Encode());
            }
            else
            {
                Assert.Equal(CryptoError.InvalidPoint, Code(() => Curve448Point.Decode(encoded)));
            }
        }
    }

    [Fact]
    public void Sums_satisfy_the_laws_of_a_group()
    {
        for (int i = 0; i < 20; i++)
        {
            Curve448Point p = Random($"p{i}");
            Curve448Point q = Random($"q{i}");
            Curve448Point r = Random($"r{i}");
            Assert.Equal(p.Add(q), q.Add(p));
            Assert.Equal(p.Add(q).Encode(), q.Add(p).Encode());
            Assert.Equal(p.Add(q).Add(r), p.Add(q.Add(r)));
            Assert.Equal(p, p.Add(q).Add(q.Negate()));
            Assert.Equal(p.Negate().U, p.U);
            Assert.NotEqual(p, p.Negate());
            Assert.Equal(CryptoError.NeutralPoint, Code(() => p.Add(p.Negate())));
        }
    }

    [Fact]
    public void Sums_of_keys_are_keys_of_sums()
    {
        var random = new SeededRandom(nameof(Sums_of_keys_are_keys_of_sums));
        for (int i = 0; i < 20; i++)
        {
            using var a = ResidueScalar448.Random(random);
            using var b = ClampedScalar448.Random(random);
            using ResidueScalar448 sum = a.Add(b.ToResidue());
            Curve448Point point = Curve448Point.Decode(X448.PublicKey(a)).Add(Curve448Point.Decode(X448.PublicKey(b)));
            Assert.Equal(X448.PublicKey(sum), point.Encode());
        }
    }

    [Fact]
    public void Points_with_a_part_of_small_order_are_recognised_and_added_correctly()
    {
        JsonElement c = Vectors.Case(Threshold, "agree-direct-X448-torsion").GetProperty("ephemeral");
        Curve448Point mixed = Curve448Point.Decode(c.Hex("publicSigned"));
        Assert.False(mixed.IsPrimeOrder);

        // Four times the point is of prime order; the difference of the point and its double twice removed is not.
        Curve448Point four = mixed.Add(mixed).Add(mixed.Add(mixed));
        Assert.True(four.IsPrimeOrder);
        Assert.False(four.Add(mixed).IsPrimeOrder);
        Assert.Equal(four, Curve448Point.Decode(four.Encode()));
    }

    [Fact]
    public void A_sum_of_order_2_has_an_encoding_that_is_refused_as_a_key()
    {
        // With T = (-1, v) of order 4 a part of P, P + P - 2 (P - T) = 2T = (0, 0).
        JsonElement c = Vectors.Case(Threshold, "agree-direct-X448-torsion").GetProperty("ephemeral");
        Curve448Point mixed = Curve448Point.Decode(c.Hex("publicSigned"));
        Curve448Point four = mixed.Add(mixed).Add(mixed.Add(mixed));

        // k = 1/4 modulo L: [k] four is the part of prime order.
        Curve448Point prime = Quarter(four);
        Assert.True(prime.IsPrimeOrder);
        Curve448Point two = mixed.Add(mixed).Add(prime.Add(prime).Negate());
        Assert.Equal(new byte[57], two.Encode());
        Assert.Equal(CryptoError.NeutralPoint, Code(() => two.Add(two)));

        static Curve448Point Quarter(Curve448Point p)
        {
            ExtendedPoint448<Curve448Form>.Multiply(
                out ExtendedPoint448<Curve448Form> r, Scalar448.Halve(Scalar448.Halve(Scalar448.One)), p.Extended);
            return new Curve448Point(r);
        }
    }

    private static Curve448Point Random(string seed)
    {
        using var key = ResidueScalar448.Random(new SeededRandom(seed));
        return Curve448Point.Decode(X448.PublicKey(key));
    }

    private static CryptoError Code(Func<object> action) => Assert.Throws<CryptoException>(action).Code;
}

using System.Numerics;
using System.Text.Json;

namespace Mesh.Cryptography.Tests.Sharing;

public class ShamirSharingTests
{
    private const string File = "udf.json";

    public static TheoryData<string> Splits => Vectors.Ids(File, c => c.Text("kind") == "shamir-split");

    [Theory]
    [MemberData(nameof(Splits))]
    public void Splits_and_recovers_as_published(string id)
    {
        JsonElement c = Vectors.Case(File, id);
        JsonElement inputs = c.GetProperty("inputs");
        byte[] secret = inputs.Hex("secret");
        int threshold = inputs.GetProperty("threshold").GetInt32();
        byte[][] draws = [.. inputs.GetProperty("coefficients_decimal").EnumerateArray().Skip(1)
            .Select(e => Octets(BigInteger.Parse(e.GetString()!, null), secret.Length + 1))];
        var random = new KnownRandom(draws);
        IReadOnlyList<ShamirShare> shares = ShamirSharing.Split(secret, threshold, inputs.GetProperty("shares").GetInt32(), random);
        Assert.Equal(0, random.Remaining);
        string[] values = [.. c.GetProperty("expected").GetProperty("values_decimal").EnumerateArray().Select(e => e.GetString()!)];
        Assert.Equal(values, shares.Select(s => Number(s.Value.Reveal()).ToString(null, null)));
        Assert.Equal(Enumerable.Range(1, shares.Count), shares.Select(s => s.Abscissa));
        Assert.Equal(secret, ShamirSharing.Recover([.. shares.Skip(shares.Count - threshold)]).Reveal().ToArray());
        Assert.Equal(secret, ShamirSharing.Recover([.. shares.Reverse()], threshold).Reveal().ToArray());
    }

    [Fact]
    public void Recovers_the_published_shares_from_every_pair()
    {
        JsonElement expected = Vectors.Case(File, "udf-share-1").GetProperty("expected");
        ShamirShare[] shares = [.. expected.GetProperty("points").EnumerateArray()
            .Select(p => new ShamirShare(p.GetProperty("x").GetInt32(), p.Hex("y")))];
        foreach (ShamirShare left in shares)
        {
            foreach (ShamirShare right in shares.Where(s => s != left))
            {
                Assert.Equal(expected.Hex("secret"), ShamirSharing.Recover([left, right]).Reveal().ToArray());
            }
        }
    }

    [Fact]
    public void The_moduli_are_those_of_the_published_table()
    {
        JsonElement table = Vectors.Case(File, "udf-primes").GetProperty("expected").GetProperty("table");
        Assert.Equal(64, table.GetArrayLength());
        foreach (JsonElement row in table.EnumerateArray())
        {
            int size = row.GetProperty("bytes").GetInt32();
            BigInteger p = BigInteger.Pow(2, 8 * size) + row.GetProperty("offset").GetInt32();
            var field = new ShareField(size);
            ulong[] one = [1, .. new ulong[field.Limbs - 1]];
            ulong[] minusOne = new ulong[field.Limbs];
            field.Modulus.Negate(minusOne, one);
            Assert.Equal(p - 1, Number(minusOne));
        }
    }

    [Fact]
    public void The_fields_agree_with_big_integers()
    {
        var random = new SeededRandom(nameof(The_fields_agree_with_big_integers));
        for (int size = 1; size <= 64; size++)
        {
            var field = new ShareField(size);
            BigInteger p = Modulus(field);
            for (int i = 0; i < 60; i++)
            {
                ulong[] a = Next(field, random);
                ulong[] b = Next(field, random);
                ulong[] r = new ulong[field.Limbs];
                field.Modulus.Add(r, a, b);
                Assert.Equal((Number(a) + Number(b)) % p, Number(r));
                field.Modulus.Multiply(r, a, b);
                Assert.Equal(Number(a) * Number(b) % p, Number(r));
                field.Modulus.Negate(r, a);
                Assert.Equal((p - Number(a)) % p, Number(r));
                if (i < 3)
                {
                    field.Modulus.InvertPublic(r, a);
                    Assert.Equal(BigInteger.ModPow(Number(a), p - 2, p), Number(r));
                }
            }
        }
    }

    [Fact]
    public void Any_threshold_of_shares_of_any_secret_recovers_it_and_fewer_do_not()
    {
        var random = new SeededRandom(nameof(Any_threshold_of_shares_of_any_secret_recovers_it_and_fewer_do_not));
        for (int size = 1; size <= 64; size++)
        {
            byte[] secret = random.Bytes(size);
            secret.AsSpan(0, random.Next(size)).Fill(random.Next(2) == 0 ? (byte)0 : (byte)0xFF);
            int count = 1 + random.Next(15);
            int threshold = 1 + random.Next(count);
            List<ShamirShare> shares = [.. ShamirSharing.Split(secret, threshold, count, random)];
            while (shares.Count > threshold)
            {
                shares.RemoveAt(random.Next(shares.Count));
            }

            Assert.Equal(secret, ShamirSharing.Recover(shares).Reveal().ToArray());
            if (size >= 8 && threshold > 1)
            {
                Assert.NotEqual(secret, ShamirSharing.Recover([.. shares.Skip(1)]).Reveal().ToArray());
            }
        }
    }

    [Fact]
    [Requirement("ESC-02")]
    public void One_share_too_few_is_as_likely_for_any_secret()
    {
        // Over the smallest field but one, each octet of a lone share against the even distribution: chi squared with 255 degrees of freedom.
        const int Splits = 25_600;
        var random = new SeededRandom(nameof(One_share_too_few_is_as_likely_for_any_secret));
        foreach (byte[] secret in (byte[][])[[0, 0], [0xFF, 0xFF], [0x12, 0x34]])
        {
            int[,] seen = new int[4, 256];
            for (int i = 0; i < Splits; i++)
            {
                IReadOnlyList<ShamirShare> shares = ShamirSharing.Split(secret, 2, 2, random);
                for (int octet = 0; octet < 4; octet++)
                {
                    seen[octet, shares[octet / 2].Value.Reveal()[octet % 2]]++;
                }
            }

            for (int octet = 0; octet < 4; octet++)
            {
                double expected = Splits / 256.0;
                double chi = Enumerable.Range(0, 256).Sum(v => Math.Pow(seen[octet, v] - expected, 2) / expected);
                Assert.InRange(chi, 150, 370);
            }
        }
    }

    [Fact]
    public void A_value_that_does_not_fit_its_octets_makes_new_coefficients()
    {
        // n = 1, p = 257: with a0 = 255 and a1 = 1 the share at 1 is 256.
        var random = new KnownRandom([0, 1], [0, 2]);
        IReadOnlyList<ShamirShare> shares = ShamirSharing.Split([255], 2, 2, random);
        Assert.Equal(0, random.Remaining);
        Assert.Equal([0, 2], shares.Select(s => (int)s.Value.Reveal()[0]));
        Assert.Equal([255], ShamirSharing.Recover(shares).Reveal().ToArray());
    }

    [Fact]
    public void Coefficients_at_or_above_the_modulus_are_drawn_again()
    {
        var random = new KnownRandom([1, 1], [0xFF, 5], [0xFE, 3]);
        IReadOnlyList<ShamirShare> shares = ShamirSharing.Split([7], 2, 1 + 1, random);
        Assert.Equal([10, 13], shares.Select(s => (int)s.Value.Reveal()[0]));
    }

    [Fact]
    public void Refuses_sets_that_cannot_be_of_one_split()
    {
        var random = new SeededRandom("sets");
        IReadOnlyList<ShamirShare> shares = ShamirSharing.Split(random.Bytes(16), 2, 4, random);
        Assert.Equal(CryptoError.InvalidShares, Code(() => ShamirSharing.Recover([])));
        Assert.Equal(CryptoError.InvalidShares, Code(() => ShamirSharing.Recover([shares[0], shares[0]])));
        Assert.Equal(CryptoError.InvalidShares, Code(() => ShamirSharing.Recover([shares[0], new ShamirShare(2, new byte[15])])));
        Assert.Equal(CryptoError.InvalidShares, Code(() => ShamirSharing.Recover([shares[0]], 2)));
        Assert.Equal(CryptoError.InvalidShares, Code(() => ShamirSharing.Recover(shares, 0)));

        byte[] altered = shares[3].Value.Reveal().ToArray();
        altered[15] ^= 1;
        var e = Assert.Throws<CryptoException>(() => ShamirSharing.Recover([.. shares.Take(3), new ShamirShare(4, altered)], 2));
        Assert.Equal((CryptoError.InvalidShares, true), (e.Code, e.Message.Contains("abscissa 4", StringComparison.Ordinal)));

        // f(1) = 0, f(2) = 1 is the line through -1 = p - 1, which is no value of one octet.
        Assert.Equal(CryptoError.InvalidShares, Code(() => ShamirSharing.Recover([new ShamirShare(1, [0]), new ShamirShare(2, [1])])));
    }

    [Theory]
    [InlineData(0, 1, 1)]
    [InlineData(65, 1, 1)]
    [InlineData(16, 0, 1)]
    [InlineData(16, 2, 1)]
    [InlineData(16, 2, 16)]
    public void Refuses_parameters_out_of_range(int length, int threshold, int count)
    {
        Assert.Throws<CryptoException>(() => ShamirSharing.Split(new byte[length], threshold, count, new SeededRandom("x")));
    }

    [Theory]
    [InlineData(0, 16)]
    [InlineData(17, 16)]
    [InlineData(1, 0)]
    [InlineData(1, 65)]
    public void Refuses_shares_out_of_range(int abscissa, int length)
    {
        Assert.Throws<CryptoException>(() => new ShamirShare(abscissa, new byte[length]));
    }

    private static CryptoError Code(Action action) => Assert.Throws<CryptoException>(action).Code;

    private static BigInteger Modulus(ShareField field)
    {
        ulong[] one = [1, .. new ulong[field.Limbs - 1]];
        field.Modulus.Negate(one, one);
        return Number(one) + 1;
    }

    private static ulong[] Next(ShareField field, SeededRandom random)
    {
        ulong[] element = new ulong[field.Limbs];
        switch (random.Next(4))
        {
            case 0:
                element[0] = (ulong)random.Next(3);
                break;
            case 1:
                element[0] = (ulong)random.Next(3);
                field.Modulus.Negate(element, element);
                break;
            default:
                field.Draw(random, element);
                break;
        }

        return element;
    }

    private static BigInteger Number(ReadOnlySpan<byte> octets) => new(octets, isUnsigned: true, isBigEndian: true);

    private static BigInteger Number(ulong[] limbs) => limbs.Reverse().Aggregate(BigInteger.Zero, (sum, limb) => (sum << 64) + limb);

    private static byte[] Octets(BigInteger value, int length)
    {
        byte[] octets = value.ToByteArray(isUnsigned: true, isBigEndian: true);
        return [.. new byte[length - octets.Length], .. octets];
    }
}

using System.Globalization;
using System.Numerics;
using System.Text.Json;
using Mesh.Cryptography;

namespace Mesh.Keys.Tests.Shares;

public class EscrowSharesTests
{
    private const string Seed = "ZAAQ-FKAT-PL72-4IHW-GIKY-IG5T-2IJG-JHC2-PMI7-44XR-HSBH-TKZI-WPNZ-F2XT";

    public static TheoryData<string> Recovered => KeyVectors.Udf.Ids("shamir-recover");

    public static TheoryData<string> Made => KeyVectors.Udf.Ids("shamir-split");

    [Theory]
    [MemberData(nameof(Recovered))]
    [Requirement("ESC-01")]
    public void Every_quorum_of_published_shares_recovers_the_secret(string id)
    {
        JsonElement vector = KeyVectors.Udf[id];
        EscrowShare[] shares = [.. vector.In("shares").EnumerateArray().Select(s => EscrowShare.Parse(s.Text()))];
        foreach (EscrowShare[] quorum in Subsets(shares, vector.Expected("threshold").GetInt32()))
        {
            using SecretBytes secret = EscrowShares.Recover(quorum);
            Assert.Equal(vector.Expected("secret").Hex(), secret.Reveal().ToArray());
        }

        Assert.All(shares, s => Assert.Equal(vector.Expected("threshold").GetInt32(), s.Threshold));
        if (vector.GetProperty("expected").TryGetProperty("secret_udf_encryption", out JsonElement text))
        {
            using SymmetricKey key = EscrowShares.RecoverKey(shares);
            Assert.Equal(text.Text(), key.RevealUdf());
        }
    }

    [Theory]
    [MemberData(nameof(Made))]
    public void Splits_as_published(string id)
    {
        JsonElement vector = KeyVectors.Udf[id];
        using var secret = new SecretBytes(vector.In("secret").Hex());
        int threshold = vector.In("threshold").GetInt32();

        // The coefficients after the first, which is the secret, in the order and form in which they are drawn.
        byte[][] draws = [.. vector.In("coefficients_decimal").EnumerateArray().Skip(1).Select(c =>
            BigEndian(BigInteger.Parse(c.Text(), CultureInfo.InvariantCulture), secret.Length + 1))];
        IReadOnlyList<EscrowShare> shares = EscrowShares.Split(secret, threshold, vector.In("shares").GetInt32(), new KnownRandom(draws));
        Assert.Equal(vector.Expected("share_udfs").EnumerateArray().Select(s => s.Text()), shares.Select(s => s.RevealUdf()));
        foreach (EscrowShare[] quorum in Subsets([.. shares], threshold))
        {
            using SecretBytes recovered = EscrowShares.Recover(quorum);
            Assert.True(recovered.FixedTimeEquals(secret));
        }
    }

    [Fact]
    [Requirement("ESC-01")]
    public void The_published_recovery_shares_give_the_published_account()
    {
        using KeySeed seed = EscrowShares.RecoverSeed([.. KeyVectors.Udf["udf-share-escrow"].In("shares").EnumerateArray().Select(s => EscrowShare.Parse(s.Text()))]);
        Assert.Equal(Seed, seed.RevealUdf());
        using SignaturePrivateKey profile = seed.DeriveSignature(KeyNames.AccountProfile);
        Assert.Equal("MARP-HH6B-D2JW-WLQ6-RWPQ-2SLS-AI2V", profile.Kid);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 3)]
    [InlineData(3, 5)]
    [InlineData(15, 15)]
    [Requirement("ESC-09")]
    public void Quorum_and_number_of_shares_are_what_was_asked_for(int threshold, int count)
    {
        using KeySeed seed = KeySeed.Parse(Seed);
        IReadOnlyList<EscrowShare> shares = EscrowShares.Split(seed, threshold, count, new SeededRandom("shares"));
        Assert.Equal(count, shares.Count);
        Assert.All(shares, s => Assert.Equal(threshold, s.Threshold));
        using KeySeed all = EscrowShares.RecoverSeed(shares);
        using KeySeed last = EscrowShares.RecoverSeed([.. shares.TakeLast(threshold).Reverse()]);
        Assert.Equal((Seed, Seed), (all.RevealUdf(), last.RevealUdf()));
        if (threshold > 1)
        {
            Assert.Equal(KeyError.Shares, Assert.Throws<KeyException>(() => EscrowShares.Recover([.. shares.Take(threshold - 1)])).Code);
        }
    }

    [Fact]
    public void A_seed_that_does_not_fit_and_impossible_numbers_are_refused()
    {
        using KeySeed longest = KeySeed.Generate(SeedKind.MeshProfileAccount, new SeededRandom("z"), 61);
        using KeySeed longer = KeySeed.Generate(SeedKind.MeshProfileAccount, new SeededRandom("z"), 62);
        Assert.Equal(3, EscrowShares.Split(longest, 2, 3, new SeededRandom("s")).Count);
        Assert.Equal(KeyError.Shares, Assert.Throws<KeyException>(() => EscrowShares.Split(longer, 2, 3, new SeededRandom("s"))).Code);
        foreach ((int threshold, int count) in new[] { (0, 1), (3, 2), (2, 16), (-1, -1) })
        {
            Assert.Equal(KeyError.Shares, Assert.Throws<KeyException>(() => EscrowShares.Split(longest, threshold, count, new SeededRandom("s"))).Code);
        }
    }

    [Fact]
    [Requirement("ESC-03")]
    public void Any_mistyped_character_is_refused_or_found()
    {
        EscrowShare[] good = [.. Split(2, 3)];
        string text = good[0].RevealUdf();
        var set = EscrowShareSet.Create(good, new SeededRandom("set"));
        for (int i = 0; i < text.Length; i++)
        {
            // An eighth of the alphabet at each place, another one at the next.
            foreach (char c in "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".Where((c, j) => (i + j) % 8 == 0 && text[i] != '-' && c != text[i]))
            {
                string mistyped = string.Concat(text.AsSpan(0, i), [c], text.AsSpan(i + 1));
                if (!TryParse(mistyped, out EscrowShare? share))
                {
                    continue;
                }

                // Alone against the set; with a third share; and with the fewest shares by what they give.
                Assert.False(set.Contains(share!));
                Assert.Equal(KeyError.Shares, Refused(() => EscrowShares.Recover([share!, good[1]], set)));
                Assert.Equal(KeyError.Shares, Refused(() => EscrowShares.Recover([share!, good[1], good[2]])));
                Assert.True(Differs([share!, good[1]]));
            }
        }
    }

    [Fact]
    [Requirement("ESC-03")]
    public void A_bad_share_is_named()
    {
        EscrowShare[] good = [.. Split(2, 4)];
        EscrowShare bad = EscrowShares.Split(KeySeed.Generate(SeedKind.Any, new SeededRandom("other")), 2, 4, new SeededRandom("o"))[2];
        EscrowShare[] mixed = [good[0], good[1], bad, good[3]];
        Assert.Contains("share 3 ", Assert.Throws<KeyException>(() => EscrowShares.Recover(mixed)).Message, StringComparison.Ordinal);
        var set = EscrowShareSet.Create(good, new SeededRandom("set"));
        Assert.Contains("share 3 ", Assert.Throws<KeyException>(() => EscrowShares.RecoverSeed([good[0], bad], set)).Message, StringComparison.Ordinal);
        using KeySeed recovered = EscrowShares.RecoverSeed([good[0], good[3]], set);
        Assert.Equal(Seed, recovered.RevealUdf());
    }

    [Fact]
    public void A_bad_share_beside_enough_good_ones_is_left_out_where_the_set_tells_it()
    {
        EscrowShare[] good = [.. Split(3, 5)];
        using KeySeed other = KeySeed.Generate(SeedKind.Any, new SeededRandom("other"));
        IReadOnlyList<EscrowShare> others = EscrowShares.Split(other, 3, 5, new SeededRandom("o"));
        var set = EscrowShareSet.Create(good, new SeededRandom("set"));
        for (int bad = 0; bad < 5; bad++)
        {
            // Anywhere in the list, also as a second share of the same number.
            EscrowShare[] mixed = [.. good.Select((s, i) => i == bad ? others[i] : s)];
            using KeySeed replaced = EscrowShares.RecoverSeed(mixed, set);
            using KeySeed added = EscrowShares.RecoverSeed([others[bad], .. good], set);
            Assert.Equal((Seed, Seed), (replaced.RevealUdf(), added.RevealUdf()));
            Assert.Equal(KeyError.Shares, Refused(() => EscrowShares.RecoverSeed(mixed)));
        }

        Assert.Contains(
            "share 1, 2, 3 ",
            Assert.Throws<KeyException>(() => EscrowShares.Recover([.. others.Take(3), .. good.TakeLast(2)], set)).Message,
            StringComparison.Ordinal);
        Assert.Equal(KeyError.Shares, Refused(() => EscrowShares.Recover(others, set)));
        Assert.Equal(KeyError.Shares, Refused(() => EscrowShares.Recover([.. good.Take(2)], set)));
    }

    [Fact]
    public void Shares_that_do_not_belong_together_are_refused()
    {
        EscrowShare[] good = [.. Split(2, 3)];
        using var shorter = new SecretBytes(new byte[16]);
        Assert.Equal(KeyError.Shares, Refused(() => EscrowShares.Recover([])));
        Assert.Equal(KeyError.Shares, Refused(() => EscrowShares.Recover([good[0]])));
        Assert.Equal(KeyError.Shares, Refused(() => EscrowShares.Recover([good[0], good[0]])));
        Assert.Equal(KeyError.Shares, Refused(() => EscrowShares.Recover([good[0], Split(3, 3)[1]])));
        Assert.Equal(KeyError.Shares, Refused(() => EscrowShares.Recover([good[0], EscrowShares.Split(shorter, 2, 3, new SeededRandom("s"))[1]])));
        Assert.Equal(KeyError.Shares, Refused(() => EscrowShares.RecoverSeed([.. EscrowShares.Split(shorter, 2, 3, new SeededRandom("s"))])));
        using var tiny = new SecretBytes([1]);
        Assert.Equal(KeyError.Shares, Refused(() => EscrowShares.RecoverKey([.. EscrowShares.Split(tiny, 2, 3, new SeededRandom("s"))])));
    }

    [Fact]
    public void A_secret_that_begins_with_zeros_keeps_its_length()
    {
        using var secret = new SecretBytes([0, 0, 7, .. new byte[13]]);
        using SecretBytes recovered = EscrowShares.Recover([.. EscrowShares.Split(secret, 2, 3, new SeededRandom("s")).Take(2)]);
        Assert.Equal(secret.Reveal().ToArray(), recovered.Reveal().ToArray());
    }

    [Theory]
    [InlineData("")]
    [InlineData("SAQC")]
    [InlineData("ZAAQ-FKAT-PL72-4IHW-GIKY-IG5T-2IJG")]
    [InlineData("SAAC-YE5R-BE3C-37IF-AG43-SGNT-3NLP-VURL-YWEH-FTBE-J755-IN6F-ZPXR-N6O5-3AVQ")]
    [InlineData("SAQC-YE5R-BE3C-37IF-AG43-SGNT-3NLP-VURL-YWEH-FTBE-J755-IN6F-ZPXR-N6O5-3AVR")]
    [InlineData("SAQC-YE5R-BE3C-37IF-AG43-SGNT-3NLP-VURL-YWEH-FTBE-J755-IN6F-ZPXR-N6O5-3AVQ-AA")]
    [InlineData("SAQC-YE5R-BE3C-37IF-AG43-SGNT-3NLP-VURL-YWEH-FTBE-J755-IN6F-ZPXR-N6O5-3AV8")]
    public void Text_that_is_no_share_is_refused(string text) =>
        Assert.Equal(KeyError.Shares, Refused(() => EscrowShare.Parse(text).RevealBinary()));

    [Fact]
    [Requirement("ESC-08")]
    public void Nothing_of_a_share_is_printed()
    {
        EscrowShare share = Split(2, 3)[1];
        Assert.Equal("EscrowShare(2, 2 needed)", share.ToString());
        share.Dispose();
        Assert.Throws<ObjectDisposedException>(share.RevealUdf);
    }

    private static IReadOnlyList<EscrowShare> Split(int threshold, int count)
    {
        using KeySeed seed = KeySeed.Parse(Seed);
        return EscrowShares.Split(seed, threshold, count, new SeededRandom($"{threshold} of {count}"));
    }

    private static KeyError Refused(Func<SecretBytes> act) => Assert.Throws<KeyException>(act).Code;

    private static KeyError Refused(Func<IDisposable> act) => Assert.Throws<KeyException>(act).Code;

    private static bool TryParse(string text, out EscrowShare? share)
    {
        try
        {
            share = EscrowShare.Parse(text);
            return true;
        }
        catch (KeyException e) when (e.Code == KeyError.Shares)
        {
            share = null;
            return false;
        }
    }

    private static bool Differs(IReadOnlyList<EscrowShare> shares)
    {
        try
        {
            using KeySeed seed = EscrowShares.RecoverSeed(shares);
            return seed.RevealUdf() != Seed;
        }
        catch (KeyException e) when (e.Code == KeyError.Shares)
        {
            return true;
        }
    }

    private static IEnumerable<EscrowShare[]> Subsets(EscrowShare[] shares, int size) =>
        Enumerable.Range(0, 1 << shares.Length)
            .Where(mask => BitOperations.PopCount((uint)mask) == size)
            .Select(mask => shares.Where((_, i) => (mask & (1 << i)) != 0).ToArray());

    private static byte[] BigEndian(BigInteger value, int length)
    {
        byte[] octets = new byte[length];
        byte[] minimal = value.ToByteArray(isUnsigned: true, isBigEndian: true);
        minimal.CopyTo(octets, length - minimal.Length);
        return octets;
    }
}

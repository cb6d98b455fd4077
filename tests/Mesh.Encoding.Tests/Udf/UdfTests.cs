using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;

namespace Mesh.Encoding.Tests.Udfs;

public class UdfTests
{
    public static TheoryData<string> Types => UdfVectors.Set.Ids("type-identifier");

    public static TheoryData<string> Decoded => UdfVectors.Set.Ids("fixed-decode");

    public static TheoryData<string> Encoded => UdfVectors.Set.Ids("fixed-encode");

    public static TheoryData<string> Precisions => UdfVectors.Set.Ids("precision-rule");

    [Theory]
    [MemberData(nameof(Types))]
    public void Registered_types_have_their_octet_and_first_letter(string id)
    {
        JsonElement vector = UdfVectors.Set[id];
        byte type = (byte)vector.In("code").GetInt32();
        Assert.Equal(vector.Expected("hex").Text(), type.ToString("x2", System.Globalization.CultureInfo.InvariantCulture));
        Assert.True(UdfType.IsRegistered(type));
        Assert.StartsWith(vector.Expected("initial").Text(), Udf.FromOctets(type, new byte[16]).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Exactly_the_registered_types_are_known() =>
        Assert.Equal(Types.Count, Enumerable.Range(0, 256).Count(t => UdfType.IsRegistered((byte)t)));

    [Theory]
    [MemberData(nameof(Decoded))]
    public void Reads_published_fixed_length_values(string id)
    {
        JsonElement vector = UdfVectors.Set[id];
        string text = vector.In("udf").Text();
        Udf udf = Udf.Parse(text);
        Assert.Equal(vector.Expected("type").GetInt32(), udf.Type);
        Assert.Equal(vector.Expected("data").Hex(), udf.Data.ToArray());
        Assert.Equal(vector.Expected("reencodes_to").Text(), Udf.FromOctets(udf.Type, udf.Data.Span).ToString());
        Assert.Equal(text, udf.ToString());

        // Strictly read, only what a writer makes of whole octets passes.
        if (text == vector.Expected("reencodes_to").Text())
        {
            Assert.Equal(udf, Udf.ParseStrict(text));
        }
        else
        {
            Assert.Equal(EncodingError.Precision, Assert.Throws<EncodingException>(() => Udf.ParseStrict(text)).Code);
        }
    }

    [Theory]
    [MemberData(nameof(Encoded))]
    public void Writes_published_fixed_length_values(string id)
    {
        JsonElement vector = UdfVectors.Set[id];
        Udf udf = Udf.FromOctets((byte)vector.In("type").GetInt32(), vector.In("data").Hex());
        Assert.Equal(vector.Expected("udf").Text(), udf.ToString());
        Assert.Equal(udf, Udf.Parse(udf.ToString()));
    }

    [Theory]
    [MemberData(nameof(Precisions))]
    public void A_precision_counts_the_type_octet_and_comes_in_groups_of_four(string id)
    {
        JsonElement vector = UdfVectors.Set[id];
        int bits = vector.In("bits").GetInt32();
        string text = ContentDigest.Compute([], "text/plain").ToString(bits);
        Assert.Equal(vector.Expected("characters").GetInt32(), text.Count(c => c != '-'));
        Assert.Equal(vector.Expected("groups").GetInt32(), text.Split('-').Length);
        Assert.Equal(vector.Expected("digest_bits").GetInt32(), bits - 8);
        Assert.Equal(bits, Udf.ParseStrict(text).Bits);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(80)]
    [InlineData(90)]
    [InlineData(110)]
    [InlineData(145)]
    [InlineData(460)]
    public void Other_precisions_are_refused(int bits) => Assert.Equal(
        EncodingError.Precision,
        Assert.Throws<EncodingException>(() => ContentDigest.Compute([], "text/plain").ToString(bits)).Code);

    [Fact]
    public void Fixed_length_types_are_never_cut() =>
        Assert.Throws<EncodingException>(() => Udf.FromOctets(UdfType.DerivedKey, new byte[34]).ToString(140));

    [Fact]
    public void A_cut_fingerprint_does_not_give_more_than_it_has()
    {
        Udf cut = Udf.Parse(ContentDigest.Compute([1], "text/plain").ToString());
        Assert.Equal(140, cut.Bits);
        Assert.Equal(16, cut.Data.Length);
        Assert.Throws<EncodingException>(() => cut.ToString(200));
    }

    [Fact]
    public void A_short_form_matches_every_longer_one()
    {
        JsonElement vector = UdfVectors.Set["udf-match-prefix"];
        Udf shorter = Udf.Parse(vector.In("short").Text());
        Udf longer = Udf.Parse(vector.In("long").Text());
        Assert.True(shorter.Matches(longer));
        Assert.True(longer.Matches(shorter));
        Assert.True(Udf.Parse(vector.In("short").Text().ToLowerInvariant()).Matches(longer));
        Assert.False(shorter.Matches(longer, minimumBits: 140));
    }

    [Fact]
    public void Nothing_matches_on_fewer_than_100_bits()
    {
        string text = ContentDigest.Compute([], "text/plain").ToString(100);
        Assert.True(Udf.Parse(text).Matches(Udf.Parse(text)));
        Assert.False(Udf.Parse(text.AsSpan(0, text.Length - 1)).Matches(Udf.Parse(text)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Udf.Parse(text).Matches(Udf.Parse(text), 80));
    }

    [Fact]
    public void A_difference_in_any_bit_prevents_a_match()
    {
        Udf udf = Udf.Parse(ContentDigest.Compute([2], "text/plain").ToString());
        string text = udf.ToString();
        for (int i = 0; i < text.Length; i++)
        {
            for (int bit = 0; bit < 5 && text[i] != '-'; bit++)
            {
                const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
                char other = Alphabet[Alphabet.IndexOf(text[i], StringComparison.Ordinal) ^ (1 << bit)];
                Udf changed = Udf.Parse(text[..i] + other + text[(i + 1)..]);
                Assert.False(udf.Matches(changed));
                Assert.NotEqual(udf, changed);
            }
        }
    }

    [Theory]
    [InlineData("MB2G-K6DU-F5YG-YYLJ-NY5E-RWSH-Z")]
    [InlineData("YDLF-TRCY-GPUF-HGY3-7NRH-IIIG-DTGX")]
    [InlineData("MB5S-R4AJ-3FBT-7NHO")]
    [InlineData("NDTL-GUGD-IBJR-4ENF-M4E3-7YJY-OCL")]
    [InlineData("ND5L-Y3E6-GDDZ-KICR-NPDL-5WWM-4QSB")]
    public void Strict_reading_refuses_what_no_writer_makes(string text)
    {
        Assert.Equal(text, Udf.Parse(text).ToString());
        Assert.Throws<EncodingException>(() => Udf.ParseStrict(text));
    }

    [Theory]
    [InlineData("")]
    [InlineData("MB5")]
    [InlineData("MB5S-R4AJ-1")]
    [InlineData("alice@example.com")]
    public void Text_that_is_no_fingerprint_is_refused(string text)
    {
        Assert.False(Udf.TryParse(text, out _));
        Assert.Equal(EncodingError.Udf, Assert.Throws<EncodingException>(() => Udf.Parse(text)).Code);
    }

    [Fact]
    public void Very_long_text_is_refused() => Assert.False(Udf.TryParse(new string('A', Udf.MaximumTextLength + 1), out _));

    [Fact]
    public void A_type_that_is_not_registered_is_read_and_strictly_refused()
    {
        string text = Udf.FromOctets(0x33, new byte[16]).ToString();
        Assert.Equal(0x33, Udf.Parse(text).Type);
        Assert.Equal(EncodingError.Udf, Assert.Throws<EncodingException>(() => Udf.ParseStrict(text)).Code);
    }

    [Fact]
    public void Texts_of_different_length_are_not_equal_whatever_octets_they_fill() =>
        Assert.False(Udf.Parse("MAAAA").Equals(Udf.Parse("MAAAAA")));

    [Fact]
    public void Any_text_is_a_fingerprint_that_is_written_as_it_was_read_or_is_refused() =>
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), octets =>
        {
            string text = string.Concat(octets.Select(o => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567-a0"[o % 35]));
            return !Udf.TryParse(text, out Udf? udf)
                || (Undashed(udf.ToString()).Equals(Undashed(text), StringComparison.OrdinalIgnoreCase) && Udf.Parse(udf.ToString()).Equals(udf));
        }).QuickCheckThrowOnFailure();

    private static string Undashed(string text) => text.Replace("-", "", StringComparison.Ordinal);
}

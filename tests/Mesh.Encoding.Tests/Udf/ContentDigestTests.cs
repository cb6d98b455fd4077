using System.Text.Json;

namespace Mesh.Encoding.Tests.Udfs;

public class ContentDigestTests
{
    public static TheoryData<string> Published => UdfVectors.Set.Ids("content-digest");

    public static TheoryData<string> Levels => UdfVectors.Set.Ids("compression-level");

    [Theory]
    [MemberData(nameof(Published))]
    public void Gives_published_fingerprints(string id)
    {
        JsonElement vector = UdfVectors.Set[id];
        UdfDigest algorithm = UdfVectors.Algorithm(vector);
        string contentType = vector.In("content_type").Text();
        Udf udf = ContentDigest.Compute(vector.In("data").Hex(), contentType, algorithm);
        Assert.Equal(vector.Expected("tcdv").Hex(), udf.Data.ToArray());
        Assert.Equal(vector.Expected("type").GetInt32(), udf.Type);
        Assert.Equal(vector.Expected("udf").Text(), udf.ToString(vector.In("bits").GetInt32()));
        Assert.Equal(vector.Expected("typed_input").Hex(), ContentDigest.TypedInput(vector.Expected("cdv").Hex(), contentType));
        Assert.Equal(udf, ContentDigest.FromDigest(vector.Expected("cdv").Hex(), contentType, algorithm));
    }

    [Theory]
    [MemberData(nameof(Levels))]
    public void The_compression_level_counts_zero_bits_at_the_end(string id)
    {
        JsonElement vector = UdfVectors.Set[id];
        UdfDigest algorithm = vector.In("base_type").GetInt32() == UdfType.DigestSha2 ? UdfDigest.Sha2 : UdfDigest.Sha3;
        Assert.Equal(vector.Expected("type").GetInt32(), ContentDigest.TypeOf(vector.In("digest").Hex(), algorithm));
    }

    // The command-line guide's file of 14 octets.
    [Theory]
    [InlineData("text/plain", UdfDigest.Sha2, 140, "MDLI-GX2C-3OQB-BVWI-REXY-EB56-JG4R")]
    [InlineData("text/plain", UdfDigest.Sha2, 200, "MDLI-GX2C-3OQB-BVWI-REXY-EB56-JG4R-NYJQ-SWWT-UNJM")]
    [InlineData("application/binary", UdfDigest.Sha2, 140, "MDBI-EE4Z-7NSH-SYBU-JHYL-JTGH-QQEZ")]
    [InlineData("text/plain", UdfDigest.Sha3, 140, "KCYH-QB5Y-XZ6U-SXN2-WV63-AM4U-ZZIT")]
    public void Gives_the_values_of_the_command_line_guide(string contentType, UdfDigest algorithm, int bits, string expected) =>
        Assert.Equal(expected, ContentDigest.Compute("This is a test"u8, contentType, algorithm).ToString(bits));

    [Fact]
    public void A_digest_of_another_length_is_refused() =>
        Assert.Equal(EncodingError.Udf, Assert.Throws<EncodingException>(() => ContentDigest.FromDigest(new byte[32], "text/plain")).Code);

    [Fact]
    public void The_content_type_is_hashed_as_given() => Assert.NotEqual(
        ContentDigest.Compute("x"u8, "text/plain"),
        ContentDigest.Compute("x"u8, "Text/Plain"));
}

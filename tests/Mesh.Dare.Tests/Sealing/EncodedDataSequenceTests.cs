using System.Text.Json;

namespace Mesh.Dare.Tests;

public class EncodedDataSequenceTests
{
    public static TheoryData<string> RefusedIds => Vectors.SealingIds("eds-refused");

    public static TheoryData<string> Published => Vectors.DareIds("eds");

    public static TheoryData<string> Counters => Vectors.DareIds("eds-salt");

    [Fact]
    public void Sealed_sequence_is_that_of_the_vector_and_opens()
    {
        JsonElement vector = Vectors.Sealing("eds-a256gcm-prefix-00");
        byte[] seed = vector.Inputs().Hex("seed");
        DareHeader header = Header(vector.Inputs());
        byte[] octets = EncodedDataSequence.Seal(0, seed, header, vector.Inputs().Utf8("plaintext_text"));
        Assert.Equal(vector.Expected().Text("eds"), Vectors.Hex(octets));
        Assert.Equal(vector.Inputs().Utf8("plaintext_text"), EncodedDataSequence.Parse(octets).Open(seed, header));
    }

    [Theory]
    [MemberData(nameof(RefusedIds))]
    public void Wrong_sequences_are_refused_with_the_one_error(string id)
    {
        JsonElement inputs = Vectors.Sealing(id).Inputs();
        EncodedDataSequence item = EncodedDataSequence.Parse(inputs.Hex("eds"));
        DareException e = Assert.Throws<DareException>(() => item.Open(inputs.Hex("seed"), Header(inputs)));
        Assert.Equal(DareError.Decryption, e.Code);
    }

    [Fact]
    public void A_sequence_without_a_prefix_would_share_the_keys_of_the_body_and_is_refused()
    {
        JsonElement inputs = Vectors.Sealing("neg-eds-sealed-as-body").Inputs();
        EncodedDataSequence sealedAsBody = EncodedDataSequence.Parse(inputs.Hex("eds"));
        byte[] octets = new Mesh.Encoding.JsonBWriter()
            .Binary([]).Binary(sealedAsBody.Content.Span).Binary(sealedAsBody.Tag!.Value.Span).ToArray();
        DareException e = Assert.Throws<DareException>(
            () => EncodedDataSequence.Parse(octets).Open(inputs.Hex("seed"), Header(inputs)));
        Assert.Equal(DareError.Decryption, e.Code);
    }

    [Theory]
    [MemberData(nameof(Published))]
    public void Published_sequences_are_read(string id)
    {
        JsonElement vector = Vectors.Dare(id);
        EncodedDataSequence item = EncodedDataSequence.Parse(vector.Expected().Hex("bytes"));
        Assert.Equal(vector.Inputs().Text("salt_prefix"), Vectors.Hex(item.SaltPrefix.Span));
        Assert.Equal(vector.Inputs().Utf8("plaintext"), item.Content.ToArray());
        Assert.Null(item.Tag);
    }

    [Theory]
    [MemberData(nameof(Counters))]
    public void Salt_prefixes_count_little_endian_in_the_fewest_octets(string id)
    {
        JsonElement vector = Vectors.Dare(id);
        byte[] prefix = EncodedDataSequence.PrefixOf(vector.Inputs().GetProperty("counter").GetInt32());
        Assert.Equal(vector.Expected().Text("recommended"), Vectors.Hex(prefix));
    }

    [Theory]
    [InlineData("")]
    [InlineData("8801")]
    [InlineData("880100")]
    [InlineData("88010088")]
    [InlineData("8801008800880088")]
    [InlineData("880100880088008800")]
    [InlineData("800130880130")]
    [InlineData("8b7fffffffffffffff008800")]
    public void Octets_that_are_not_two_or_three_items_are_refused(string hex) => Assert.Equal(
        DareError.Malformed,
        Assert.Throws<DareException>(() => EncodedDataSequence.Parse(Convert.FromHexString(hex))).Code);

    private static DareHeader Header(JsonElement inputs) => new()
    {
        DigestAlgorithm = inputs.OptionalText("dig"),
        Salt = inputs.Hex("Salt"),
        ContentMetaData = inputs.OptionalUtf8("ContentMetaData"),
    };
}

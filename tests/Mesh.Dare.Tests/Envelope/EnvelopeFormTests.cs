using System.Text.Json;

namespace Mesh.Dare.Tests;

public class EnvelopeFormTests
{
    [Theory]
    [InlineData("[{},\"\"]")]
    [InlineData("[{},\"\",{}]")]
    [InlineData("{\"DareEnvelope\":[{},\"AAEC\"]}")]
    [InlineData(" [ { } , \"AA EC\" , { } ] ")]
    [InlineData("[{},\"AA\n  EC\"]")]
    public void The_forms_of_an_envelope_are_read(string json) => Assert.NotNull(Parse(json));

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("[{}]")]
    [InlineData("[{},\"\",{},{}]")]
    [InlineData("[[],\"\"]")]
    [InlineData("[{},{}]")]
    [InlineData("[{},\"\",\"\"]")]
    [InlineData("[{},\"A\"]")]
    [InlineData("[{},\"AA*\"]")]
    [InlineData("[{},\"AAAA\"]x")]
    [InlineData("{\"DareEnvelope\":[{},\"\"],\"Other\":1}")]
    [InlineData("{\"Other\":[{},\"\"]}")]
    [InlineData("{}")]
    [InlineData("[{\"enc\":1},\"\"]")]
    [InlineData("[{\"enc\":null},\"\"]")]
    [InlineData("[{\"enc\":\"none\",\"enc\":\"none\"},\"\"]")]
    [InlineData("[{\"Salt\":\"*\"},\"\"]")]
    [InlineData("[{\"recipients\":{}},\"\"]")]
    [InlineData("[{\"recipients\":[{}]},\"\"]")]
    [InlineData("[{\"recipients\":[{\"kid\":\"A\"}]},\"\"]")]
    [InlineData("[{\"recipients\":[{\"kid\":\"A\",\"wmk\":\"AA\",\"epk\":\"A\"}]},\"\"]")]
    [InlineData("[{\"recipients\":[{\"kid\":\"A\",\"wmk\":\"AA\"},{\"kid\":\"A\",\"wmk\":\"AA\"}]},\"\"]")]
    [InlineData("[{\"recipients\":[{\"kid\":\"MA-BC\",\"wmk\":\"AA\"},{\"kid\":\"mabc\",\"wmk\":\"AA\"}]},\"\"]")]
    [InlineData("[{\"recipients\":[{\"kid\":\"MABC\",\"wmk\":\"AA\"},{\"kid\":\"MA B\\tC\",\"wmk\":\"AA\"}]},\"\"]")]
    [InlineData("[{\"annotations\":[1]},\"\"]")]
    [InlineData("[{\"annotations\":[],\"Annotations\":[]},\"\"]")]
    [InlineData("[{\"SequenceInfo\":{\"Index\":-1}},\"\"]")]
    [InlineData("[{\"SequenceInfo\":{\"Index\":1.0}},\"\"]")]
    [InlineData("[{\"SequenceInfo\":{\"Index\":1e0}},\"\"]")]
    [InlineData("[{\"SequenceInfo\":{\"Index\":9223372036854775808}},\"\"]")]
    [InlineData("[{\"SequenceInfo\":{},\"ContainerInfo\":{}},\"\"]")]
    [InlineData("[{\"SequenceInfo\":{},\"Index\":0},\"\"]")]
    [InlineData("[{\"ContentMetaData\":\"\",\"ContentInfoData\":\"\"},\"\"]")]
    [InlineData("[{\"ContentMeta\":[]},\"\"]")]
    [InlineData("[{},\"\",{\"signatures\":[1]}]")]
    [InlineData("[{},\"\",{\"signatures\":[{\"signature\":\"*\"}]}]")]
    [InlineData("[{},\"\",{\"ApexDigest\":\"AA\",\"TreeDigest\":\"AA\"}]")]
    public void Ill_formed_envelopes_are_refused(string json) =>
        Assert.Equal(DareError.Malformed, TestKeys.ErrorOf(() => Parse(json)));

    [Fact]
    public void Octets_that_are_not_utf8_are_refused()
    {
        byte[] json = [.. "[{\"kid\":\""u8, 0xC3, 0x28, .. "\"},\"\"]"u8];
        Assert.Equal(DareError.Malformed, TestKeys.ErrorOf(() => UnverifiedEnvelope.Parse(json)));
    }

    [Theory]
    [InlineData("recipients", "{\"kid\":\"#\",\"wmk\":\"AA\"}", DareLimits.Recipients)]
    [InlineData("signatures", "{}", DareLimits.Signatures)]
    [InlineData("seqsignatures", "{}", DareLimits.Signatures)]
    [InlineData("annotations", "\"AA\"", DareLimits.Annotations)]
    public void Lists_beyond_their_limit_are_refused(string name, string element, int limit)
    {
        string List(int count) => $"[{{\"{name}\":[{string.Join(',', Enumerable.Range(0, count).Select(k => element.Replace("#", $"{k}", StringComparison.Ordinal)))}]}},\"\"]";
        Assert.NotNull(Parse(List(limit)));
        Assert.Equal(DareError.LimitExceeded, TestKeys.ErrorOf(() => Parse(List(limit + 1))));
    }

    [Fact]
    public void Headers_and_trailers_beyond_their_limit_are_refused()
    {
        string filler = new('a', DareLimits.Header);
        Assert.Equal(DareError.LimitExceeded, TestKeys.ErrorOf(() => Parse($"[{{\"x\":\"{filler}\"}},\"\"]")));
        Assert.Equal(DareError.LimitExceeded, TestKeys.ErrorOf(() => Parse($"[{{}},\"\",{{\"x\":\"{filler}\"}}]")));
    }

    [Fact]
    public void Nesting_beyond_64_is_refused()
    {
        string Nested(int depth) => $"[{{\"x\":{new string('[', depth)}{new string(']', depth)}}},\"\"]";
        Assert.NotNull(Parse(Nested(62)));
        Assert.Equal(DareError.Malformed, TestKeys.ErrorOf(() => Parse(Nested(63))));
    }

    [Fact]
    public void Unknown_members_go_on_as_they_came()
    {
        const string Json = "[{\"Cover\":\"<b>\\u0041</b>\", \"x\":{\"y\":[1.50,null]}},\"AAEC\",{\"z\":0}]";
        Assert.Equal(Json, Utf8(Parse(Json).ToJson()));
        Assert.Equal($"{{\"DareEnvelope\":{Json}}}", Utf8(Parse(Json).ToTaggedJson()));
    }

    [Fact]
    public void An_envelope_inside_another_document_is_taken_by_value()
    {
        const string Json = "[{\"EnvelopeId\":\"MAAA\"},\"AAEC\"]";
        UnverifiedEnvelope[] list = JsonSerializer.Deserialize<UnverifiedEnvelope[]>($"[{Json},{Json}]")!;
        Assert.Equal($"[{Json},{Json}]", JsonSerializer.Serialize(list));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<UnverifiedEnvelope[]>("[[{},1]]"));
    }

    [Theory]
    [InlineData("PayloadDigest", "\"AAAA\"", "\"AAAB\"")]
    [InlineData("PayloadTag", "\"AAAA\"", "\"AAAB\"")]
    [InlineData("ApexDigest", "\"AAAA\"", "\"AAAB\"")]
    [InlineData("ChainDigest", "\"AAAA\"", "\"AAAB\"")]
    [InlineData("WitnessValue", "\"AAAA\"", "\"AAAB\"")]
    [InlineData("dig", "\"S512\"", "\"S256\"")]
    [InlineData("signatures", "[{\"signature\":\"AAAA\"}]", "[{\"signature\":\"AAAB\"}]")]
    [InlineData("seqsignatures", "[{\"signature\":\"AAAA\"}]", "[{\"signature\":\"AAAB\"}]")]
    public void A_member_in_header_and_trailer_must_say_the_same(string name, string one, string other)
    {
        Assert.NotNull(Parse($"[{{\"{name}\":{one}}},\"\",{{\"{name}\":{one}}}]"));
        Assert.Equal(
            DareError.Malformed, TestKeys.ErrorOf(() => Parse($"[{{\"{name}\":{one}}},\"\",{{\"{name}\":{other}}}]")));
    }

    [Fact]
    public void Signers_that_a_header_only_announces_do_not_contradict_the_trailer()
    {
        UnverifiedEnvelope envelope = Parse("[{\"signatures\":[{\"kid\":\"A\"}]},\"\",{\"signatures\":[{\"kid\":\"B\",\"signature\":\"AA\"}]}]");
        Assert.Equal("B", Assert.Single(envelope.Claims.Signatures).KeyIdentifier);
    }

    [Fact]
    public void A_header_in_json_b_is_read_and_written_as_json()
    {
        byte[] header = [(byte)'{', 0xB4, 4, .. "Salt"u8, 0x88, 16, .. new byte[16], (byte)'}'];
        DareHeader read = DareHeader.Parse(header);
        Assert.Equal(16, read.Salt!.Value.Length);
        Assert.Equal(header, read.Octets.ToArray());
        Assert.Equal(
            "[{\"Salt\":\"AAAAAAAAAAAAAAAAAAAAAA\"},\"\"]",
            Utf8(new UnverifiedEnvelope(read, default, DareTrailer.Empty).ToJson()));
    }

    [Fact]
    public void The_file_form_is_read_in_memory_as_well()
    {
        byte[] octets =
        [
            .. "[{\"dig\":\"S512\"}"u8, (byte)',', 0x8C, 1, 1, 0x88, 2, 2, 3, (byte)',', .. "{\"PayloadDigest\":\"AAAA\"}]"u8,
        ];
        UnverifiedEnvelope envelope = UnverifiedEnvelope.Parse(octets);
        Assert.Equal([1, 2, 3], envelope.Body.ToArray());
        Assert.Equal("[{\"dig\":\"S512\"},\"AQID\",{\"PayloadDigest\":\"AAAA\"}]", Utf8(envelope.ToJson()));
    }

    [Fact]
    public void Written_headers_have_their_members_in_order_and_are_compact()
    {
        var header = new DareHeader
        {
            Received = "2026-01-02T03:04:05Z",
            ContentMetaData = new byte[] { 1 },
            Annotations = [new byte[] { 2 }],
            Cloaked = new byte[] { 3 },
            Recipients = [new DareRecipient { KeyIdentifier = "kid\"\u2028é😀\u0001", WrappedBaseSeed = new byte[] { 4 } }],
            KeyCommit = new byte[] { 5 },
            Salt = new byte[] { 6 },
            KeyIdentifier = "seed",
            EncryptionAlgorithm = "enc",
            DigestAlgorithm = "dig",
            EnvelopeId = "id",
            SequenceInfo = new SequenceInfo { Index = 1, TreePosition = 0 },
        };
        Assert.Equal(
            "{\"SequenceInfo\":{\"Index\":1,\"TreePosition\":0},\"EnvelopeId\":\"id\",\"dig\":\"dig\",\"enc\":\"enc\",\"kid\":\"seed\","
            + "\"Salt\":\"Bg\",\"KeyCommit\":\"BQ\",\"recipients\":[{\"kid\":\"kid\\\"\u2028é😀\\u0001\",\"wmk\":\"BA\"}],\"cloaked\":\"Aw\","
            + "\"annotations\":[\"Ag\"],\"ContentMetaData\":\"AQ\",\"Received\":\"2026-01-02T03:04:05Z\"}",
            Utf8(header.Octets.ToArray()));
        Assert.Equal(Utf8(header.Octets.ToArray()), Utf8(new UnverifiedEnvelope(
            DareHeader.Parse(header.Octets), default, DareTrailer.Empty).ToJson())[1..^4]);
    }

    private static UnverifiedEnvelope Parse(string json) => UnverifiedEnvelope.Parse(System.Text.Encoding.UTF8.GetBytes(json));

    private static string Utf8(byte[] octets) => System.Text.Encoding.UTF8.GetString(octets);
}

using Mesh.Encoding;

namespace Mesh.Dare.Tests;

/// <summary>Headers and trailers in JSON-B, JSON-C and JSON-D, in memory, in frames and in files.</summary>
public class BinaryHeaderTests
{
    // {"EnvelopeId":"id","dig":"S512","Unknown":[128 bit integer, binary128, big integer]}: a code defined before the object and used as a
    // name, another one defined and used, numbers of JSON-D.
    private static readonly byte[] Header =
    [
        0xC4, 1, 0x80, 10, .. "EnvelopeId"u8,
        .. "{"u8, 0xC0, 1, 0x80, 2, .. "id"u8, .. "\"dig\":"u8, 0xC9, 1, 0, 0x80, 4, .. "S512"u8,
        0xB4, 7, .. "Unknown"u8, .. "["u8,
        0xA4, .. new byte[15], 7, 0x94, 0x3F, 0xFF, .. new byte[14], 0xA7, 0, 1, 0x7B, 0xC1, 0, 1, .. "]}"u8,
    ];

    // {"dig":"S512"} by codes of the header.
    private static readonly byte[] Trailer = [.. "{\"dig\":"u8, 0xC1, 1, 0, .. "}"u8];

    [Fact]
    public void A_header_is_read_and_goes_on_as_it_came()
    {
        DareHeader header = DareHeader.Parse(Header);
        Assert.Equal(("id", "S512"), (header.EnvelopeId, header.DigestAlgorithm));
        Assert.Equal(Header, header.Octets.ToArray());
        UnverifiedEnvelope again = UnverifiedEnvelope.Parse(new UnverifiedEnvelope(header, new byte[3], DareTrailer.Empty).ToJson());
        Assert.Equal("id", again.Header.EnvelopeId);
    }

    [Fact]
    public void A_frame_may_have_such_a_header_and_is_read_in_both_directions()
    {
        byte[] frame = Frame.Encode(Header, [1, 2, 3], []);
        var reader = new FrameReader(new MemoryOctets(frame));
        Assert.Equal(reader.Forward(), reader.Backward());
        Assert.Equal("id", DareHeader.Parse(Frame.Parse(frame).Header).EnvelopeId);
    }

    [Fact]
    public void A_record_of_a_frame_is_a_document_of_its_own_and_a_file_is_one()
    {
        Assert.Equal(DareError.Malformed, TestKeys.ErrorOf(() => DareTrailer.Parse(Trailer)));
        using var file = new MemoryStream([.. "["u8, .. Header, .. ", "u8, 0x88, 1, 9, .. Trailer, .. "]"u8]);
        var reader = new EnvelopeFileReader(file);
        Assert.Equal("id", reader.Header.EnvelopeId);
        Assert.Equal(1, reader.ReadBody(new byte[2]));
        Assert.Equal(0, reader.ReadBody(new byte[2]));
        Assert.Equal("S512", reader.ReadTrailer().DigestAlgorithm);

        UnverifiedEnvelope whole = UnverifiedEnvelope.Parse((byte[])[0xC4, 0, 0x80, 3, .. "dig"u8, .. "[{"u8, 0xC0, 0, .. "\"S512\"},"u8, 0x88, 1, 9, .. "{}]"u8]);
        Assert.Equal("S512", whole.Header.DigestAlgorithm);
    }

    [Theory]
    [InlineData("c47b7d")]
    [InlineData("c400a0017b7d")]
    [InlineData("c40080017b7d")]
    [InlineData("c4008401617b7d")]
    [InlineData("c000 7b7d")]
    [InlineData("d000000000ff7b7d")]
    [InlineData("c40080007b7dc4018000")]
    [InlineData("7b95000000000000000000007d")]
    [InlineData("cc007b7d")]
    public void A_frame_whose_header_is_none_is_refused_in_both_directions(string hex)
    {
        byte[] header = Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
        byte[] frame = Frame.Encode(header, [], []);
        var reader = new FrameReader(new MemoryOctets(frame));
        Assert.Equal(DareError.Malformed, TestKeys.ErrorOf(() => reader.At(0)));
        Assert.Equal(DareError.Malformed, TestKeys.ErrorOf(() => reader.Before(frame.Length)));
        using var file = new MemoryStream([.. "["u8, .. header, .. ",\"\"]"u8]);
        Assert.Equal(DareError.Malformed, TestKeys.ErrorOf(() => _ = new EnvelopeFileReader(file)));
    }

    [Fact]
    public void A_dictionary_has_the_form_of_a_header_and_is_refused_as_unknown()
    {
        byte[] header = Convert.FromHexString("d0000001000100" + "7b7d");
        Assert.Equal(header.Length, Frame.Parse(Frame.Encode(header, [], [])).Header.Length);
        Assert.Equal(DareError.Malformed, TestKeys.ErrorOf(() => DareHeader.Parse(header)));
    }

    [Fact]
    public void A_code_cannot_fill_the_memory()
    {
        byte[] text = new byte[1 << 16];
        text.AsSpan().Fill((byte)'a');
        byte[] header =
        [
            0xC5, 0, 0, 0x82, 0, 1, 0, 0, .. text, .. "{\"x\":["u8, .. Enumerable.Repeat<byte[]>([0xC0, 0], 400_000).SelectMany(c => c), .. "]}"u8,
        ];
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(DareError.LimitExceeded, TestKeys.ErrorOf(() => DareHeader.Parse(header)));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 5 * DareLimits.ExpandedJson);
    }
}

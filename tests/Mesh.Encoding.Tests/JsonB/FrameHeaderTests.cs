using System.Text.Json;

namespace Mesh.Encoding.Tests.JsonB;

public class FrameHeaderTests
{
    public static TheoryData<string> Frames => JsonBVectors.Set.Ids("frame");

    public static TheoryData<string> Structures => JsonBVectors.Set.Ids("frame-structure");

    [Theory]
    [MemberData(nameof(Frames))]
    public void Reads_and_writes_records_and_frames(string id)
    {
        JsonElement vector = JsonBVectors.Set[id];
        JsonElement expected = vector.GetProperty("expected");
        byte[] octets = vector.In("hex").Hex();
        bool isFrame = expected.GetProperty("kind").Text() == "frame";
        bool whole = expected.TryGetProperty("data", out JsonElement data);
        ulong length = whole ? (ulong)data.Hex().Length : expected.GetProperty("data_length").GetUInt64();
        Assert.True(FrameHeader.TryRead(octets, out FrameHeader header));
        Assert.Equal(FrameHeader.Of(isFrame, length), header);
        Assert.True(header.IsShortest);

        Span<byte> written = stackalloc byte[FrameHeader.MaximumLength];
        Assert.Equal(octets[..header.HeaderLength], written[..header.Write(written)].ToArray());
        byte[] trailer = written[..header.WriteTrailer(written)].ToArray();
        Assert.Equal(header.HeaderLength, trailer.Length);
        if (whole)
        {
            Assert.Equal(data.Hex(), octets.AsSpan(header.HeaderLength, (int)length).ToArray());
            Assert.Equal(isFrame, octets.AsSpan().EndsWith(trailer) && FrameHeader.TryReadTrailer(octets, out FrameHeader back) && back == header);
        }
        else
        {
            Assert.Equal(expected.GetProperty("trailer").Hex(), trailer);
        }
    }

    [Theory]
    [MemberData(nameof(Structures))]
    public void Published_frames_hold_their_records(string id)
    {
        JsonElement expected = JsonBVectors.Set[id].GetProperty("expected");
        ulong sum = 0;
        foreach (JsonElement record in expected.GetProperty("records").EnumerateArray())
        {
            Assert.True(FrameHeader.TryRead(record.GetProperty("header").Hex(), out FrameHeader header));
            Assert.False(header.IsFrame);
            Assert.Equal(record.GetProperty("length").GetUInt64(), header.DataLength);
            sum += (ulong)header.HeaderLength + header.DataLength;
        }

        Assert.Equal(JsonBVectors.Set[id].In("frame_length").GetUInt64(), sum);
        Assert.True(FrameHeader.TryRead(expected.GetProperty("frame_header").Hex(), out FrameHeader frame));
        Assert.True(FrameHeader.TryReadTrailer(expected.GetProperty("frame_trailer").Hex(), out FrameHeader trailer));
        Assert.Equal(FrameHeader.Of(isFrame: true, sum), frame);
        Assert.Equal(frame, trailer);
    }

    [Theory]
    [InlineData("")]
    [InlineData("f0")]
    [InlineData("f100")]
    [InlineData("f700000000000000")]
    [InlineData("f800")]
    [InlineData("ef00")]
    public void Cut_headers_and_other_tags_are_not_read(string hex) => Assert.False(FrameHeader.TryRead(Convert.FromHexString(hex), out _));

    [Fact]
    public void A_longer_form_is_read_and_shown_to_be_one()
    {
        Assert.True(FrameHeader.TryRead([0xF5, 0, 3], out FrameHeader header));
        Assert.False(header.IsShortest);
        Assert.Equal(3UL, header.DataLength);
    }

    [Fact]
    public void A_record_has_no_trailer() => Assert.False(FrameHeader.TryReadTrailer([3, 0xF0], out _));
}

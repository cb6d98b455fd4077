using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace Mesh.Dare.Tests;

public class FrameTests
{
    private static readonly byte[] Header = "{\"SequenceInfo\":{\"Index\":1}}"u8.ToArray();

    [Fact]
    public void Any_records_come_back_from_the_frame_that_holds_them()
    {
        Prop.ForAll<byte[], byte[]>((body, trailer) =>
        {
            byte[] octets = Frame.Encode(Header, body ?? [], trailer ?? []);
            Frame frame = Frame.Parse(octets);
            return frame.Header.Span.SequenceEqual(Header)
                && frame.Body.Span.SequenceEqual(body ?? [])
                && frame.Trailer.Span.SequenceEqual(trailer ?? [])
                && octets.Length == Frame.EncodedLength(Header.Length, body?.Length ?? 0, trailer?.Length ?? 0);
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(200)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(65535)]
    [InlineData(65536)]
    public void Both_writers_write_the_same_octets_at_every_width(int bodyLength)
    {
        byte[] body = new SeededRandom("frame").Bytes(bodyLength);
        byte[] trailer = "{}"u8.ToArray();
        using var stream = new MemoryStream();
        var writer = new FrameWriter(stream, Header, bodyLength, trailer.Length);
        writer.WriteBody(body.AsSpan(0, bodyLength / 3));
        writer.WriteBody(body.AsSpan(bodyLength / 3));
        writer.End(trailer);

        Assert.Equal(Frame.Encode(Header, body, trailer), stream.ToArray());
        Assert.Equal(writer.Length, stream.Length);
    }

    [Fact]
    public void A_streaming_writer_keeps_to_the_lengths_that_it_wrote()
    {
        var longer = new FrameWriter(Stream.Null, Header, 3, 2);
        Assert.Equal(DareError.InvalidRequest, Assert.Throws<DareException>(() => longer.WriteBody(new byte[4])).Code);
        Assert.Equal(DareError.InvalidRequest, Assert.Throws<DareException>(() => longer.End("{}"u8)).Code);
        longer.WriteBody(new byte[3]);
        Assert.Equal(DareError.InvalidRequest, Assert.Throws<DareException>(() => longer.End([])).Code);
        longer.End("{}"u8);
        Assert.Equal(DareError.InvalidRequest, Assert.Throws<DareException>(() => longer.End("{}"u8)).Code);
    }

    [Fact]
    public void Lengths_beyond_63_bits_are_not_written()
    {
        Assert.Equal(long.MaxValue, Frame.EncodedLength(2, long.MaxValue - 18 - 2 - 2 - 2 - 9, 0));
        Assert.Equal(
            DareError.LimitExceeded, Assert.Throws<DareException>(() => Frame.EncodedLength(2, long.MaxValue - 18 - 2 - 2 - 2 - 8, 0)).Code);
        Assert.Equal(DareError.LimitExceeded, Assert.Throws<DareException>(() => Frame.EncodedLength(2, long.MaxValue, 0)).Code);
    }

    [Fact]
    public void Headers_and_trailers_beyond_their_limit_are_neither_written_nor_read()
    {
        byte[] large = new byte[DareLimits.Header + 1];
        large.AsSpan().Fill((byte)' ');
        large[0] = (byte)'{';
        large[^1] = (byte)'}';
        Assert.Equal(DareError.LimitExceeded, Assert.Throws<DareException>(() => Frame.Encode(large, [], [])).Code);
        Assert.Equal(DareError.LimitExceeded, Assert.Throws<DareException>(() => Frame.Encode(Header, [], large)).Code);
        Assert.Equal(DareError.LimitExceeded, Assert.Throws<DareException>(() => new FrameWriter(Stream.Null, large, 0, 0)).Code);

        byte[] allowed = Frame.Encode(large.AsSpan(1), [], []);
        Assert.Equal(FrameFault.HeaderNotObject, Fault(allowed));
        Assert.Equal(FrameFault.HeaderTooLarge, Fault(Records(large, [], [])));
        Assert.Equal(FrameFault.TrailerTooLarge, Fault(Records(Header, [], large)));
    }

    [Theory]
    [InlineData("{}", true)]
    [InlineData(" {\"a\":[1,-2.5e+3,true,null,{\"b\":\"}\"}]}\r\n", true)]
    [InlineData("{\"a\":\"x\ny\"}", true)]
    [InlineData("{\"a\":\"\\\"}\"}", true)]
    [InlineData("", false)]
    [InlineData("  ", false)]
    [InlineData("[]", false)]
    [InlineData("\"{}\"", false)]
    [InlineData("{", false)]
    [InlineData("{]", false)]
    [InlineData("{[}]", false)]
    [InlineData("{}{}", false)]
    [InlineData("{} x", false)]
    [InlineData("{\"a", false)]
    [InlineData("{\"a\\", false)]
    [InlineData("{\u0001}", false)]
    public void A_header_is_one_object(string text, bool expected) => Assert.Equal(expected, HeaderObject.IsOne(System.Text.Encoding.Latin1.GetBytes(text)));

    [Theory]
    [InlineData("7bb401618801 7d 7d", true)]
    [InlineData("7bb40161a001b40162b0b40163a9ffff7d", true)]
    [InlineData("7bb4016188ff7d", false)]
    [InlineData("7bb40161 8b ffffffffffffffff 7d", false)]
    [InlineData("7bb40161 8b 00 7d", false)]
    [InlineData("7bf0007d", false)]
    public void A_header_in_JSON_B_is_one_object(string hex, bool expected) =>
        Assert.Equal(expected, HeaderObject.IsOne(Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal))));

    [Fact]
    public void A_header_nested_too_deep_is_refused()
    {
        string Nested(int depth) => string.Concat(Enumerable.Repeat("{\"a\":", depth - 1)) + "{}" + new string('}', depth - 1);
        Assert.True(HeaderObject.IsOne(System.Text.Encoding.ASCII.GetBytes(Nested(DareLimits.JsonDepth))));
        Assert.False(HeaderObject.IsOne(System.Text.Encoding.ASCII.GetBytes(Nested(DareLimits.JsonDepth + 1))));
    }

    [Fact]
    public void A_length_that_is_not_there_allocates_nothing()
    {
        // F7 and a length of 2^62: the frame cannot end inside the source, so it is refused at once.
        byte[] octets = [0xF7, 0x40, 0, 0, 0, 0, 0, 0, 0, 0xF0, 2, (byte)'{', (byte)'}'];
        long before = GC.GetAllocatedBytesForCurrentThread();
        FrameFault fault = Fault(octets);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 10_000);
        Assert.Equal(FrameFault.EndsInside, fault);
    }

    [Fact]
    public void A_body_is_read_in_parts()
    {
        byte[] body = new SeededRandom("parts").Bytes(1000);
        using var stream = new MemoryStream(Frame.Encode(Header, body, []));
        var reader = new FrameReader(new StreamOctets(stream));
        FrameLayout layout = reader.Forward().Single();

        byte[] read = new byte[1000];
        int at = 0;
        for (int n; (n = reader.ReadBody(layout, at, read.AsSpan(at, Math.Min(300, 1000 - at)))) > 0; at += n)
        {
        }

        Assert.Equal(body, read);
        Assert.Equal(0, reader.ReadBody(layout, 1000, new byte[5]));
        Assert.Equal(body, reader.Body(layout, 1000));
        Assert.Equal(Header, reader.Header(layout));
        Assert.Empty(reader.Trailer(layout));
        Assert.Equal(DareError.LimitExceeded, Assert.Throws<DareException>(() => reader.Body(layout, 999)).Code);
    }

    [Fact]
    public void What_is_appended_after_the_reader_was_made_is_not_seen()
    {
        using var stream = new MemoryStream();
        stream.Write(Frame.Encode(Header, [], []));
        var reader = new FrameReader(new StreamOctets(stream));
        stream.Position = stream.Length;
        stream.Write(Frame.Encode(Header, [1], []));
        Assert.Single(reader.Forward());
        Assert.Single(reader.Backward());
    }

    internal static FrameFault Fault(byte[] octets) => FrameParser.TryForward(new SpanOctets(octets), 0, octets.Length, out _);

    private static byte[] Records(params byte[][] records)
    {
        using var stream = new MemoryStream();
        byte[] field = new byte[FrameLength.MaximumSize];
        foreach (byte[] record in records)
        {
            stream.Write(field, 0, FrameLength.Write(field, FrameLength.RecordCode, record.Length));
            stream.Write(record);
        }

        byte[] inside = stream.ToArray();
        byte[] start = field[..FrameLength.Write(field, FrameLength.FrameCode, inside.Length)];
        return [.. start, .. inside, .. start.Reverse()];
    }
}

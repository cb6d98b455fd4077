using System.Text.Json;

namespace Mesh.Dare.Tests;

/// <summary>The framing vectors of dare.json: <c>frame</c>, <c>frame-length</c>, <c>negative-frame</c>, <c>tree-position</c>.</summary>
public class FrameVectorTests
{
    private static readonly Dictionary<string, JsonElement> Vectors = VectorFile.Own("dare.json").RootElement
        .GetProperty("vectors").EnumerateArray().ToDictionary(v => v.GetProperty("id").GetString()!);

    public static TheoryData<string> Ids(string kind) => [.. Vectors.Values
        .Where(v => v.GetProperty("kind").GetString() == kind && v.GetProperty("verified").ToString() == "True")
        .Select(v => v.GetProperty("id").GetString()!)];

    [Theory]
    [MemberData(nameof(Ids), "frame-length")]
    public void A_length_field_has_the_least_width_and_is_mirrored_at_the_end(string id)
    {
        JsonElement vector = Vectors[id];
        long length = long.Parse(vector.GetProperty("inputs").GetProperty("length").GetString()!, null);
        JsonElement expected = vector.GetProperty("expected");
        byte[] field = new byte[FrameLength.MaximumSize];

        Assert.Equal(Octets(expected, "bframe_forward"), field[..FrameLength.Write(field, FrameLength.FrameCode, length)]);
        Assert.Equal(FrameFault.None, FrameLength.TryRead(field, FrameLength.FrameCode, out long read, out int size));
        Assert.Equal((length, Octets(expected, "bframe_forward").Length), (read, size));

        Assert.Equal(Octets(expected, "bframe_reverse"), field[..FrameLength.WriteReversed(field, FrameLength.FrameCode, length)]);
        Assert.Equal(FrameFault.None, FrameLength.TryReadReversed(field.AsSpan(0, size), out read, out int reverseSize));
        Assert.Equal((length, size), (read, reverseSize));

        Assert.Equal(Octets(expected, "record"), field[..FrameLength.Write(field, FrameLength.RecordCode, length)]);
        Assert.Equal(FrameFault.None, FrameLength.TryRead(field, FrameLength.RecordCode, out read, out _));
        Assert.Equal(length, read);
    }

    [Theory]
    [MemberData(nameof(Ids), "frame")]
    public void A_frame_is_built_from_its_records_and_parsed_into_them(string id)
    {
        JsonElement vector = Vectors[id];
        byte[][] records = [.. vector.GetProperty("inputs").GetProperty("records").EnumerateArray()
            .Select(r => Convert.FromHexString(r.GetString()!))];
        byte[] octets = Octets(vector.GetProperty("expected"), "bytes");

        // The header of these older frames is text, not an object: the layout is read at the level below that check.
        Assert.Equal(FrameFault.HeaderNotObject, FrameParser.TryForward(new SpanOctets(octets), 0, octets.Length, out _));
        byte[] asObject = octets.AsSpan().ToArray();
        int header = octets.AsSpan().IndexOf(records[0]);
        asObject[header] = (byte)'{';
        asObject[header + records[0].Length - 1] = (byte)'}';
        asObject.AsSpan(header + 1, records[0].Length - 2).Fill((byte)' ');

        Frame frame = Frame.Parse(asObject);
        Assert.Equal(records.Length, frame.Layout.Records);
        Assert.Equal(records[0].Length, frame.Header.Length);
        Assert.Equal(records[1], frame.Body.ToArray());
        Assert.True(frame.Trailer.IsEmpty);

        if (records.Length == 3)
        {
            Assert.Equal(octets, Frame.Encode(records[0], records[1], records[2]));
        }
    }

    [Theory]
    [MemberData(nameof(Ids), "negative-frame")]
    public void A_malformed_frame_is_refused(string id)
    {
        byte[] octets = Octets(Vectors[id].GetProperty("inputs"), "bytes");

        Assert.Equal(DareError.Malformed, Assert.Throws<DareException>(() => Frame.Parse(octets)).Code);
        var reader = new FrameReader(new MemoryOctets(octets));
        Assert.Equal(DareError.Malformed, Assert.Throws<DareException>(() => reader.At(0)).Code);
        Assert.Equal(DareError.Malformed, Assert.Throws<DareException>(() => reader.Before(octets.Length)).Code);
        Assert.Equal(DareError.Malformed, Assert.Throws<DareException>(() => reader.Forward().Count()).Code);
        Assert.Equal(DareError.Malformed, Assert.Throws<DareException>(() => reader.Backward().Count()).Code);
        Assert.Equal(DareError.Malformed, Assert.Throws<DareException>(() => PublishedSequence.Read(new MemoryOctets(octets))).Code);

        // Between good frames too: each direction reads up to it and no further.
        byte[] good = Frame.Encode("{}"u8, [], []);
        var between = new FrameReader(new MemoryOctets((byte[])[.. good, .. octets, .. good]));
        Assert.Equal(DareError.Malformed, Assert.Throws<DareException>(() => between.Forward().Count()).Code);
        Assert.Equal(DareError.Malformed, Assert.Throws<DareException>(() => between.Backward().Count()).Code);
    }

    [Fact]
    public void There_are_fourteen_malformed_frames() => Assert.Equal(14, Ids("negative-frame").Count);

    [Theory]
    [MemberData(nameof(Ids), "tree-position")]
    public void Each_frame_points_to_its_previous_frame(string id)
    {
        JsonElement vector = Vectors[id];
        long[] frames = [.. vector.GetProperty("inputs").GetProperty("frames").EnumerateArray().Select(f => f.GetInt64())];
        long[] previous = [.. vector.GetProperty("expected").GetProperty("previous").EnumerateArray().Select(f => f.GetInt64())];
        Assert.Equal(previous, frames.Select(PreviousFrame.Of));
    }

    [Fact]
    public void The_previous_frame_of_the_largest_index_is_found()
    {
        Assert.Equal((1L << 62) - 1, PreviousFrame.Of(long.MaxValue));
        Assert.Equal(long.MaxValue - 2, PreviousFrame.Of(long.MaxValue - 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => PreviousFrame.Of(-1));
    }

    public static TheoryData<string> Files => [.. Vectors.Values
        .Where(v => v.GetProperty("kind").GetString()!.StartsWith("sequence-", StringComparison.Ordinal)
            && v.GetProperty("verified").ToString() is "True" or "draft-inconsistent" // the latter in their digests, not their framing
            && v.GetProperty("expected").TryGetProperty("bytes", out _) && v.GetProperty("expected").TryGetProperty("record_lengths", out _))
        .Select(v => v.GetProperty("id").GetString()!)];

    [Theory]
    [MemberData(nameof(Files))]
    public void A_published_sequence_is_read_in_both_directions(string id)
    {
        JsonElement expected = Vectors[id].GetProperty("expected");
        byte[] octets = Convert.FromBase64String(Pad(expected.GetProperty("bytes").GetString()!));
        int[][] lengths = [.. expected.GetProperty("record_lengths").EnumerateArray()
            .Select(f => f.EnumerateArray().Select(r => r.GetInt32()).ToArray())];
        var reader = new FrameReader(new MemoryOctets(octets));

        FrameLayout[] forward = [.. reader.Forward()];
        Assert.Equal(lengths, forward.Select(f => new[] { f.HeaderLength, (int)f.BodyLength, f.TrailerLength }[..f.Records]));
        Assert.Equal(forward, reader.Backward().Reverse());
        if (expected.TryGetProperty("positions", out JsonElement positions))
        {
            Assert.Equal(positions.EnumerateArray().Select(p => p.GetInt64()), forward.Select(f => f.Start));
        }
    }

    private static string Pad(string base64Url) =>
        base64Url.Replace('-', '+').Replace('_', '/').PadRight((base64Url.Length + 3) / 4 * 4, '=');

    private static byte[] Octets(JsonElement parent, string name) => Convert.FromHexString(parent.GetProperty(name).GetString()!);
}

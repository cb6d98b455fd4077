using System.Buffers;
using System.Text.Json;

namespace Mesh.Schema.Tests;

public sealed class TaggedJsonTests
{
    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("1")]
    [InlineData("\"MessageComplete\"")]
    [InlineData("{}")]
    [InlineData("{\"MessageComplete\":null}")]
    [InlineData("{\"MessageComplete\":[]}")]
    [InlineData("{\"MessageComplete\":{\"MessageId\":\"N\"},\"MessageComplete\":{\"MessageId\":\"N\"}}")]
    [InlineData("{\"MessageComplete\":{\"MessageId\":\"N\"},\"Other\":{}}")]
    [InlineData("{\"MessageComplete\":{\"MessageId\":\"N\"}}x")]
    [InlineData("{\"MessageComplete\":{\"MessageId\":\"N\"}")]
    [InlineData("{\"MessageComplete\":{\"MessageId\":\"N\",}}")]
    [InlineData("/**/{\"MessageComplete\":{\"MessageId\":\"N\"}}")]
    [InlineData("{\"MessageComplete\":{\"messageid\":\"N\"}}")]
    [InlineData("{\"MessageComplete\":{\"MessageId\":\"N\",\"MessageId\":\"N\"}}")]
    [InlineData("{\"MessageComplete\":{\"MessageId\":\"N\",\"\\u004dessageId\":\"N\"}}")]
    [InlineData("{\"MessageComplete\":{\"MessageId\":\"N\",\"x\":{\"y\":1,\"y\":2}}}")]
    [InlineData("{\"MessageComplete\":{\"MessageId\":\"\\ud800\"}}")]
    [InlineData("{\"MessageComplete\":{\"MessageId\":\"N\",\"References\":[null]}}")]
    [InlineData("{\"MessageComplete\":{\"MessageId\":\"N\",\"References\":null}}")]
    [InlineData("{\"MessageComplete\":{\"MessageId\":\"N\",\"References\":[{\"MessageId\":\"N\"}]}}")]
    [InlineData("{\"MessageComplete\":{\"MessageId\":null}}")]
    [InlineData("{\"MessageComplete\":{\"MessageId\":1}}")]
    public void What_is_not_one_tagged_object_is_refused(string json) => Refused(SchemaError.Malformed, json);

    [Theory]
    [InlineData("{\"Nothing\":{}}")]
    [InlineData("{\"messagecomplete\":{\"MessageId\":\"N\"}}")]
    [InlineData("{\"Message\":{\"MessageId\":\"N\"}}")]
    [InlineData("{\"KeyData\":{}}")]
    [InlineData("{\"UnknownCapability\":{\"Id\":\"x\",\"Active\":true}}")]
    public void A_tag_that_names_no_class_is_refused(string json) => Refused(SchemaError.UnknownType, json);

    [Fact]
    public void Another_class_than_expected_is_refused()
    {
        byte[] json = SchemaJson.Encode(Samples.Of("MessageComplete"));
        Assert.Equal("MessageComplete", SchemaJson.Decode<Message>(json).Tag);
        Assert.Equal(SchemaError.UnexpectedType, Assert.Throws<SchemaException>(() => SchemaJson.Decode<ProfileUser>(json)).Code);
    }

    [Fact]
    public void An_object_that_was_taken_apart_is_read_like_a_whole_one()
    {
        JsonElement content = JsonElement.Parse("{\"MessageId\":\"N\"}");
        Assert.Equal("N", SchemaJson.Codec.Read<Message>("MessageComplete", content).MessageId);
        Assert.Equal(SchemaError.UnknownType, Code("Nothing", content));
        Assert.Equal(SchemaError.UnexpectedType, Code("CatalogedStandard", content));
        foreach (string other in new[] { "[]", "null", "1", "\"N\"" })
        {
            Assert.Equal(SchemaError.Malformed, Code("ProfileUser", JsonElement.Parse(other)));
        }

        static SchemaError Code(string tag, JsonElement content) =>
            Assert.Throws<SchemaException>(() => SchemaJson.Codec.Read<Message>(tag, content)).Code;
    }

    [Fact]
    public void Octets_that_are_not_utf_8_are_refused()
    {
        byte[] json = "{\"MessageComplete\":{\"MessageId\":\"N?\"}}"u8.ToArray();
        json[json.AsSpan().IndexOf((byte)'?')] = 0xFF;
        Assert.Equal(SchemaError.Malformed, Assert.Throws<SchemaException>(() => SchemaJson.Decode<MeshObject>(json)).Code);
    }

    [Theory]
    [InlineData(62, true)]
    [InlineData(63, false)]
    [InlineData(5000, false)]
    public void Nesting_is_bounded(int inner, bool accepted)
    {
        string json = "{\"MessageComplete\":{\"MessageId\":\"N\",\"x\":" + new string('[', inner) + new string(']', inner) + "}}";
        if (accepted)
        {
            Decode(json);
        }
        else
        {
            Refused(SchemaError.Malformed, json);
        }
    }

    [Theory]
    [InlineData("1", true)]
    [InlineData("-9223372036854775808", true)]
    [InlineData("9223372036854775807", true)]
    [InlineData("9223372036854775808", false)]
    [InlineData("1.0", false)]
    [InlineData("1e2", false)]
    [InlineData("\"1\"", false)]
    [InlineData("true", false)]
    [InlineData("01", false)]
    [InlineData("NaN", false)]
    public void Integers_have_64_bits_and_no_fraction(string number, bool accepted)
    {
        string json = "{\"NullCapability\":{\"Id\":\"x\",\"Active\":false,\"Issued\":" + number + "}}";
        if (accepted)
        {
            Assert.Equal(number, Decode<NullCapability>(json).Issued?.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }
        else
        {
            Refused(SchemaError.Malformed, json);
        }
    }

    [Theory]
    [InlineData("2026-01-02T03:04:05Z", true)]
    [InlineData("2026-01-02T03:04:05.123456789Z", true)]
    [InlineData("2026-01-02T03:04:05.Z", false)]
    [InlineData("2026-01-02T03:04:05.1234567890Z", false)]
    [InlineData("2026-01-02T03:04:05.x1Z", false)]
    [InlineData("2026-01-02T03:04:05+00:00", false)]
    [InlineData("2026-01-02T03:04:05", false)]
    [InlineData("2026-01-02 03:04:05Z", false)]
    [InlineData("2026-02-30T03:04:05Z", false)]
    [InlineData("2026-01-02T24:04:05Z", false)]
    [InlineData(" 2026-01-02T03:04:05Z", false)]
    [InlineData("", false)]
    public void Times_are_utc_and_written_in_whole_seconds(string time, bool accepted)
    {
        string json = "{\"RotationPending\":{\"DeviceUdf\":\"M\",\"Removed\":\"" + time + "\"}}";
        if (accepted)
        {
            RotationPending read = Decode<RotationPending>(json);
            Assert.Equal(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), read.Removed);
            Assert.Contains("\"2026-01-02T03:04:05Z\"", System.Text.Encoding.UTF8.GetString(SchemaJson.Encode(read)), StringComparison.Ordinal);
        }
        else
        {
            Refused(SchemaError.Malformed, json);
        }
    }

    [Theory]
    [InlineData("AQID", true)]
    [InlineData("AQ ID", true)]
    [InlineData("AQI+", false)]
    [InlineData("AQI/", false)]
    [InlineData("A", false)]
    [InlineData("AR", false)]
    public void Binary_is_base64url(string text, bool accepted)
    {
        string json = "{\"RespondConnection\":{\"MessageId\":\"N\",\"Result\":\"Reject\",\"AccountWitness\":\"" + text + "\"}}";
        if (accepted)
        {
            Assert.Equal([1, 2, 3], Decode<RespondConnection>(json).AccountWitness);
        }
        else
        {
            Refused(SchemaError.Malformed, json);
        }
    }

    [Fact]
    public void Line_breaks_inside_binary_values_are_read_as_published()
    {
        string json = "{\n  \"RespondConnection\": {\n    \"MessageId\": \"N\",\n    \"Result\": \"Reject\",\n    \"AccountWitness\": \"AQ\n  ID\"}}";
        Assert.Equal([1, 2, 3], Decode<RespondConnection>(json).AccountWitness);
    }

    [Fact]
    public void Line_breaks_inside_strings_that_cannot_be_binary_are_refused() =>
        Refused(SchemaError.Malformed, "{\"MessageComplete\":{\"MessageId\":\"N, \n N\"}}");

    [Fact]
    public void Json_b_is_read()
    {
        // {"RespondConnection": {"MessageId" "N", "Result" "Reject", "AccountWitness" binary}} with string and binary items.
        byte[] jsonB =
        [
            .. "{\"RespondConnection\":{"u8, .. "\"MessageId\":"u8, 0x80, 1, (byte)'N', .. ",\"Result\":\"Reject\",\"AccountWitness\":"u8, 0x88, 3, 1, 2, 3,
            .. "}}"u8,
        ];
        RespondConnection read = SchemaJson.Decode<RespondConnection>(jsonB);
        Assert.Equal("N", read.MessageId);
        Assert.Equal([1, 2, 3], read.AccountWitness);
    }

    [Fact]
    public void An_unknown_capability_is_read_grants_nothing_and_is_not_written()
    {
        CatalogedAccess entry = Decode<CatalogedAccess>(
            "{\"CatalogedAccess\":{\"Capability\":{\"CapabilityFairExchange\":{\"Id\":\"MASL\",\"Active\":true,\"Rights\":[\"mmm_o_Status\"]}}}}");
        UnknownCapability capability = Assert.IsType<UnknownCapability>(entry.Capability);
        Assert.Equal("CapabilityFairExchange", capability.Class);
        Assert.Equal("CapabilityFairExchange", capability.Tag);
        Assert.Equal("MASL", entry.PrimaryKey);
        Assert.False(capability.Active);
        Assert.Equal(AccessOutcome.NotAuthorized, AccessDecision.Of(entry, CapabilityMode.Device).Outcome);
        Assert.Throws<ArgumentException>(() => SchemaJson.Encode(entry));
    }

    [Theory]
    [InlineData("{\"CatalogedAccess\":{\"Capability\":{\"CapabilityFairExchange\":{}}}}")]
    [InlineData("{\"CatalogedAccess\":{\"Capability\":{\"CapabilityFairExchange\":{\"Id\":1}}}}")]
    [InlineData("{\"CatalogedAccess\":{\"Capability\":{\"AccessCapability\":{\"Id\":\"x\"}}}}")]
    [InlineData("{\"CatalogedAccess\":{\"Capability\":{\"AccessCapability\":{\"Id\":\"x\",\"Active\":\"true\"}}}}")]
    [InlineData("{\"CatalogedAccess\":{\"Capability\":{}}}")]
    [InlineData("{\"CatalogedAccess\":{\"Capability\":{\"Id\":\"x\",\"Active\":true}}}")]
    public void A_capability_needs_its_members(string json) => Refused(SchemaError.Malformed, json);

    [Fact]
    public void A_member_of_another_class_than_the_slot_is_refused() =>
        Refused(SchemaError.UnexpectedType, "{\"CatalogedAccess\":{\"Capability\":{\"MessageComplete\":{\"MessageId\":\"N\"}}}}");

    [Fact]
    public void Only_listed_classes_are_written()
    {
        Assert.Throws<ArgumentException>(() => SchemaJson.Codec.Encode(new KeyData()));
        Assert.Throws<ArgumentException>(() => SchemaJson.Codec.Encode("text"));
        Assert.True(SchemaJson.Codec.Knows("ProfileUser"));
        Assert.False(SchemaJson.Codec.Knows("ProfileGroup"));
    }

    [Fact]
    public void Messages_of_errors_have_one_line_and_no_control_characters()
    {
        string[] texts =
        [
            "{\"No\\nthing\\u001b[31m\\u202e\":{}}",
            "{\"" + new string('x', 5000) + "\":{}}",
            "{\"MessageComplete\":{\"MessageId\":\"N\",\"a\\nb\":1,\"a\\nb\":2}}",
        ];
        foreach (string text in texts)
        {
            string message = Assert.Throws<SchemaException>(() => Decode(text)).Message;
            Assert.DoesNotContain(message, char.IsControl);
            Assert.InRange(message.Length, 1, 400);
        }
    }

    [Theory]
    [InlineData("ProfileUser", "AccountEncryption", "CommonEncryption")]
    [InlineData("ProfileUser", "AccountSignature", "CommonSignature")]
    [InlineData("ProfileUser", "AccountAuthentication", "CommonAuthentication")]
    [InlineData("ProfileDevice", "BaseEncryption", "Encryption")]
    [InlineData("ProfileDevice", "BaseSignature", "Signature")]
    [InlineData("ProfileDevice", "BaseAuthentication", "Authentication")]
    [InlineData("ProfileHost", "KeyEncryption", "Encryption")]
    [InlineData("ProfileHost", "KeyAuthentication", "Authentication")]
    [InlineData("AccountHostAssignment", "AccountAddress", "AccountAddess")]
    public void Older_names_are_read_and_never_written(string tag, string older, string newer)
    {
        byte[] written = SchemaJson.Encode(Samples.Of(tag));
        string json = System.Text.Encoding.UTF8.GetString(written);
        string renamed = json.Replace($"\"{newer}\":", $"\"{older}\":", StringComparison.Ordinal);
        Assert.NotEqual(json, renamed);
        Assert.Equal(written, SchemaJson.Encode(Decode(renamed)));

        // Under both names it is twice there.
        JsonElement value = JsonElement.Parse(json).GetProperty(tag).GetProperty(newer);
        string both = json.Replace($"{{\"{tag}\":{{", $"{{\"{tag}\":{{\"{older}\":{value.GetRawText()},", StringComparison.Ordinal);
        Refused(SchemaError.Malformed, both);
    }

    [Fact]
    public void Older_names_mean_nothing_elsewhere() => Refused(
        SchemaError.Malformed,
        System.Text.Encoding.UTF8.GetString(SchemaJson.Encode(Samples.Of("ConnectionDevice")))
            .Replace("\"Encryption\":", "\"BaseEncryption\":", StringComparison.Ordinal));

    [Fact]
    public void The_erasing_buffer_keeps_what_was_written_and_nothing_after_disposal()
    {
        var buffer = new ErasingBuffer();
        byte[] expected = new byte[20_000];
        new SeededRandom("buffer").Fill(expected);
        for (int at = 0; at < expected.Length; at += 1000)
        {
            buffer.Write(expected.AsSpan(at, 1000));
        }

        Assert.Equal(expected, buffer.Written.ToArray());
        Memory<byte> rest = buffer.GetMemory();
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.Advance(rest.Length + 1));
        ReadOnlySpan<byte> seen = buffer.Written;
        buffer.Dispose();
        Assert.False(seen.ContainsAnyExcept((byte)0));
        Assert.Equal(0, buffer.Written.Length);
    }

    private static MeshObject Decode(string json) => Decode<MeshObject>(json);

    private static T Decode<T>(string json)
        where T : MeshObject => SchemaJson.Decode<T>(System.Text.Encoding.UTF8.GetBytes(json));

    private static void Refused(SchemaError code, string json)
    {
        SchemaException e = Assert.Throws<SchemaException>(() => Decode(json));
        Assert.Equal(code, e.Code);
    }
}

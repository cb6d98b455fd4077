using System.Text.Json.Nodes;

namespace Mesh.Encoding.Tests.Json;

/// <summary>JSON-C and JSON-D: codes, dictionaries, and documents encoded in every way that the grammar has.</summary>
public class JsonCodesTests
{
    [Fact]
    public void Any_encoding_of_a_document_is_read_as_the_document()
    {
        var random = new SeededRandom("coded documents");
        for (int i = 0; i < 3_000; i++)
        {
            var coder = new CodedDocument(random);
            JsonNode document = coder.Any();
            byte[] octets = coder.Encode(document);
            byte[] json = TolerantJson.Normalise(octets, maximumOutput: 1 << 20);
            Assert.True(JsonNode.DeepEquals(document, JsonNode.Parse(json)), Convert.ToHexString(octets));
        }
    }

    [Fact]
    public void A_prefix_of_a_document_is_no_document()
    {
        var random = new SeededRandom("coded prefixes");
        for (int i = 0; i < 200; i++)
        {
            var coder = new CodedDocument(random);
            byte[] octets = coder.Encode(coder.Any());
            for (int length = 0; length < octets.Length; length++)
            {
                Assert.Throws<EncodingException>(() => TolerantJson.Normalise(octets.AsSpan(0, length), maximumOutput: 1 << 20));
            }
        }
    }

    [Fact]
    public void Codes_hold_in_the_later_parts_of_a_document_and_nowhere_else()
    {
        byte[] header = Convert.FromHexString("c421800548656c6c6f5bc0215d");
        byte[] trailer = Convert.FromHexString("5bc100215d");
        var codes = new JsonCodes();
        Assert.Equal("""["Hello"]"""u8.ToArray(), TolerantJson.Normalise(header, codes: codes));
        Assert.Equal("""["Hello"]"""u8.ToArray(), TolerantJson.Normalise(trailer, codes: codes));
        Assert.Equal(EncodingError.JsonB, Assert.Throws<EncodingException>(() => TolerantJson.Normalise(trailer)).Code);
        Assert.Equal(EncodingError.JsonB, Assert.Throws<EncodingException>(() => TolerantJson.Normalise(header, codes: codes)).Code);
    }

    [Fact]
    public void A_dictionary_comes_from_the_caller_alone()
    {
        byte[] known = [0x60, .. Enumerable.Range(0, 24).Select(i => (byte)i)];
        byte[] octets = [0xD0, 0, 0, 1, 0, 25, .. known, .. "["u8, 0xC1, 1, 0, 0xC1, 1, 1, .. "]"u8];
        JsonCodes Codes(bool all) => new(id => all && id.Span.SequenceEqual(known) ? new Dictionary<uint, string> { [0] = "alpha", [1] = "beta" } : null);
        Assert.Equal("""["alpha","beta"]"""u8.ToArray(), TolerantJson.Normalise(octets, codes: Codes(all: true)));
        Assert.Throws<EncodingException>(() => TolerantJson.Normalise(octets, codes: Codes(all: false)));
        Assert.Throws<EncodingException>(() => TolerantJson.Normalise(octets));

        // Taken in twice, its codes would be defined twice.
        byte[] twice = [.. octets[..^8], .. octets];
        Assert.Throws<EncodingException>(() => TolerantJson.Normalise(twice, codes: Codes(all: true)));
    }

    [Fact]
    public void Every_tag_that_the_reader_takes_has_a_shape()
    {
        for (int tag = 0x80; tag <= 0xFF; tag++)
        {
            bool shaped = JsonBShape.TryFind((byte)tag, out JsonBShape shape);
            Assert.InRange(shape.FixedLength + shape.LengthSize, 0, JsonBShape.MaximumPrefix - 1);

            // Codes need a definition first, names an object, dictionaries a resolver: in front of them all, an object that has them.
            byte[] value = [(byte)tag, .. new byte[shape.FixedLength + shape.LengthSize]];
            bool read = Reads([.. "["u8, .. value, .. JsonBShape.HasDefinedValue((byte)tag) ? new byte[] { 0x80, 0 } : [], .. "]"u8])
                || Reads([0xC4, 0, 0x80, 0, .. "["u8, .. value, .. "]"u8])
                || Reads([.. "{"u8, .. value, .. "1}"u8])
                || Reads([.. value, .. JsonBShape.HasDefinedValue((byte)tag) ? new byte[] { 0x80, 0 } : [], .. "[]"u8])
                || Reads([.. "["u8, .. value, (byte)(tag - 4), .. new byte[shape.LengthSize], .. "]"u8]);
            Assert.True(shaped == read, $"{tag:x2}");
        }
    }

    private static bool Reads(byte[] octets)
    {
        try
        {
            TolerantJson.Normalise(octets, codes: new JsonCodes(_ => new Dictionary<uint, string>()));
            return true;
        }
        catch (EncodingException)
        {
            return false;
        }
    }
}

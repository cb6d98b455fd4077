using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;

namespace Mesh.Encoding.Tests.Text;

public class Base32Tests
{
    public static TheoryData<string> Published => UdfVectors.Set.Ids("base32");

    [Theory]
    [MemberData(nameof(Published))]
    public void Encodes_and_decodes_published_values(string id)
    {
        JsonElement vector = UdfVectors.Set[id];
        byte[] data = vector.In("data").Hex();
        string dashed = vector.Expected("dashed").Text();
        Assert.Equal(dashed, Base32.Encode(data));
        Assert.Equal(data, Base32.Decode(dashed));
        if (vector.GetProperty("expected").TryGetProperty("base32", out JsonElement plain))
        {
            Assert.Equal(data, Base32.Decode(plain.Text()));
        }
    }

    [Fact]
    public void Every_octet_string_survives() => Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), octets =>
    {
        string text = Base32.Encode(octets);
        return Base32.Decode(text).SequenceEqual(octets) && Base32.Decode(text.ToLowerInvariant()).SequenceEqual(octets);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Text_in_memory_of_the_callers_is_the_same_text()
    {
        byte[] octets = [.. Enumerable.Range(0, 37).Select(i => (byte)(i * 71 % 251))];
        Span<char> text = stackalloc char[80];
        for (int length = 0; length <= octets.Length; length++)
        {
            int bits = Base32.CharacterCount(length) * Base32.CharacterBits;
            int written = Base32.Encode(octets.AsSpan(0, length), bits, text);
            Assert.Equal(Base32.Encode(octets.AsSpan(0, length)), text[..written].ToString());
            char[] tooShort = new char[Math.Max(0, written - 1)];
            Assert.True(length == 0 || Assert.Throws<ArgumentException>(() => Base32.Encode(octets.AsSpan(0, length), bits, tooShort)) is not null);
        }
    }

    [Fact]
    public void Every_character_of_the_alphabet_has_its_value_and_no_other_character_has_one()
    {
        const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
        Span<byte> octet = stackalloc byte[1];
        for (int c = 0; c <= char.MaxValue; c++)
        {
            string text = ((char)c).ToString();
            int value = Alphabet.IndexOf(char.ToUpperInvariant((char)c), StringComparison.Ordinal);
            bool separator = c is '-' or ' ' or '\t' or '\r' or '\n';
            if (c < 128 && value >= 0)
            {
                Assert.Equal(5, Base32.DecodeBits(text, octet));
                Assert.Equal(value << 3, octet[0]);
            }
            else
            {
                Assert.Equal(separator, Base32.TryCountCharacters(text, out int count));
                Assert.Equal(0, count);
            }
        }
    }

    [Fact]
    public void Bits_after_the_last_whole_octet_are_dropped_by_decode_and_kept_by_decode_bits()
    {
        Assert.Equal([0xFF], Base32.Decode("77"));
        Span<byte> octets = stackalloc byte[2];
        Assert.Equal(10, Base32.DecodeBits("77", octets));
        Assert.Equal([0xFF, 0xC0], octets.ToArray());
    }

    [Theory]
    [InlineData("MB5S-0R4A")]
    [InlineData("MB5S-R4A=")]
    [InlineData("MB5S_R4A")]
    [InlineData("МB5S")]
    public void Refuses_characters_outside_the_alphabet(string text) =>
        Assert.Equal(EncodingError.Base32, Assert.Throws<EncodingException>(() => Base32.Decode(text)).Code);
}

using System.Buffers;
using System.Buffers.Text;
using FsCheck;
using FsCheck.Fluent;

namespace Mesh.Encoding.Tests.Text;

public class Base64UrlTextTests
{
    private static readonly SearchValues<byte> NoDigits = SearchValues.Create(" \t\r\n=%"u8);

    [Theory]
    [InlineData("", "")]
    [InlineData("AQID", "010203")]
    [InlineData("AQ", "01")]
    [InlineData("AQ==", "01")]
    [InlineData("AQI=", "0102")]
    [InlineData(" A\r\n  Q\tI D ", "010203")]
    [InlineData("-_-_", "fbffbf")]
    public void Reads_with_and_without_padding_and_white_space(string text, string hex) =>
        Assert.Equal(Convert.FromHexString(hex), Base64UrlText.Decode(text));

    [Theory]
    [InlineData("A")]
    [InlineData("AQIDB")]
    [InlineData("AQ=")]
    [InlineData("A=")]
    [InlineData("=")]
    [InlineData("AQID====")]
    [InlineData("A=QID")]
    [InlineData("+/+/")]
    [InlineData("AQ\u00A0ID")]
    [InlineData("AQ%%")]
    [InlineData("AR")]
    [InlineData("AQJ")]
    public void Refuses_other_text(string text) =>
        Assert.Equal(EncodingError.Base64Url, Assert.Throws<EncodingException>(() => Base64UrlText.Decode(text)).Code);

    [Fact]
    public void Short_and_long_values_are_written_and_read_as_the_platform_does()
    {
        var random = new SeededRandom("base64url");
        foreach (int length in Enumerable.Range(0, 70).Concat([767, 768, 769, 1022, 1023, 1024, 1025, 1026, 5000]))
        {
            byte[] octets = random.Bytes(length);
            string text = Base64Url.EncodeToString(octets);
            Assert.Equal(text, Base64UrlText.Encode(octets));
            byte[] written = new byte[text.Length];
            Assert.Equal(text.Length, Base64UrlText.Encode(octets, written));
            Assert.Equal(text, System.Text.Encoding.ASCII.GetString(written));
            Assert.True(Base64UrlText.TryDecodeDigits(written, out byte[] read));
            Assert.Equal(octets, read);
            Assert.Equal(octets, Base64UrlText.Decode(text));
            Assert.True(length == 0 || Assert.Throws<ArgumentException>(() => Base64UrlText.Encode(octets, written.AsSpan(1))) is not null);
        }
    }

    [Fact]
    public void Changed_digits_are_refused_where_the_platform_refuses_them()
    {
        var random = new SeededRandom("base64url changed");
        int refused = 0;
        for (int i = 0; i < 20_000; i++)
        {
            byte[] text = System.Text.Encoding.ASCII.GetBytes(Base64Url.EncodeToString(random.Bytes(i % 50 == 0 ? 800 + random.Next(300) : random.Next(12))));
            if (text.Length > 0)
            {
                text[random.Next(text.Length)] = (byte)random.Next(128);
                text = random.Next(3) == 0 ? text[..random.Next(text.Length)] : text;
            }

            // The platform skips white space and takes padding, of two kinds, which is not for digits.
            bool plain = !text.AsSpan().ContainsAny(NoDigits);
            bool valid = Base64Url.IsValid(text) && text.Length % 4 != 1;
            Assert.Equal(plain && valid, Base64UrlText.TryDecodeDigits(text, out byte[] octets));
            refused += plain && valid ? 0 : 1;
            if (plain && valid)
            {
                Assert.Equal(Base64Url.DecodeFromUtf8(text), octets);
            }
        }

        Assert.InRange(refused, 2000, 19_000);
    }

    [Fact]
    public void Every_octet_string_survives() => Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), octets =>
    {
        string text = Base64UrlText.Encode(octets);
        return Base64UrlText.Decode(text).SequenceEqual(octets) && !text.Contains('=', StringComparison.Ordinal);
    }).QuickCheckThrowOnFailure();
}

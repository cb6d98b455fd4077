using FsCheck;
using FsCheck.Fluent;

namespace Mesh.Encoding.Tests.Text;

public class Base64UrlTextTests
{
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
    [InlineData("AR")]
    [InlineData("AQJ")]
    public void Refuses_other_text(string text) =>
        Assert.Equal(EncodingError.Base64Url, Assert.Throws<EncodingException>(() => Base64UrlText.Decode(text)).Code);

    [Fact]
    public void Every_octet_string_survives() => Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), octets =>
    {
        string text = Base64UrlText.Encode(octets);
        return Base64UrlText.Decode(text).SequenceEqual(octets) && !text.Contains('=', StringComparison.Ordinal);
    }).QuickCheckThrowOnFailure();
}

namespace Mesh.Schema.Tests;

public sealed class UdfTextTests
{
    private const string Udf = "MC76-AK7P-CEKP-ILKC-MEXU-EOIF-I6BF";

    [Theory]
    [InlineData("mc76ak7pcekpilkcmexueoifi6bf")]
    [InlineData("MC76AK7P-CEKPILKC-MEXUEOIFI6BF")]
    [InlineData(Udf)]
    public void Case_and_dashes_do_not_matter(string other) => Assert.True(UdfText.Same(Udf, other));

    [Theory]
    [InlineData("MC76-AK7P-CEKP-ILKC-MEXU-EOIF-I6BG")]
    [InlineData("MC76-AK7P-CEKP-ILKC-MEXU-EOIF")]
    [InlineData("")]
    [InlineData(null)]
    public void Anything_else_is_different(string? other) => Assert.False(UdfText.Same(Udf, other));

    [Fact]
    public void A_pin_may_be_longer_than_140_bits_and_never_shorter()
    {
        var full = Known.Fingerprint(Known.AccountProfileKey).Udf;
        Assert.True(UdfText.Names(Udf, full));
        Assert.True(UdfText.Names(full.ToString(240), full));
        Assert.False(UdfText.Names(full.ToString(120), full));
        Assert.False(UdfText.Names(Known.Fingerprint(Known.DeviceProfileKey).Text, full));
        Assert.False(UdfText.Names("not a udf", full));
        Assert.False(UdfText.Names(null, full));
    }
}

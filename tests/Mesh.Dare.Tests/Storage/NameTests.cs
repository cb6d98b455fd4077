namespace Mesh.Dare.Tests;

/// <summary>Labels and account names: what may become part of a file or a file name.</summary>
public class NameTests
{
    [Theory]
    [InlineData("MMM_Bookmark", true)]
    [InlineData("a", true)]
    [InlineData("x-1_Y", true)]
    [InlineData("1234567890123456789012345678901234567890123456789012345678901234", true)]
    [InlineData("12345678901234567890123456789012345678901234567890123456789012345", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    [InlineData("~Requests", false)]
    [InlineData("a~", false)]
    [InlineData("a.b", false)]
    [InlineData("a/b", false)]
    [InlineData("a\\b", false)]
    [InlineData("a b", false)]
    [InlineData("a\0", false)]
    [InlineData("é", false)]
    public void A_label_that_peers_may_name(string? text, bool valid)
    {
        Assert.Equal(valid, StoreLabel.TryParse(text, out StoreLabel label));
        if (valid)
        {
            Assert.Equal((text, StoreLabel.Parse(text!)), (label.ToString(), label));
        }
        else
        {
            Assert.Equal(DareError.InvalidRequest, Assert.Throws<DareException>(() => StoreLabel.Parse(text!)).Code);
        }
    }

    [Theory]
    [InlineData("~Requests", true)]
    [InlineData("~x-1_Y", true)]
    [InlineData("~1234567890123456789012345678901234567890123456789012345678901234", true)]
    [InlineData("~12345678901234567890123456789012345678901234567890123456789012345", false)]
    [InlineData("~", false)]
    [InlineData("~~a", false)]
    [InlineData("Requests", false)]
    [InlineData("~a.b", false)]
    [InlineData("", false)]
    public void A_label_that_only_the_holder_may_name(string text, bool valid)
    {
        if (valid)
        {
            Assert.Equal(text, PrivateLabel.Parse(text).ToString());
        }
        else
        {
            Assert.Equal(DareError.InvalidRequest, Assert.Throws<DareException>(() => PrivateLabel.Parse(text)).Code);
        }
    }

    [Theory]
    [InlineData("MAPR-OFIL-EUDF-OFAL-ICEA-ACCO-UNTA", true)]
    [InlineData("MAPR-OFIL-EUDF-OFAL-ICEA-ACCO-UNTA-MAPR-OFIL-EUDF-OFAL-ICEA", true)]
    [InlineData("mapr-ofil-eudf-ofal-icea-acco-unta", false)]
    [InlineData("MAPROFILEUDFOFALICEAACCOUNTA", false)]
    [InlineData("MAPR-OFIL-EUDF-OFAL-ICEA-ACCO", false)] // 120 bits
    [InlineData("MAPR-OFIL-EUDF-OFAL-ICEA-ACCO-UNT", false)]
    [InlineData("NAPR-OFIL-EUDF-OFAL-ICEA-ACCO-UNTA", false)] // a nonce
    [InlineData("MAPR-OFIL-EUDF-OFAL-ICEA-ACCO-UNTA ", false)]
    [InlineData("../MAPR-OFIL-EUDF-OFAL-ICEA-ACCO-UNTA", false)]
    [InlineData("MAPR-OFIL-EUDF-OFAL-ICEA-ACCO-UN1A", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void An_account_is_named_by_the_one_form_of_its_profile_UDF(string? text, bool valid)
    {
        Assert.Equal(valid, AccountName.TryParse(text, out AccountName name));
        Assert.Equal(valid ? text : null, valid ? name.ToString() : null);
        if (!valid)
        {
            Assert.Equal(DareError.InvalidRequest, Assert.Throws<DareException>(() => AccountName.Parse(text!)).Code);
        }
    }

    [Fact]
    public void Names_that_were_never_set_do_not_pass_for_names()
    {
        Assert.Throws<InvalidOperationException>(() => default(StoreLabel).ToString());
        Assert.Throws<InvalidOperationException>(() => default(PrivateLabel).ToString());
        Assert.Throws<InvalidOperationException>(() => default(AccountName).ToString());
    }
}

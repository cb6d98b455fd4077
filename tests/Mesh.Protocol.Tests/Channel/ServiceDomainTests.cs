namespace Mesh.Protocol.Tests;

public class ServiceDomainTests
{
    [Theory]
    [InlineData("example.com", "example.com")]
    [InlineData("EXAMPLE.Com.", "example.com")]
    [InlineData("bücher.example", "xn--bcher-kva.example")]
    [InlineData("BÜCHER.example", "xn--bcher-kva.example")]
    [InlineData("localhost", "localhost")]
    [InlineData("mm--mb2g.example.com", "mm--mb2g.example.com")]
    public void A_domain_has_one_form(string written, string canonical)
    {
        Assert.Equal(canonical, ServiceDomain.Parse(written).Name);
        Assert.Equal(ServiceDomain.Parse(canonical), ServiceDomain.OfAddress("alice@" + written));
        Assert.True(ServiceDomain.TryParse(written, out ServiceDomain? domain));
        Assert.Equal(canonical, domain.Name);
        Assert.Equal(ServiceDomain.Parse(canonical).GetHashCode(), ServiceDomain.Parse(written).GetHashCode());
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("a..b")]
    [InlineData(".a")]
    [InlineData("a..")]
    [InlineData("-a.example")]
    [InlineData("a-.example")]
    [InlineData("a_b.example")]
    [InlineData("a b")]
    [InlineData("example.com:443")]
    [InlineData("example.com/")]
    [InlineData("192.0.2.1")]
    [InlineData("::1")]
    [InlineData("a\u0000b")]
    [InlineData("\uD800.example")]
    [InlineData("aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffgggg.example")]
    public void Anything_else_is_refused_in_one_line(string written)
    {
        var e = Assert.Throws<ProtocolException>(() => ServiceDomain.Parse(written));
        Assert.Equal(ProtocolError.NotDiscovered, e.Code);
        Assert.DoesNotContain(e.Message, char.IsControl);
        Assert.False(ServiceDomain.TryParse(written, out ServiceDomain? domain));
        Assert.Null(domain);
        Assert.False(ServiceDomain.TryOfAddress("alice@" + written, out domain));
        Assert.Null(domain);
    }

    [Theory]
    [InlineData("alice")]
    [InlineData("@example.com")]
    [InlineData("alice@")]
    public void An_address_without_a_domain_is_refused(string address)
    {
        Assert.Throws<ProtocolException>(() => ServiceDomain.OfAddress(address));
        Assert.False(ServiceDomain.TryOfAddress(address, out _));
    }

    [Fact]
    public void Nothing_is_no_domain()
    {
        Assert.False(ServiceDomain.TryParse(null, out _));
        Assert.False(ServiceDomain.TryOfAddress(null, out _));
    }

    [Fact]
    public void A_name_of_253_characters_is_the_longest()
    {
        string label = new('a', 49);
        string name = string.Join('.', label, label, label, label, new string('b', 53));
        Assert.Equal(253, name.Length);
        Assert.Equal(name, ServiceDomain.Parse(name).Name);
        Assert.Throws<ProtocolException>(() => ServiceDomain.Parse(name + "c"));
    }
}

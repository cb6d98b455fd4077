namespace Mesh.Schema.Tests;

public sealed class AccountAddressTests
{
    [Theory]
    [InlineData("alice@example.com", "alice@example.com")]
    [InlineData(" Alice@Example.COM ", "alice@example.com")]
    [InlineData("@Alice", "@alice")]
    [InlineData("jürgen@Ä.example", "jürgen@ä.example")]
    [InlineData("alice@mm--mb3x.example", "alice@mm--mb3x.example")]
    public void Addresses_have_one_canonical_form(string address, string canonical)
    {
        Assert.Equal(canonical, AccountAddress.Canonical(address));
        Assert.Equal(canonical, AccountAddress.Canonical(canonical));
        Assert.True(AccountAddress.Same(address, canonical));
    }

    [Theory]
    [InlineData("")]
    [InlineData("alice")]
    [InlineData("alice@")]
    [InlineData("a@b@c")]
    [InlineData("alice@exa mple")]
    [InlineData("alice@example/..")]
    [InlineData("alice@example\u202e")]
    [InlineData("al\u0000ice@example")]
    [InlineData("alice\n@example")]
    public void What_is_no_address_is_refused_and_equals_nothing(string address)
    {
        Assert.Equal(SchemaError.Malformed, Assert.Throws<SchemaException>(() => AccountAddress.Canonical(address)).Code);
        Assert.False(AccountAddress.Same(address, address));
        Assert.DoesNotContain('\n', Assert.Throws<SchemaException>(() => AccountAddress.Canonical(address)).Message);
    }

    [Fact]
    public void Addresses_are_bounded()
    {
        string longest = new string('a', AccountAddress.MaximumLength - 2) + "@b";
        Assert.Equal(longest, AccountAddress.Canonical(longest));
        Assert.False(AccountAddress.TryCanonical("a" + longest, out _));
    }

    [Fact]
    public void Different_addresses_are_different()
    {
        Assert.False(AccountAddress.Same("alice@example.com", "bob@example.com"));
        Assert.False(AccountAddress.Same("alice@example.com", null));
    }
}

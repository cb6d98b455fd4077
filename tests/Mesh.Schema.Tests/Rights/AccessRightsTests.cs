namespace Mesh.Schema.Tests;

public sealed class AccessRightsTests
{
    [Fact]
    public void None_and_unknown_rights_grant_nothing()
    {
        foreach (AccessRights rights in new[] { AccessRights.None, new AccessRights(["mmm_o_Everything", "", "*", "MMM_O_DOWNLOAD"]) })
        {
            Assert.False(rights.Allows(Right.Download));
            Assert.False(rights.Allows(Right.Status));
            Assert.All(StoreTable.All, s => Assert.False(rights.MayRead(s.Label) || rights.MayWrite(s.Label)));
        }
    }

    [Fact]
    public void A_limited_right_is_for_its_store_and_operation_alone()
    {
        var rights = new AccessRights(["mmm_o_Download:mmm_contact"]);
        Assert.True(rights.MayRead("MMM_Contact"));
        Assert.True(rights.MayRead("mmm_CONTACT"));
        Assert.False(rights.MayRead("MMM_Credential"));
        Assert.False(rights.MayWrite("MMM_Contact"));
        Assert.False(rights.Allows(Right.Download));
    }

    [Fact]
    public void An_unlimited_right_is_for_every_store_with_a_valid_label()
    {
        var rights = new AccessRights([Right.Transact]);
        Assert.True(rights.MayWrite("MMM_Contact"));
        Assert.True(rights.MayWrite("ACME_Orders"));
        Assert.False(rights.MayWrite("~intents"));
        Assert.False(rights.MayWrite("../MMM_Contact"));
        Assert.False(rights.MayRead("MMM_Contact"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("~private")]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("..")]
    [InlineData("a.dcat")]
    [InlineData("a b")]
    [InlineData("a\u0000")]
    [InlineData("é")]
    [InlineData(null)]
    public void Labels_with_anything_but_letters_digits_and_two_signs_are_refused(string? label) => Assert.False(StoreLabel.IsValid(label));

    [Fact]
    public void Labels_are_bounded_and_canonical()
    {
        Assert.True(StoreLabel.IsValid(new string('a', StoreLabel.MaximumLength)));
        Assert.False(StoreLabel.IsValid(new string('a', StoreLabel.MaximumLength + 1)));
        Assert.Equal("MMM_Device", StoreLabel.Canonical("mmm_device"));
        Assert.Equal("Acme_X", StoreLabel.Canonical("Acme_X"));
        Assert.True(StoreLabel.Same("Acme_X", "acme_x"));
        Assert.Same(StoreTable.Find("MMM_Task"), StoreTable.Find("mmm_task"));
        Assert.Null(StoreTable.Find("MMM_Nothing"));
        Assert.Null(StoreTable.Find(null));
        Assert.All(StoreTable.All, s => Assert.True(StoreLabel.IsValid(s.Label) && StoreLabel.Canonical(s.Label) == s.Label));
    }
}

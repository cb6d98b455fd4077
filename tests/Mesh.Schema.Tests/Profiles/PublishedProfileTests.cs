namespace Mesh.Schema.Tests;

/// <summary>Profiles that were published with the reference code.</summary>
public sealed class PublishedProfileTests
{
    [Fact]
    public void The_service_and_host_of_the_published_host_catalog_are_valid()
    {
        CatalogedService entry = SchemaJson.Decode<CatalogedService>(Published.HostCatalogEntry());
        Assert.Equal("MC3S-VBOM-OWVM-657N-GJOU-F3RP-V7R2", entry.PrimaryKey);
        Verified<ProfileService> service = ProfileValidator.Validate(entry.EnvelopedProfileService, acceptPublished: true);
        Assert.Equal("MAPW-NCK2-ZOQA-U7HM-WUBP-XX2T-QN4G", service.Value.Udf);
        Verified<ProfileHost> host = ProfileValidator.Validate(entry.EnvelopedProfileHost!, acceptPublished: true);
        Assert.Equal("MCNN-IFFC-2KWJ-LPWQ-TA66-PGMC-BRLX", host.Value.Udf);
    }

    [Fact]
    public void A_published_user_profile_lacks_the_escrow_key_and_is_not_valid()
    {
        ProfileUser profile = SchemaJson.Decode<ProfileUser>(Published.Body("entry-2022-protocolpostclientservice-3"));
        Assert.Equal("MC76-AK7P-CEKP-ILKC-MEXU-EOIF-I6BF", profile.Udf);
        Assert.Equal("MA27-7XVW-GDJL-SY6H-6HZW-EKMC-TFD3", profile.CommonEncryption.Udf);
        Assert.Equal("MAWM-77KH-5JB5-ZKBD-BKZX-BM37-SFMF", profile.CommonSignature.Udf);
        Assert.Equal("MABY-3HJX-XJUZ-5XNG-OHYX-65LJ-DJUV", profile.CommonAuthentication.Udf);
        Assert.Equal(
            SchemaError.KeyInvalid,
            Assert.Throws<SchemaException>(() => KeyRules.Check(profile.Keys, profile.Tag)).Code);
        KeyRules.Check(profile.Keys.Where(k => k.Name != nameof(profile.EscrowEncryption)), profile.Tag);
    }
}

using Mesh.Encoding;

namespace Mesh.Keys.Tests.Secrets;

/// <summary>The known answers of the Mesh schema, section 16 G: the publication of a device that its maker configured.</summary>
public class SymmetricKeyTests
{
    private const string Text = "EDRL-4MZP-3OUD-OZBS-SPZN-7OSO-OM";

    [Fact]
    public void Gives_the_published_key_of_a_device()
    {
        using KeySeed seed = KeySeed.Parse("ZAAQ-AHCC-PWZG-EQXO-M4QM-OYWT-HDPG-DQ3D-HMIG-ABHP-LED2-KPAG-LOTB-QMJ7");
        using SymmetricKey key = SymmetricKey.OfDevice(seed, "maker@example.com");
        Assert.Equal(Text, key.RevealUdf());
    }

    [Fact]
    public void Gives_the_published_identifier_authenticators_and_claims()
    {
        using SymmetricKey key = SymmetricKey.Parse(Text);
        Assert.Equal("EBQB-KJVT-BYND-4GE2-U65R-FZFH-4C7O", key.PublicationIdentifier);
        using SymmetricKey service = key.ServiceAuthenticator();
        using SymmetricKey device = key.DeviceAuthenticator();
        Assert.Equal("EDMR-XKST-PS2I-LZO4-OIAK-KJWW-EEHT-ZNPP-6VSF-KM27-FEFX-LXH2-2S46-C", service.RevealUdf());
        Assert.Equal("AAX2-PAY7-QBP6-MIF4-Q6CP-RGQ3-XYT7", service.ClaimProof("alice@example.com").ToString());
        Assert.Equal("ADZR-C42E-OSGG-5APY-RUWT-WAAL-6IDW", device.ClaimProof("alice@example.com").ToString());
    }

    [Fact]
    public void A_random_key_survives_text_and_shows_nothing_of_itself()
    {
        using SymmetricKey key = SymmetricKey.Generate(new SeededRandom("key"), 32);
        using SymmetricKey read = SymmetricKey.Parse(key.RevealUdf());
        Assert.True(read.Reveal().SequenceEqual(key.Reveal()));
        Assert.Equal(SymmetricKeyIdentifier.OfSeed(key.Reveal()), key.SeedIdentifier);
        Assert.Equal("SymmetricKey(32)", key.ToString());
        Assert.False(key.IsSigned);
        Assert.Throws<ArgumentOutOfRangeException>(() => SymmetricKey.Generate(new SeededRandom("key"), 15));
    }

    [Fact]
    public void A_key_bound_to_a_signature_key_keeps_its_type()
    {
        string text = Udf.FromOctets(UdfType.EncryptionKeySigned, new byte[16]).ToString();
        using SymmetricKey key = SymmetricKey.Parse(text);
        Assert.True(key.IsSigned);
        Assert.Equal(text, key.RevealUdf());
    }

    [Theory]
    [InlineData("")]
    [InlineData("NAUL-ZACO-WCZG-LNHO-FG4Z-VTDE-G7BA")]
    [InlineData("EDRL-4MZP-3OUD-OZBS-SPZN-7OS")]
    public void Text_that_is_no_key_is_refused(string text) =>
        Assert.Equal(KeyError.Secret, Assert.Throws<KeyException>(() => SymmetricKey.Parse(text)).Code);

    [Fact]
    public void Lengths_are_limited()
    {
        Assert.Throws<KeyException>(() => SymmetricKey.FromOctets(new byte[14]));
        Assert.Throws<KeyException>(() => SymmetricKey.FromOctets(new byte[65]));
        SymmetricKey.FromOctets(new byte[64]).Dispose();
    }
}

using Mesh.Encoding;

namespace Mesh.Keys.Tests.Secrets;

/// <summary>The known answers of the Mesh schema, section 16 E, and what binds a PIN.</summary>
public class PinTests
{
    private const string Alice = "alice@example.com";

    [Theory]
    [InlineData("AAJP-KPYV-NSB4-GIYL-AM", "ADBB-JTKR-RGGL-ACEM-TW6E-ZFY6-NQXF", "ACCL-WJJ6-QILY-IDQT-67RT-LHGM-PA2K")]
    [InlineData("ADKW-K2ZB-PPZM-ECG4-P3NQ-UN4K-XI", "AA3X-AOXG-CTAE-HAQ3-EDP7-PSLZ-CIHS", "AALG-XLJN-YZC3-2PZ5-LJK4-2TWB-7TST")]
    public void Gives_published_salted_PINs_and_identifiers(string text, string salted, string identifier)
    {
        using PinCode pin = PinCode.Parse(text);
        using SaltedPin salt = pin.Salt("Device");
        Assert.Equal(salted, salt.RevealUdf());
        Assert.Equal(identifier, salt.Identifier(Alice));
        using SaltedPin read = SaltedPin.Parse(salted);
        Assert.Equal(identifier, read.Identifier(Alice));
        Assert.Equal(salted, read.RevealUdf());
    }

    [Fact]
    [Requirement("PIN-05")]
    public void The_witness_is_bound_to_account_nonce_and_what_is_presented()
    {
        byte[] nonce = Base64UrlText.Decode("Hul_uM9-BJdhPzYjhNMa3Q");
        byte[] digest = Base64UrlText.Decode("owxkrybmoxY5RI4okLHahlmgDBUTxf3ZFA90S9O9tVNoX4Th2DBW6yEDZKVvQIBPlu03COoT0x-bWUPfpQN6bg");
        byte[] witness = Base64UrlText.Decode("EaqYtqTJJRqdmxyskiuB9_y9qPNGWnRnglnfctD89gcsc6Q8eTVPk8_RPKowRc-4ebgcY48gpTdhrENWiWLQ8g");
        using PinCode pin = PinCode.Parse("ADKW-K2ZB-PPZM-ECG4-P3NQ-UN4K-XI");
        using SaltedPin salt = pin.Salt("Device");
        Assert.Equal(witness, salt.Witness(Alice, nonce, digest));
        Assert.True(salt.VerifyWitness(witness, Alice, nonce, digest));

        Assert.False(salt.VerifyWitness(witness, "mallet@example.com", nonce, digest));
        Assert.False(salt.VerifyWitness(witness, Alice, [.. nonce[..^1], 0], digest));
        Assert.False(salt.VerifyWitness(witness, Alice, nonce, [.. digest[..^1], 0]));
        Assert.False(salt.VerifyWitness(witness.AsSpan(0, 63), Alice, nonce, digest));
        Assert.False(salt.VerifyWitness([], Alice, nonce, digest));
        witness[^1] ^= 1;
        Assert.False(salt.VerifyWitness(witness, Alice, nonce, digest));
    }

    [Fact]
    public void A_salted_PIN_authenticates_any_octets_with_its_16_whole_octets()
    {
        using SaltedPin salt = SaltedPin.Parse("AA3X-AOXG-CTAE-HAQ3-EDP7-PSLZ-CIHS");
        byte[] key = Udf.Parse(salt.RevealUdf()).Data.ToArray();
        Assert.Equal(16, key.Length);
        Assert.Equal(System.Security.Cryptography.HMACSHA512.HashData(key, "octets"u8), salt.Mac("octets"u8));
    }

    [Fact]
    [Requirement("PIN-03")]
    public void A_PIN_of_one_action_or_account_is_another_PIN_elsewhere()
    {
        using PinCode pin = PinCode.Generate(new SeededRandom("pin"));
        using SaltedPin device = pin.Salt("Device");
        using SaltedPin contact = pin.Salt("Contact");
        Assert.NotEqual(device.Identifier(Alice), contact.Identifier(Alice));
        Assert.NotEqual(device.Identifier(Alice), device.Identifier("bob@example.com"));
        Assert.NotEqual(device.Witness(Alice, [1], [2]), contact.Witness(Alice, [1], [2]));
    }

    [Fact]
    [Requirement("PIN-06")]
    public void A_new_PIN_has_120_bits_and_never_fewer_than_80()
    {
        using PinCode pin = PinCode.Generate(new SeededRandom("pin"));
        Assert.Equal(26 + 6, pin.RevealUdf().Length);
        Assert.Equal(15, Udf.Parse(pin.RevealUdf()).Data.Length);
        using PinCode read = PinCode.Parse(pin.RevealUdf());
        Assert.Equal(pin.RevealUdf(), read.RevealUdf());
        Assert.Throws<ArgumentOutOfRangeException>(() => PinCode.Generate(new SeededRandom("pin"), 9));
        PinCode.Parse(Udf.FromOctets(0, new byte[10]).ToString()).Dispose();
        Assert.Equal(KeyError.Secret, Assert.Throws<KeyException>(() => PinCode.Parse(Udf.FromOctets(0, new byte[9]).ToString())).Code);
    }

    [Theory]
    [InlineData("")]
    [InlineData("EDRL-4MZP-3OUD-OZBS-SPZN-7OSO-OM")]
    [InlineData("AAJP-KPYV-NSB4-GIYL-A8")]
    [InlineData("MARP-HH6B-D2JW-WLQ6-RWPQ-2SLS-AI2V")]
    [InlineData("AEBB-JTKR-RGGL-ACEM-TW6E-ZFY6-NQXF")]
    public void Text_that_is_no_PIN_is_refused(string text)
    {
        Assert.Equal(KeyError.Secret, Assert.Throws<KeyException>(() => PinCode.Parse(text)).Code);
        Assert.Equal(KeyError.Secret, Assert.Throws<KeyException>(() => SaltedPin.Parse(text)).Code);
    }

    [Fact]
    public void A_salted_PIN_has_28_characters() =>
        Assert.Throws<KeyException>(() => SaltedPin.Parse("AA3X-AOXG-CTAE-HAQ3-EDP7-PSLZ-CIHS-AAAA"));

    [Fact]
    public void Nothing_of_a_PIN_is_printed()
    {
        using PinCode pin = PinCode.Generate(new SeededRandom("pin"));
        using SaltedPin salt = pin.Salt("Device");
        Assert.Equal("PinCode(15)", pin.ToString());
        Assert.Equal("SaltedPin", salt.ToString());
    }
}

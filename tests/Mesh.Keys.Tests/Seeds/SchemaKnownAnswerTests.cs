using Mesh.Cryptography;
using Mesh.Encoding;

namespace Mesh.Keys.Tests.Seeds;

/// <summary>The known answers of the Mesh schema, section 16, A to C: an account, a device, an overlay.</summary>
public class SchemaKnownAnswerTests
{
    private const string AccountSeed = "ZAAQ-FKAT-PL72-4IHW-GIKY-IG5T-2IJG-JHC2-PMI7-44XR-HSBH-TKZI-WPNZ-F2XT";
    private const string DeviceSeed = "ZAAQ-AO3M-SYLX-X7ET-MZHC-BURC-V2OE-ZWUX-ZWPF-KAL4-6C3G-6IPV-2D76-MT4N";
    private const string ActivationSeed = "ZAAQ-H7CI-YZHV-CODZ-P3DR-5E6K-AF3P-TIDI-36IU-D67X-7X4T-76IH-QC6F-VKCY";

    [Theory]
    [InlineData(KeyNames.AccountProfile, "MARP-HH6B-D2JW-WLQ6-RWPQ-2SLS-AI2V", "167c07df674ffd03c6ef37c8baf9f61e9ed7697b244aff13cd2749294ddd546bc77c37411bc25da7bbdf110ddfd240b94d453dbf6e9b9cbb")]
    [InlineData(KeyNames.AccountAdminSign, "MAJ5-HQAF-XXGK-W6BW-EGH3-ELNH-EQ7I", "36b866fb7fcaf2cab274d55999b3dff1970b8bd8c185da4d1c5eb10e2dd5b95b1d2d85116b4fee5146cd1fa98418345e5fb311ac3a7b7690")]
    [InlineData(KeyNames.AccountEncrypt, "MASL-5B72-3K3B-PKQR-MGHP-L5QP-MVOA", "4b424cf8030673a313f14b48a8dada60d4484a2f805cd939c1a652caedd844c99835bda929a6b9adbdd35b2d02909d723023b6e9bb9ef894")]
    [InlineData(KeyNames.AccountAuthenticate, "MA76-DK4C-DZFG-CAVP-YCTU-X6O5-ZU5M", "30a37123034ff4003bc3d220a0878bd65a5f29ea1266d560e8656075725c8d48d3fe7a5c775df556380a940210dab1142239725f6e4b7714")]
    [InlineData(KeyNames.AccountSign, "MDWZ-36RF-622V-XT6X-O6KB-3S5J-4JE3", "cc8975835cca1be0ac2a14c03f7279d82418f8b6d3bf0af6c52d8b3dcb305ea3855bbdb6f3a1270afa3f87a12571b482e1a2c31e2eff6ccc")]
    [InlineData(KeyNames.AccountEscrow, "MAND-BKQ3-XXGY-AYTS-L7VX-OOHW-HT7P", "d272a121920742164c2c6da0b20dcdea3ac21634202a1d8aab220be23dd9eddc536b2a0c8c00d52cee6b77022a05e9f6a1a927aeccc665b0")]
    [InlineData("MMM_Credential", "MA67-4U5O-PTDZ-WX4D-PDFU-F7RD-3A5O", "cf3a9d18e357ead47dc30da3fa0b40188850489e339f0765ee040c710c23d6caaa9c94630258c0f6ea00431850c024ce61e94ecf5ec39ad2")]
    [InlineData("MMM_Contact", "MBRT-JZHU-7BN3-PQYP-G3Q2-IBL4-PNQT", null)]
    [InlineData("MMM_Inbound", "MCBU-S5G3-MPLC-ZI4X-Y6DI-VE2U-LQ36", null)]
    public void Account(string name, string kid, string? octets)
    {
        string keyName = name.StartsWith("MMM_", StringComparison.Ordinal) ? KeyNames.StoreEncrypt(name) : name;
        using KeySeed seed = KeySeed.Parse(AccountSeed);
        using PrivateKey key = Derive(seed, keyName);
        Assert.Equal(kid, key.Kid);
        using SecretBytes material = seed.DeriveSecret(keyName, 56);
        Assert.Equal(octets ?? Convert.ToHexStringLower(material.Reveal()), Convert.ToHexStringLower(material.Reveal()));
    }

    [Theory]
    [InlineData(KeyNames.AccountProfile, "SjBIjXHPFfPW5pVqo-KquT4qCRJOL82yNbDf9xFabi0vunP3XGffV8-s8WJUe_H3WCX9bLIW5zuA")]
    [InlineData(KeyNames.AccountEncrypt, "yx7_72c7tOCRGRmKQQa9ja2v9HZEnKtFHowFzFehHJrHKzRrwyaVf3WvudZE4xy680tRIoF7u4aA")]
    [Requirement("CRY-12")]
    public void Public_keys_of_the_account(string name, string expected)
    {
        using KeySeed seed = KeySeed.Parse(AccountSeed);
        using PrivateKey key = Derive(seed, name);
        Assert.Equal(expected, Base64UrlText.Encode(key.PublicKey.Octets.Span));
    }

    [Theory]
    [InlineData(KeyNames.DeviceProfile, "MC6H-2IFS-4OXA-U2YQ-QZ6Y-RZWX-JC3Q", "7ZWDAzntmyxhUvzXCvl9tAxRXeBz2WuwTqlNVnojsoK753_Nvj9ZXW_JOJzRAeSO6SYrCuX58eUA")]
    [InlineData(KeyNames.DeviceEncrypt, "MANW-A7ZE-RUCN-GL2B-7TKX-V2UF-KTG2", "z6JuKrLU_hngj0pw1xxuFp6nKvUI6-eUs9-YGwmbZe0xEGaN3hLg6NFGGLQCJj_si2ZhpPhNY2YA")]
    [InlineData(KeyNames.DeviceSign, "MBUQ-HUMZ-HZOR-EAAA-DDBH-UMG5-T36K", "ihX0CpzwVqDU95h2miOnK0akcRAEHH1Pw7pbOtJevEa3wChx4V6LzvfzL8Jl6Hue1xe9zA40OcGA")]
    [InlineData(KeyNames.DeviceAuthenticate, "MA6J-3TFO-COXV-TPNF-COAF-DLZO-L7OZ", "3TfCMlivNSkY4oE-vG31U3mvv3V3Y5YRX9c8kJgZ8G3D0zxXcGZCMfnxNJMB-a3JnKRD_CdvoDaA")]
    public void Device(string name, string kid, string octets)
    {
        using KeySeed seed = KeySeed.Parse(DeviceSeed);
        using PrivateKey key = Derive(seed, name);
        Assert.Equal(kid, key.Kid);
        Assert.Equal(octets, Base64UrlText.Encode(key.PublicKey.Octets.Span));
    }

    [Theory]
    [InlineData(
        KeyAlgorithm.X448, KeyNames.ActivationDeviceAuthenticate, "lMLpaKbvzpktrGkBAzilJ5YznDea06K8GkaNEtisOdtlTnrJ_szv2dBPpciNhUJ9xMGTvkchHM0A",
        "lxeWITxkrVE3ueYzk4LXUPXRhuIq7zDdEplvWFhbJ0XtC0LLAP-NrfzuRn6lTOexQsklytgD1k2A", "MD75-RPX5-5NK4-FHKK-2PSE-DWSY-WU6Y")]
    [InlineData(
        KeyAlgorithm.X448, KeyNames.ActivationDeviceEncrypt, "9IygmKrFFuirMGYy8E2dm8a3yjSpiSsIEhbboaVPgFupuDZ87oKlZ5OEqfFgqUL_HhePsKShFwCA",
        "yXymcabhj_yuhL88HG_qmNuQzQbWGw8LuIwcCbWPRW_wuzPoOzickfNFYWIqmcr0AUHtePXJKGKA", "MAST-EV3R-CLXM-LVOO-L3FH-QHJ7-WATP")]
    [InlineData(
        KeyAlgorithm.Ed448, KeyNames.ActivationDeviceSign, "gIM8jNEGJQIF6MbcCGotUr3lm1IFjDNkU3hVh3R9RWbjCBIM2M5mNBTojXbTe-dRDKjCKpvaBK2A",
        "F_0-wEuYVN1dBGqfp2wfrTMFK10EaNOXlECZhc2NBs1EYuhR9TlnNZIgW9-CyxeZHxWPMpxm2vQA", "MBLJ-ADU3-FC24-MNUN-QVH2-7PRQ-XXQA")]
    public void Overlay(KeyAlgorithm algorithm, string name, string activationPublic, string basePublic, string result)
    {
        using KeySeed seed = KeySeed.Parse(ActivationSeed);
        using PrivateKey activation = Derive(seed, name);
        Assert.Equal(activationPublic, Base64UrlText.Encode(activation.PublicKey.Octets.Span));
        PublicKey device = PublicKey.FromOctets(algorithm, Base64UrlText.Decode(basePublic), requirePrimeOrder: true);
        Assert.Equal(result, KeyVectors.Add(device, activation.PublicKey).Kid);
    }

    private static PrivateKey Derive(KeySeed seed, string name) =>
        name.EndsWith("Sign", StringComparison.Ordinal) || name.EndsWith("Profile", StringComparison.Ordinal)
            ? seed.DeriveSignature(name)
            : seed.DeriveAgreement(name);
}

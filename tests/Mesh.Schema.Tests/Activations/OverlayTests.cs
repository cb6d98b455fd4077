using Mesh.Keys;

namespace Mesh.Schema.Tests;

/// <summary>Keys and overlays against the published examples.</summary>
public sealed class OverlayTests
{
    private const string AccountSeed = "ZAAQ-FKAT-PL72-4IHW-GIKY-IG5T-2IJG-JHC2-PMI7-44XR-HSBH-TKZI-WPNZ-F2XT";
    private const string DeviceSeed = "ZAAQ-AO3M-SYLX-X7ET-MZHC-BURC-V2OE-ZWUX-ZWPF-KAL4-6C3G-6IPV-2D76-MT4N";
    private const string ActivationSeed = "ZAAQ-H7CI-YZHV-CODZ-P3DR-5E6K-AF3P-TIDI-36IU-D67X-7X4T-76IH-QC6F-VKCY";

    [Fact]
    public void The_published_account_seed_gives_the_published_keys()
    {
        using KeySeed seed = KeySeed.Parse(AccountSeed);
        using AccountKeySet keys = AccountKeySet.Of(seed);
        Assert.Equal("MARP-HH6B-D2JW-WLQ6-RWPQ-2SLS-AI2V", keys.Profile.Kid);
        Assert.Equal("MAJ5-HQAF-XXGK-W6BW-EGH3-ELNH-EQ7I", keys.Administrator.Kid);
        Assert.Equal("MASL-5B72-3K3B-PKQR-MGHP-L5QP-MVOA", keys.Encryption.Kid);
        Assert.Equal("MA76-DK4C-DZFG-CAVP-YCTU-X6O5-ZU5M", keys.Authentication.Kid);
        Assert.Equal("MDWZ-36RF-622V-XT6X-O6KB-3S5J-4JE3", keys.Signature.Kid);
        Assert.Equal("MAND-BKQ3-XXGY-AYTS-L7VX-OOHW-HT7P", keys.Escrow.Kid);
    }

    [Theory]
    [InlineData(StoreLabel.Credential, "MA67-4U5O-PTDZ-WX4D-PDFU-F7RD-3A5O")]
    [InlineData(StoreLabel.Contact, "MBRT-JZHU-7BN3-PQYP-G3Q2-IBL4-PNQT")]
    public void Stores_have_the_published_keys(string label, string kid)
    {
        using KeySeed seed = KeySeed.Parse(AccountSeed);
        using ActivationEntry entry = KeyGenerations.First(seed, StoreTable.Find(label)!);
        Assert.Equal(kid, entry.Key.Udf);
        Assert.Equal(label, entry.Resource);
        Assert.Equal(0, entry.Generation);
    }

    [Fact]
    public void The_published_device_seed_gives_the_published_keys()
    {
        using KeySeed seed = KeySeed.Parse(DeviceSeed);
        using DeviceKeySet keys = DeviceKeySet.OfDevice(seed);
        Assert.Equal("MC6H-2IFS-4OXA-U2YQ-QZ6Y-RZWX-JC3Q", keys.Profile.Kid);
        Assert.Equal("MANW-A7ZE-RUCN-GL2B-7TKX-V2UF-KTG2", keys.Encryption.Kid);
        Assert.Equal("MBUQ-HUMZ-HZOR-EAAA-DDBH-UMG5-T36K", keys.Signature.Kid);
        Assert.Equal("MA6J-3TFO-COXV-TPNF-COAF-DLZO-L7OZ", keys.Authentication.Kid);
    }

    [Fact]
    public void The_published_overlay_gives_the_published_keys()
    {
        using DeviceKeySet signer = DeviceKeySet.OfDevice(KeySeed.Parse(DeviceSeed));
        var profile = new ProfileDevice
        {
            ProfileSignature = KeyData.Of(signer.Profile.Public),
            Encryption = Base(KeyAlgorithm.X448, "yXymcabhj_yuhL88HG_qmNuQzQbWGw8LuIwcCbWPRW_wuzPoOzickfNFYWIqmcr0AUHtePXJKGKA"),
            Signature = Base(KeyAlgorithm.Ed448, "F_0-wEuYVN1dBGqfp2wfrTMFK10EaNOXlECZhc2NBs1EYuhR9TlnNZIgW9-CyxeZHxWPMpxm2vQA"),
            Authentication = Base(KeyAlgorithm.X448, "lxeWITxkrVE3ueYzk4LXUPXRhuIq7zDdEplvWFhbJ0XtC0LLAP-NrfzuRn6lTOexQsklytgD1k2A"),
        };
        Verified<ProfileDevice> device = ProfileValidator.Validate(Forge.Clear(profile, signer.Profile, profile.Udf));
        using KeySeed seed = KeySeed.Parse(ActivationSeed);
        ConnectedPublicKeys keys = ConnectedPublicKeys.OfDevice(seed, device);
        Assert.Equal("MD75-RPX5-5NK4-FHKK-2PSE-DWSY-WU6Y", keys.Authentication.Kid);
        Assert.Equal("MAST-EV3R-CLXM-LVOO-L3FH-QHJ7-WATP", keys.Encryption.Kid);
        Assert.Equal("MBLJ-ADU3-FC24-MNUN-QVH2-7PRQ-XXQA", keys.Signature.Kid);
    }

    [Fact]
    public void Both_sides_come_to_the_same_keys()
    {
        World world = World.Alice;
        using KeySeed seed = KeySeed.Parse(ActivationSeed);
        ConnectedPublicKeys publicKeys = ConnectedPublicKeys.OfDevice(seed, world.DeviceProfile);
        using ConnectedKeys keys = ConnectedKeys.Combine(seed, world.DeviceKeys, OverlayNames.Device);
        Assert.Equal(publicKeys.Encryption, keys.Encryption.Public);
        Assert.Equal(publicKeys.Signature, keys.Signature.Public);
        Assert.Equal(publicKeys.Authentication, keys.Authentication.Public);
        ConnectedPublicKeys host = ConnectedPublicKeys.OfHost(seed, world.Host);
        using ConnectedKeys hostKeys = ConnectedKeys.Combine(seed, world.HostKeys, OverlayNames.Host);
        Assert.Equal(host.Authentication, hostKeys.Authentication.Public);
        Assert.Equal(host.Encryption, hostKeys.Encryption.Public);
        Assert.Equal(host.Signature, hostKeys.Signature.Public);
    }

    [Fact]
    [Requirement("DEV-10", "DEV-11")]
    public void Neither_seed_alone_gives_a_connected_key()
    {
        using KeySeed activation = KeySeed.Parse(ActivationSeed);
        using KeySeed made = KeySeed.Parse(DeviceSeed);
        using DeviceKeySet baseKeys = DeviceKeySet.OfDevice(made);
        Verified<ProfileDevice> device = ProfileValidator.Validate(ProfileBuilder.Device(World.Alice.Sealer, baseKeys));
        ConnectedPublicKeys connected = ConnectedPublicKeys.OfDevice(activation, device);
        PublicKey[] keys = [connected.Encryption, connected.Signature, connected.Authentication];

        // Whatever the maker derives from the device's seed, and the administrator from the activation's, by any name that there is.
        foreach (KeySeed seed in new[] { made, activation })
        {
            foreach (string name in Names())
            {
                using SignaturePrivateKey signature = seed.DeriveSignature(name);
                using AgreementPrivateKey agreement = seed.DeriveAgreement(name);
                Assert.DoesNotContain(signature.PublicKey, keys);
                Assert.DoesNotContain(agreement.PublicKey, keys);
            }
        }
    }

    [Fact]
    public void A_contribution_that_cancels_the_base_key_is_refused()
    {
        // A base key that is minus the contribution: the sum is no key.
        using KeySeed seed = KeySeed.Parse(ActivationSeed);
        using AgreementPrivateKey act = seed.DeriveAgreement(KeyNames.ActivationDeviceEncrypt);
        byte[] negative = act.Public.Octets.ToArray();
        negative[^1] ^= 0x80;
        using DeviceKeySet signer = DeviceKeySet.OfDevice(KeySeed.Parse(DeviceSeed));
        ProfileDevice profile = World.Alice.DeviceProfile.Value with
        {
            ProfileSignature = KeyData.Of(signer.Profile.Public),
            Encryption = KeyData.Of(PublicKey.FromOctets(KeyAlgorithm.X448, negative)),
        };
        Verified<ProfileDevice> device = ProfileValidator.Validate(Forge.Clear(profile, signer.Profile, profile.Udf));
        Assert.Equal(
            SchemaError.KeyInvalid, Assert.Throws<SchemaException>(() => ConnectedPublicKeys.OfDevice(seed, device)).Code);
    }

    private static KeyData Base(KeyAlgorithm algorithm, string octets) =>
        KeyData.Of(PublicKey.FromOctets(algorithm, Known.Octets(octets)));

    private static IEnumerable<string> Names() => typeof(KeyNames).GetFields().Where(f => f.IsLiteral).Select(f => (string)f.GetRawConstantValue()!);
}

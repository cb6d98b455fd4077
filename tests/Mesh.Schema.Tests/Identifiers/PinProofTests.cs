using System.Security.Cryptography;
using Mesh.Encoding;
using Mesh.Keys;

namespace Mesh.Schema.Tests;

public sealed class PinProofTests
{
    private const string Account = "alice@example.com";
    private const string Code = "ADKW-K2ZB-PPZM-ECG4-P3NQ-UN4K-XI";

    [Theory]
    [InlineData("AAJP-KPYV-NSB4-GIYL-AM", "ACCL-WJJ6-QILY-IDQT-67RT-LHGM-PA2K")]
    [InlineData(Code, "AALG-XLJN-YZC3-2PZ5-LJK4-2TWB-7TST")]
    public void Published_pins_give_the_published_pin_id(string text, string id)
    {
        using SaltedPin pin = Salted(text, PinAction.Device);
        Assert.Equal(id, PinProof.PinId(pin, Account));
        Assert.Equal(id, PinProof.PinId(pin, " Alice@Example.COM"));
    }

    [Fact]
    public void The_published_pin_witness_comes_out()
    {
        byte[] nonce = Known.Octets("Hul_uM9-BJdhPzYjhNMa3Q");
        byte[] digest = Known.Octets("owxkrybmoxY5RI4okLHahlmgDBUTxf3ZFA90S9O9tVNoX4Th2DBW6yEDZKVvQIBPlu03COoT0x-bWUPfpQN6bg");
        byte[] expected = Known.Octets("EaqYtqTJJRqdmxyskiuB9_y9qPNGWnRnglnfctD89gcsc6Q8eTVPk8_RPKowRc-4ebgcY48gpTdhrENWiWLQ8g");
        using SaltedPin pin = Salted(Code, PinAction.Device);
        Assert.Equal(expected, PinProof.PinWitness(pin, Account, nonce, digest));
        Assert.Equal(expected, PinProof.PinWitness(pin, "ALICE@example.com", nonce, digest));
    }

    [Fact]
    public void The_witness_depends_on_every_input()
    {
        using SaltedPin device = Salted(Code, PinAction.Device);
        using SaltedPin contact = Salted(Code, PinAction.Contact);
        byte[] nonce = new byte[16];
        byte[] other = [.. nonce];
        other[15] ^= 1;
        byte[] digest = new byte[64];
        byte[] otherDigest = [.. digest];
        otherDigest[63] ^= 1;
        byte[][] witnesses =
        [
            PinProof.PinWitness(device, Account, nonce, digest),
            PinProof.PinWitness(device, "bob@example.com", nonce, digest),
            PinProof.PinWitness(device, Account, other, digest),
            PinProof.PinWitness(device, Account, nonce, otherDigest),
            PinProof.PinWitness(contact, Account, nonce, digest),
        ];
        Assert.Equal(witnesses.Length, witnesses.Select(Convert.ToHexString).Distinct().Count());
        Assert.Throws<SchemaException>(() => PinProof.PinWitness(device, Account, nonce.AsSpan(1), digest));
        Assert.Throws<SchemaException>(() => PinProof.PinWitness(device, "nobody", nonce, digest));
    }

    [Fact]
    public void The_account_witness_is_the_mac_of_the_documented_octets()
    {
        using SaltedPin pin = Salted(Code, PinAction.Device);
        KeyFingerprint account = Known.Fingerprint(Known.AccountProfileKey);
        KeyFingerprint device = Known.Fingerprint(Known.DeviceProfileKey);
        byte[] client = [.. Enumerable.Repeat((byte)1, 16)];
        byte[] server = [.. Enumerable.Repeat((byte)2, 16)];
        byte[] key = Udf.Parse(pin.RevealUdf()).Data.ToArray();
        Assert.Equal(16, key.Length);
        byte[] octets = [.. "response"u8, .. account.Octets.Span, .. device.Octets.Span, .. client, .. server];
        Assert.Equal(HMACSHA512.HashData(key, octets), PinProof.AccountWitness(pin, account, device, client, server));
    }

    [Fact]
    public void The_account_witness_depends_on_every_input()
    {
        using SaltedPin pin = Salted(Code, PinAction.Device);
        KeyFingerprint account = Known.Fingerprint(Known.AccountProfileKey);
        KeyFingerprint device = Known.Fingerprint(Known.DeviceProfileKey);
        byte[] one = [.. Enumerable.Repeat((byte)1, 16)];
        byte[] two = [.. Enumerable.Repeat((byte)2, 16)];
        byte[][] witnesses =
        [
            PinProof.AccountWitness(pin, account, device, one, two),
            PinProof.AccountWitness(pin, device, account, one, two),
            PinProof.AccountWitness(pin, account, account, one, two),
            PinProof.AccountWitness(pin, account, device, two, two),
            PinProof.AccountWitness(pin, account, device, one, one),
        ];
        Assert.All(witnesses, w => Assert.Equal(64, w.Length));
        Assert.Equal(witnesses.Length, witnesses.Select(Convert.ToHexString).Distinct().Count());
        Assert.Throws<SchemaException>(() => PinProof.AccountWitness(pin, account, device, one.AsSpan(1), two));
        Assert.Throws<SchemaException>(() => PinProof.AccountWitness(pin, account, device, one, two.AsSpan(1)));
    }

    private static SaltedPin Salted(string text, string action)
    {
        using PinCode pin = PinCode.Parse(text);
        return pin.Salt(action);
    }
}

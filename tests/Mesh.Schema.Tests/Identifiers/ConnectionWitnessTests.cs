namespace Mesh.Schema.Tests;

public sealed class ConnectionWitnessTests
{
    private const string Witness = "CGQR-COKS-K4UR-EPYB-2CBI-MB6Z-UQ4B";

    private static readonly byte[] ServerNonce = Known.Octets("iuFxrbmt65Fouz6VgvDhhg");
    private static readonly byte[] ClientNonce = Known.Octets("I_RPi6jpF-Z4LwE25_hmfQ");

    [Fact]
    public void The_published_witness_comes_out()
    {
        var account = Known.Fingerprint(Known.AccountProfileKey);
        var device = Known.Fingerprint(Known.DeviceProfileKey);
        Assert.Equal("MC76-AK7P-CEKP-ILKC-MEXU-EOIF-I6BF", account.Text);
        Assert.Equal("MCZJ-BSTU-OIMP-SRF3-WNGV-4JIV-56ZM", device.Text);
        Assert.Equal(Witness, ConnectionWitness.Compute(account, device, ServerNonce, ClientNonce));
    }

    [Fact]
    public void It_depends_on_both_profiles_and_both_nonces()
    {
        var account = Known.Fingerprint(Known.AccountProfileKey);
        var device = Known.Fingerprint(Known.DeviceProfileKey);
        byte[] other = [.. ServerNonce];
        other[0] ^= 0x80;
        string[] witnesses =
        [
            Witness,
            ConnectionWitness.Compute(device, device, ServerNonce, ClientNonce),
            ConnectionWitness.Compute(account, account, ServerNonce, ClientNonce),
            ConnectionWitness.Compute(account, device, other, ClientNonce),
            ConnectionWitness.Compute(account, device, ServerNonce, other),
        ];
        Assert.Equal(witnesses.Length, witnesses.Distinct().Count());
    }

    [Theory]
    [InlineData(15, 16)]
    [InlineData(16, 17)]
    [InlineData(0, 16)]
    public void Nonces_have_16_octets(int server, int client)
    {
        var account = Known.Fingerprint(Known.AccountProfileKey);
        Assert.Equal(
            SchemaError.RuleBroken,
            Assert.Throws<SchemaException>(() => ConnectionWitness.Compute(account, account, new byte[server], new byte[client])).Code);
    }

    [Theory]
    [InlineData("YDLF-TRCY-GPUF-HGY3-7NRH-IIIG-DTGX", "MBVK-ZODF-LLR2-AHO6-FWDB-NVNJ-GXIC")]
    [InlineData("NBF4-4PTH-UTSC-RYHZ-EQMK-BVH7-MU3F", "MCZ5-YD47-KD23-MHLY-F34Z-PFVI-47VK")]
    public void The_answer_has_the_published_id(string id, string response) => Assert.Equal(response, ConnectionWitness.ResponseId(id));
}

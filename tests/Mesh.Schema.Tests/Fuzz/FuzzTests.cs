namespace Mesh.Schema.Tests.Fuzz;

/// <summary>Every fuzz target on mutated valid inputs.</summary>
public sealed class FuzzTests
{
    [Fact]
    public void Objects_are_read_or_refused() => new Mutator("schema", [.. Samples.All.Select(Encode)]).Run(i => SchemaJsonFuzz.Run(i));

    [Fact]
    public void Envelopes_are_accepted_or_refused() => new Mutator("enveloped",
    [
        World.Alice.Account.Envelope.ToJson(),
        World.Alice.DeviceProfile.Envelope.ToJson(),
        World.Alice.Service.Envelope.ToJson(),
        new Joining().Sent.ToJson(),
    ]).Run(i => SchemaEnvelopeFuzz.Run(i), count: 1_000);

    [Fact]
    public void Text_is_read_or_refused() => new Mutator("text",
    [
        "alice@example.com"u8.ToArray(),
        "@Ålice"u8.ToArray(),
        "mmm_o_Transact:MMM_Device"u8.ToArray(),
        "mmm_o_Transact"u8.ToArray(),
        "MMM_Contact"u8.ToArray(),
        "MC76-AK7P-CEKP-ILKC-MEXU-EOIF-I6BF"u8.ToArray(),
        "web"u8.ToArray(),
        "Closed"u8.ToArray(),
    ]).Run(i => SchemaTextFuzz.Run(i));

    private static byte[] Encode(MeshObject value)
    {
        using var buffer = new ErasingBuffer();
        SchemaJson.Write(buffer, value);
        return buffer.Written.ToArray();
    }
}

using System.Security.Cryptography;
using System.Text.Json;

namespace Mesh.Protocol.Tests;

/// <summary>Padding, prologue and credentials of Mesh channel, sections 1 and 2.</summary>
internal static class PayloadVectors
{
    public static void Padded(string id)
    {
        int[] lengths = [.. ChannelVectors.Inputs(id).GetProperty("lengths").EnumerateArray().Select(e => e.GetInt32())];
        int[] padded = [.. ChannelVectors.Expected(id).GetProperty("padded").EnumerateArray().Select(e => e.GetInt32())];
        Assert.Equal(padded, lengths.Select(n => id == "padding-512" ? Padding.Handshake(n) : Padding.Record(n)));
    }

    public static void PrologueOctets(string id)
    {
        JsonElement inputs = ChannelVectors.Inputs(id);
        byte[] octets = Prologue.Write(inputs.Text("domain"));
        Assert.Equal(ChannelVectors.Expected(id).Hex("octets"), octets);
        Assert.Equal(inputs.Text("domain"), Prologue.ReadDomain(octets));
        byte[] name = new byte[64];
        System.Text.Encoding.ASCII.GetBytes(inputs.Text("noise"), name);
        Assert.Equal(ChannelVectors.Expected(id).Hex("initial_h"), SHA512.HashData([.. name, .. octets]));
    }

    public static void Credentials(string id)
    {
        JsonElement inputs = ChannelVectors.Inputs(id);
        byte[] octets = ChannelVectors.Expected(id).Hex("octets");
        ChannelCredentials made = Make(inputs);
        Assert.Equal(octets, made.Write());
        ChannelCredentials read = ChannelCredentials.Read(octets);
        Assert.Equal(made.Kind, read.Kind);
        Assert.Equal(inputs.Text("claimed_address"), read.ClaimedAddress ?? "");
        Assert.Equal(inputs.Hex("envelope"), read.Envelope.ToArray());
        Assert.Equal(inputs.Hex("second_envelope"), read.SecondEnvelope.ToArray());
        Assert.Equal(octets, read.Write());
    }

    private static ChannelCredentials Make(JsonElement inputs)
    {
        byte[] key = inputs.Hex("key");
        byte[] envelope = inputs.Hex("envelope");
        return inputs.Text("kind") switch
        {
            "A" => ChannelCredentials.Anonymous(key),
            "B" => ChannelCredentials.Device(key, envelope),
            "C" => ChannelCredentials.Account(key, inputs.Text("claimed_address"), envelope),
            "D" => ChannelCredentials.ConnectedDevice(key, envelope),
            _ => ChannelCredentials.Service(key, envelope, inputs.Hex("second_envelope")),
        };
    }
}

using System.Text.Json;
using Mesh.Cryptography;
using Mesh.Keys;

namespace Mesh.Protocol.Tests;

/// <summary>Keys, agreements and ephemerals of Mesh channel, section 1.</summary>
internal static class KeyVectors
{
    public static AgreementScalar448 Scalar(JsonElement key) => key.Text("kind") == "residue"
        ? ResidueScalar448.FromOctets(key.Hex("private"))
        : ClampedScalar448.FromOctets(key.Hex("private"));

    public static AgreementPrivateKey PrivateKey(JsonElement key) => AgreementPrivateKey.FromOctets(
        KeyAlgorithm.X448, key.Text("kind") == "residue" ? PrivateKeyForm.Residue : PrivateKeyForm.Ordinary, key.Hex("private"));

    public static void Key(string id)
    {
        using AgreementScalar448 key = Scalar(ChannelVectors.Inputs(id));
        Assert.Equal(ChannelVectors.Expected(id).Hex("public57"), X448.PublicKey(key));
        Assert.Equal(ChannelVectors.Expected(id).Hex("public"), X448.PublicKey(key)[..56]);
    }

    public static void Agreement(string id)
    {
        JsonElement inputs = ChannelVectors.Inputs(id);
        JsonElement expected = ChannelVectors.Expected(id);
        using AgreementScalar448 key = Scalar(inputs);
        if (expected.TryGetProperty("error", out _))
        {
            var e = Assert.Throws<CryptoException>(() => X448.AgreeCleared(key, inputs.Hex("u")));
            Assert.Equal(CryptoError.ZeroAgreement, e.Code);
            return;
        }

        using SecretBytes agreement = X448.AgreeCleared(key, inputs.Hex("u"));
        Assert.Equal(expected.Hex("dh"), agreement.Reveal().ToArray());
    }

    public static void Ephemeral(string id)
    {
        JsonElement inputs = ChannelVectors.Inputs(id);
        JsonElement expected = ChannelVectors.Expected(id);
        byte[][] received = Several(inputs.GetProperty("received"));
        byte[][] privates = Several(expected.GetProperty("private"));
        Assert.Equal(received.Length, privates.Length);
        for (int i = 0; i < received.Length; i++)
        {
            using SecretBytes ephemeral = HedgedEphemeral.Derive(
                inputs.Hex("secret"), new KnownRandom(inputs.Hex("random")), inputs.Number("time"), received[i]);
            Assert.Equal(privates[i], ephemeral.Reveal().ToArray());
            if (expected.TryGetProperty("public", out _))
            {
                using ClampedScalar448 scalar = ClampedScalar448.FromOctets(ephemeral.Reveal());
                Assert.Equal(expected.Hex("public"), X448.PublicKey(scalar)[..56]);
            }
        }
    }

    private static byte[][] Several(JsonElement element) => element.ValueKind == JsonValueKind.Array
        ? [.. element.EnumerateArray().Select(e => Convert.FromHexString(e.GetString()!))]
        : [Convert.FromHexString(element.GetString()!)];
}

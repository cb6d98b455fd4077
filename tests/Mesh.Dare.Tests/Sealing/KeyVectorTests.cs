using System.Text.Json;
using Mesh.Encoding;

namespace Mesh.Dare.Tests;

public class KeyVectorTests
{
    public static TheoryData<string> BodyKeyIds => Vectors.SealingIds("body-keys");

    public static TheoryData<string> AssociatedDataIds => Vectors.SealingIds("associated-data");

    public static TheoryData<string> KeyIds => Vectors.SealingIds("key");

    [Theory]
    [MemberData(nameof(BodyKeyIds))]
    public void Keys_of_a_body_are_those_of_the_vector(string id)
    {
        JsonElement vector = Vectors.Sealing(id);
        JsonElement expected = vector.Expected();
        byte[] seed = vector.Inputs().Hex("seed");
        byte[] salt = vector.Inputs().Hex("Salt");
        using BodyKeys keys = BodyKeys.Derive(seed, salt, BodyCipherNames.Find(vector.Inputs().Text("enc")));
        using Mesh.Cryptography.SecretBytes extracted = BodyKeys.Extract(seed, salt);
        Assert.Equal(expected.Text("PRK"), Vectors.Hex(extracted.Reveal()));
        Assert.Equal(expected.Text("key"), Vectors.Hex(keys.Key.Reveal()));
        Assert.Equal(expected.Text("iv"), Vectors.Hex(keys.Nonce));
        Assert.Equal(expected.Text("KeyCommit"), Vectors.Hex(keys.KeyCommit));
        Assert.Equal(expected.Text("KeyCommit_base64url"), Base64UrlText.Encode(keys.KeyCommit));
        Assert.Equal(expected.Text("seed_kid"), SymmetricKeyIdentifier.OfSeed(seed));
    }

    [Theory]
    [MemberData(nameof(AssociatedDataIds))]
    public void Associated_data_are_those_of_the_vector(string id)
    {
        JsonElement vector = Vectors.Sealing(id);
        JsonElement inputs = vector.Inputs();
        byte[] data = AssociatedData.Of(
            BodyCipherNames.Find(inputs.Text("enc")),
            inputs.OptionalText("dig"),
            inputs.Hex("Salt"),
            inputs.OptionalUtf8("ContentMetaData"),
            inputs.Hex("KeyCommit"));
        Assert.Equal(vector.Expected().Text("associated_data"), Vectors.Hex(data));
    }

    [Theory]
    [MemberData(nameof(KeyIds))]
    public void Keys_have_the_kid_and_the_object_of_the_vector(string id)
    {
        JsonElement vector = Vectors.Sealing(id);
        bool agreement = vector.Inputs().Text("crv") == "X448";
        using Mesh.Keys.PrivateKey key = agreement ? VectorKeys.Agreement(id) : VectorKeys.Signer(id);
        Assert.Equal(vector.Expected().Text("public"), Vectors.Hex(key.PublicKey.Octets.Span));
        Assert.Equal(vector.Expected().Text("kid"), key.Kid);
        Assert.Equal(vector.Expected().Text("jose"), System.Text.Encoding.UTF8.GetString(
            StrictJson.Write(writer => Mesh.Keys.KeyJson.WritePublic(writer, key.PublicKey))));
    }
}

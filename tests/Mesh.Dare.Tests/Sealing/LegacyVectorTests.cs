using System.Text.Json;
using Mesh.Cryptography;
using Mesh.Encoding;

namespace Mesh.Dare.Tests;

/// <summary>The steps of the published encryption: derivation, key wrap, identifiers.</summary>
public class LegacyVectorTests
{
    public static TheoryData<string> Derivations => Vectors.DareIds("kdf");

    public static TheoryData<string> Wraps => Vectors.DareIds("key-wrap");

    public static TheoryData<string> Identifiers => Vectors.DareIds("key-id");

    [Theory]
    [MemberData(nameof(Derivations))]
    public void Keys_of_a_published_body_derive(string id)
    {
        JsonElement vector = Vectors.Dare(id);
        using SecretBytes extracted = BodyKeys.Extract(vector.Inputs().Hex("base_seed"), vector.Inputs().Hex("salt"));
        Assert.Equal(vector.Expected().Text("prk"), Vectors.Hex(extracted.Reveal()));
        Assert.Equal(vector.Expected().Text("encrypt"), Vectors.Hex(LegacyBody.Expand(extracted, "encrypt", 32)));
        Assert.Equal(vector.Expected().Text("iv"), Vectors.Hex(LegacyBody.Expand(extracted, "iv", 16)));
    }

    [Theory]
    [MemberData(nameof(Wraps))]
    public void Published_seeds_unwrap(string id)
    {
        JsonElement vector = Vectors.Dare(id);
        using var agreement = new SecretBytes(vector.Inputs().Hex("agreement"));
        byte[] info = vector.Inputs().Utf8("info");
        using SecretBytes kek = KeyWrapping.KeyEncryptionKey(agreement, info);
        Assert.Equal(vector.Expected().Text("kek"), Vectors.Hex(kek.Reveal()));
        byte[] wrapped = vector.Expected().Hex("wrapped");
        using SecretBytes? seed = KeyWrapping.TryUnwrap(wrapped, agreement, legacyInfos: true);
        Assert.Equal(vector.Expected().Text("unwrapped"), Vectors.Hex(seed!.Reveal()));
        Assert.NotEmpty(info);
        Assert.Null(KeyWrapping.TryUnwrap(wrapped, agreement, legacyInfos: false));
    }

    [Theory]
    [MemberData(nameof(Identifiers))]
    public void Identifier_of_a_seed_is_computed(string id)
    {
        JsonElement vector = Vectors.Dare(id);
        Assert.Equal(vector.Expected().Text("kid_computed"), SymmetricKeyIdentifier.OfSeed(vector.Inputs().Hex("base_seed")));
    }
}

using System.Text.Json;

namespace Mesh.Dare.Tests;

public class LeafVectorTests
{
    public static TheoryData<string> Leaves => Vectors.SealingIds("leaf");

    [Theory]
    [MemberData(nameof(Leaves))]
    public void Leaf_has_the_octets_and_the_hash_of_the_vector(string id)
    {
        JsonElement vector = Vectors.Sealing(id);
        LeafInput leaf = Leaf(vector);
        Assert.Equal(vector.Expected().Text("leaf_input"), Vectors.Hex(leaf.ToOctets()));
        Assert.Equal(vector.Expected().Text("leaf_hash"), Vectors.Hex(leaf.Hash()));
    }

    [Fact]
    public void Every_item_changes_the_leaf()
    {
        LeafInput leaf = Leaf(Vectors.Sealing("leaf-1"));
        byte[] other = new byte[32];
        LeafInput[] changed =
        [
            Copy(leaf, index: leaf.Index + 1),
            Copy(leaf, dig: "S256"),
            Copy(leaf, payloadDigest: other),
            Copy(leaf, payloadTag: other),
            Copy(leaf, meta: other),
            Copy(leaf, enc: "A256GCM-S64K"),
            Copy(leaf, saltDigest: other),
            Copy(leaf, keyCommit: other),
        ];
        Assert.Equal(changed.Length + 1, changed.Append(leaf).Select(l => Vectors.Hex(l.Hash())).Distinct().Count());
    }

    internal static LeafInput Leaf(JsonElement vector)
    {
        JsonElement inputs = vector.Inputs();
        byte[]? salt = inputs.OptionalHex("Salt");
        return new LeafInput
        {
            Index = inputs.GetProperty("index").GetInt64(),
            DigestAlgorithm = inputs.OptionalText("dig"),
            PayloadDigest = inputs.Hex("PayloadDigest"),
            PayloadTag = inputs.OptionalHex("PayloadTag"),
            ContentMetaData = inputs.OptionalUtf8("ContentMetaData"),
            EncryptionAlgorithm = inputs.OptionalText("enc"),
            SaltDigest = inputs.OptionalHex("erased_salt_sha256") ?? (salt is null ? [] : LeafInput.DigestOfSalt(salt)),
            KeyCommit = inputs.OptionalHex("KeyCommit"),
        };
    }

    private static LeafInput Copy(
        LeafInput leaf,
        long? index = null,
        string? dig = null,
        byte[]? payloadDigest = null,
        byte[]? payloadTag = null,
        byte[]? meta = null,
        string? enc = null,
        byte[]? saltDigest = null,
        byte[]? keyCommit = null) => new()
        {
            Index = index ?? leaf.Index,
            DigestAlgorithm = dig ?? leaf.DigestAlgorithm,
            PayloadDigest = payloadDigest ?? leaf.PayloadDigest,
            PayloadTag = payloadTag ?? leaf.PayloadTag,
            ContentMetaData = meta ?? leaf.ContentMetaData,
            EncryptionAlgorithm = enc ?? leaf.EncryptionAlgorithm,
            SaltDigest = saltDigest ?? leaf.SaltDigest,
            KeyCommit = keyCommit ?? leaf.KeyCommit,
        };
}

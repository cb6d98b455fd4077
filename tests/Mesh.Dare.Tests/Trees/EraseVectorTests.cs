using System.Text.Json;

namespace Mesh.Dare.Tests;

/// <summary>Leaves of frames whose salts are erased, formed as a reader of a store does.</summary>
public class EraseVectorTests
{
    public static TheoryData<string> Refused => Vectors.SealingIds("erase-refused");

    [Fact]
    public void Leaves_and_root_stay_as_they_were()
    {
        JsonElement vector = Vectors.Sealing("erase-salts");
        List<byte[]> leaves = Leaves(vector.Inputs());
        Assert.Equal(vector.Expected().HexList("leaf_hashes"), leaves);
        Assert.Equal(vector.Expected().Text("root"), Vectors.Hex(Root(leaves)));
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void An_erasure_without_its_right_entry_does_not_lead_to_the_root(string id)
    {
        JsonElement inputs = Vectors.Sealing(id).Inputs();
        if (id == "neg-erase-other-salt")
        {
            Assert.NotEqual(inputs.Text("root"), Vectors.Hex(Root(Leaves(inputs))));
            return;
        }

        DareException e = Assert.Throws<DareException>(() => Leaves(inputs));
        Assert.Equal(DareError.TreeMismatch, e.Code);
    }

    private static List<byte[]> Leaves(JsonElement inputs)
    {
        int count = inputs.GetProperty("count").GetInt32();
        var digests = new SaltDigests();
        foreach (JsonElement entry in inputs.GetProperty("erase_entries").EnumerateArray())
        {
            digests.Add(count, new CatalogedErase(entry.GetProperty("index").GetInt64(), entry.Hex("salt_sha256")));
        }

        HashSet<long> erased = [.. inputs.GetProperty("erased").EnumerateArray().Select(e => e.GetProperty("index").GetInt64())];
        List<byte[]> leaves = [];
        for (int i = 0; i < count; i++)
        {
            JsonElement vector = Vectors.Sealing($"leaf-{i}");
            byte[]? salt = erased.Contains(i) ? new byte[16] : vector.Inputs().OptionalHex("Salt");
            LeafInput whole = LeafVectorTests.Leaf(vector);
            leaves.Add(new LeafInput
            {
                Index = i,
                DigestAlgorithm = whole.DigestAlgorithm,
                PayloadDigest = whole.PayloadDigest,
                PayloadTag = whole.PayloadTag,
                ContentMetaData = whole.ContentMetaData,
                EncryptionAlgorithm = whole.EncryptionAlgorithm,
                SaltDigest = Assert.Single(digests.Of(i, OptionalOctets.Of(salt))),
                KeyCommit = whole.KeyCommit,
            }.Hash());
        }

        return leaves;
    }

    private static byte[] Root(List<byte[]> leaves)
    {
        var tree = new MerkleFrontier();
        leaves.ForEach(l => tree.Append(l));
        return tree.Root();
    }
}

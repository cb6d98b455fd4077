using System.Text.Json;

namespace Mesh.Dare.Tests;

public class TreeVectorTests
{
    public static TheoryData<string> Roots => Vectors.SealingIds("root");

    public static TheoryData<string> Inclusions => Vectors.SealingIds("inclusion-proofs");

    public static TheoryData<string> Consistencies => Vectors.SealingIds("consistency-proofs");

    public static TheoryData<string> RefusedInclusions => Vectors.SealingIds("inclusion-refused");

    public static TheoryData<string> RefusedConsistencies => Vectors.SealingIds("consistency-refused");

    [Theory]
    [MemberData(nameof(Roots))]
    public void Tree_and_frontier_have_the_root_of_the_vector(string id)
    {
        JsonElement vector = Vectors.Sealing(id);
        int count = vector.Inputs().GetProperty("count").GetInt32();
        MerkleTree tree = Tree(20);
        var frontier = new MerkleFrontier();
        for (int i = 0; i < count; i++)
        {
            frontier.Append(tree.LeafHash(i).Span);
        }

        Assert.Equal(vector.Expected().Text("root"), Vectors.Hex(tree.Root(count)));
        Assert.Equal(vector.Expected().Text("root"), Vectors.Hex(frontier.Root()));
    }

    [Theory]
    [MemberData(nameof(Inclusions))]
    public void Inclusion_paths_are_those_of_the_vector_and_verify(string id)
    {
        JsonElement vector = Vectors.Sealing(id);
        int count = vector.Inputs().GetProperty("count").GetInt32();
        byte[] root = vector.Expected().Hex("root");
        MerkleTree tree = Tree(count);
        foreach (JsonElement proof in vector.Expected().GetProperty("proofs").EnumerateArray())
        {
            long index = proof.GetProperty("index").GetInt64();
            IReadOnlyList<ReadOnlyMemory<byte>> path = tree.InclusionPath(index, count);
            Assert.Equal(proof.HexList("path").Select(p => Vectors.Hex(p)), path.Select(p => Vectors.Hex(p.Span)));
            Assert.True(MerkleProof.VerifyInclusion(index, count, tree.LeafHash(index).Span, root, path));
        }
    }

    [Theory]
    [MemberData(nameof(Consistencies))]
    public void Consistency_paths_are_those_of_the_vector_and_verify(string id)
    {
        JsonElement vector = Vectors.Sealing(id);
        int count = vector.Inputs().GetProperty("count").GetInt32();
        byte[] root = vector.Expected().Hex("root");
        MerkleTree tree = Tree(count);
        foreach (JsonElement proof in vector.Expected().GetProperty("proofs").EnumerateArray())
        {
            long from = proof.GetProperty("from").GetInt64();
            IReadOnlyList<ReadOnlyMemory<byte>> path = tree.ConsistencyPath(from, count);
            Assert.Equal(proof.HexList("path").Select(p => Vectors.Hex(p)), path.Select(p => Vectors.Hex(p.Span)));
            Assert.True(MerkleProof.VerifyConsistency(from, count, proof.Hex("root"), root, path));
        }
    }

    [Theory]
    [MemberData(nameof(RefusedInclusions))]
    public void Wrong_inclusion_proofs_are_refused(string id)
    {
        JsonElement inputs = Vectors.Sealing(id).Inputs();
        Assert.False(MerkleProof.VerifyInclusion(
            inputs.GetProperty("index").GetInt64(),
            inputs.GetProperty("count").GetInt64(),
            inputs.Hex("leaf_hash"),
            inputs.Hex("root"),
            Path(inputs)));
    }

    [Theory]
    [MemberData(nameof(RefusedConsistencies))]
    public void Wrong_consistency_proofs_are_refused(string id)
    {
        JsonElement inputs = Vectors.Sealing(id).Inputs();
        Assert.False(MerkleProof.VerifyConsistency(
            inputs.GetProperty("from").GetInt64(),
            inputs.GetProperty("to").GetInt64(),
            inputs.Hex("root_from"),
            inputs.Hex("root_to"),
            Path(inputs)));
    }

    /// <summary>The tree over leaf-0, leaf-1, … of the vectors.</summary>
    internal static MerkleTree Tree(int count)
    {
        var tree = new MerkleTree();
        for (int i = 0; i < count; i++)
        {
            tree.Append(LeafVectorTests.Leaf(Vectors.Sealing($"leaf-{i}")).Hash());
        }

        return tree;
    }

    private static List<ReadOnlyMemory<byte>> Path(JsonElement inputs) =>
        [.. inputs.HexList("path").Select(p => new ReadOnlyMemory<byte>(p))];
}

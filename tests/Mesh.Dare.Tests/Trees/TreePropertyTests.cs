using FsCheck;
using FsCheck.Fluent;

namespace Mesh.Dare.Tests;

public class TreePropertyTests
{
    private const int Most = 300;
    private static readonly MerkleTree Tree = Random(Most);

    [Fact]
    public void Every_inclusion_proof_verifies_and_every_tweak_of_it_does_not()
    {
        Arbitrary<(int Index, int Count, int Tweak)> cases =
            (from count in Gen.Choose(1, Most)
             from index in Gen.Choose(0, count - 1)
             from tweak in Gen.Choose(0, 1000)
             select (index, count, tweak)).ToArbitrary();
        Prop.ForAll(cases, c =>
        {
            IReadOnlyList<ReadOnlyMemory<byte>> path = Tree.InclusionPath(c.Index, c.Count);
            byte[] root = Tree.Root(c.Count);
            byte[] leaf = Tree.LeafHash(c.Index).ToArray();
            bool good = MerkleProof.VerifyInclusion(c.Index, c.Count, leaf, root, path);
            IReadOnlyList<ReadOnlyMemory<byte>> tweaked = Tweak(path, c.Tweak);
            bool bad = MerkleProof.VerifyInclusion(c.Index, c.Count, leaf, root, tweaked);
            leaf[c.Tweak % 32] ^= 1;
            return good && !bad && !MerkleProof.VerifyInclusion(c.Index, c.Count, leaf, root, path);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Every_consistency_proof_verifies_and_every_tweak_of_it_does_not()
    {
        Arbitrary<(int From, int To, int Tweak)> cases =
            (from to in Gen.Choose(2, Most)
             from @from in Gen.Choose(1, to - 1)
             from tweak in Gen.Choose(0, 1000)
             select (@from, to, tweak)).ToArbitrary();
        Prop.ForAll(cases, c =>
        {
            IReadOnlyList<ReadOnlyMemory<byte>> path = Tree.ConsistencyPath(c.From, c.To);
            byte[] old = Tree.Root(c.From);
            byte[] now = Tree.Root(c.To);
            bool good = MerkleProof.VerifyConsistency(c.From, c.To, old, now, path);
            bool bad = MerkleProof.VerifyConsistency(c.From, c.To, old, now, Tweak(path, c.Tweak));
            old[c.Tweak % 32] ^= 1;
            return good && !bad && !MerkleProof.VerifyConsistency(c.From, c.To, old, now, path);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void The_frontier_is_the_same_after_it_was_stored()
    {
        var frontier = new MerkleFrontier();
        for (int i = 0; i < Most; i++)
        {
            Assert.Equal(Tree.Root(i), frontier.Root());
            frontier = MerkleFrontier.Restore(frontier.Count, frontier.Nodes);
            frontier.Append(Tree.LeafHash(i).Span);
        }
    }

    [Fact]
    public void A_stored_frontier_of_the_wrong_length_is_refused()
    {
        foreach ((long count, int octets) in new[] { (1L, 0), (1, 33), (3, 32), (-1, 0), (0, 32) })
        {
            DareException e = Assert.Throws<DareException>(() => MerkleFrontier.Restore(count, new byte[octets]));
            Assert.Equal(DareError.Malformed, e.Code);
        }
    }

    [Fact]
    public void Requests_beyond_the_tree_are_refused()
    {
        Action[] requests =
        [
            () => Tree.Root(Most + 1),
            () => Tree.Root(-1),
            () => Tree.InclusionPath(5, 5),
            () => Tree.InclusionPath(-1, 5),
            () => Tree.ConsistencyPath(6, 5),
            () => Tree.ConsistencyPath(1, Most + 1),
            () => Tree.LeafHash(Most),
        ];
        Assert.All(requests, r => Assert.Equal(DareError.InvalidRequest, Assert.Throws<DareException>(r).Code));
        Assert.Equal(DareError.Malformed, Assert.Throws<DareException>(() => new MerkleTree().Append(new byte[31])).Code);
    }

    [Fact]
    public void The_empty_tree_is_continued_by_every_tree_and_by_no_other_root()
    {
        Assert.True(MerkleProof.VerifyConsistency(0, 5, MerkleHash.EmptyRoot(), Tree.Root(5), []));
        Assert.True(MerkleProof.VerifyConsistency(0, 0, MerkleHash.EmptyRoot(), MerkleHash.EmptyRoot(), []));
        Assert.False(MerkleProof.VerifyConsistency(0, 5, Tree.Root(1), Tree.Root(5), []));
        Assert.False(MerkleProof.VerifyConsistency(0, 5, MerkleHash.EmptyRoot(), Tree.Root(5), [Tree.LeafHash(0)]));
    }

    private static MerkleTree Random(int count)
    {
        var random = new SeededRandom("trees");
        var tree = new MerkleTree();
        for (int i = 0; i < count; i++)
        {
            tree.Append(random.Bytes(32));
        }

        return tree;
    }

    private static List<ReadOnlyMemory<byte>> Tweak(IReadOnlyList<ReadOnlyMemory<byte>> path, int tweak)
    {
        List<ReadOnlyMemory<byte>> changed = [.. path];
        byte[] flipped = changed.Count == 0 ? new byte[32] : changed[tweak % changed.Count].ToArray();
        flipped[tweak % 32] ^= (byte)(1 << (tweak % 8));
        switch (tweak % 4)
        {
            case 0 when changed.Count > 0:
                changed.RemoveAt(tweak % changed.Count);
                break;
            case 1 when changed.Count > 0:
                changed[tweak % changed.Count] = flipped;
                break;
            case 2 when changed.Count > 0:
                changed[tweak % changed.Count] = flipped.AsMemory(1);
                break;
            default:
                changed.Add(flipped);
                break;
        }

        return changed;
    }
}

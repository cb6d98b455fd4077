namespace Mesh.Dare.Tests;

public class StoreCheckpointTests
{
    private static readonly byte[] Origin = new byte[16];
    private static readonly MerkleTree Tree = TreeVectorTests.Tree(13);

    [Fact]
    public void Growth_is_shown_by_a_proof_or_by_the_frames()
    {
        for (int from = 0; from <= 13; from++)
        {
            for (int to = from; to <= 13; to++)
            {
                At(from).RequireGrowth(At(to), Tree.ConsistencyPath(from, to));
            }

            At(from).RequireWithin(Origin, Tree);
        }
    }

    [Fact]
    public void Going_back_is_an_alarm()
    {
        Assert.Equal(DareError.TreeMismatch, TestKeys.ErrorOf(() => At(7).RequireGrowth(At(6), Tree.ConsistencyPath(6, 7))));
        Assert.Equal(DareError.TreeMismatch, TestKeys.ErrorOf(() => At(7).RequireWithin(Origin, TreeVectorTests.Tree(6))));
    }

    [Fact]
    public void Another_root_for_the_same_count_is_an_alarm()
    {
        var fork = new StoreCheckpoint(Origin, 7, new byte[32]);
        Assert.Equal(DareError.TreeMismatch, TestKeys.ErrorOf(() => At(7).RequireGrowth(fork, [])));
        Assert.Equal(DareError.TreeMismatch, TestKeys.ErrorOf(() => fork.RequireWithin(Origin, Tree)));
        Assert.Equal(DareError.TreeMismatch, TestKeys.ErrorOf(() => fork.RequireGrowth(At(13), Tree.ConsistencyPath(7, 13))));
    }

    [Fact]
    public void A_rewritten_store_is_another_store()
    {
        var other = new StoreCheckpoint(Enumerable.Repeat((byte)1, 16).ToArray(), 13, Tree.Root());
        Assert.Equal(DareError.WrongPlace, TestKeys.ErrorOf(() => At(7).RequireGrowth(other, Tree.ConsistencyPath(7, 13))));
        Assert.Equal(DareError.WrongPlace, TestKeys.ErrorOf(() => At(7).RequireWithin(other.Origin, Tree)));
    }

    [Fact]
    public void Lengths_are_checked()
    {
        Assert.Equal(DareError.Malformed, TestKeys.ErrorOf(() => _ = new StoreCheckpoint(new byte[15], 0, new byte[32])));
        Assert.Equal(DareError.Malformed, TestKeys.ErrorOf(() => _ = new StoreCheckpoint(Origin, -1, new byte[32])));
        Assert.Equal(DareError.Malformed, TestKeys.ErrorOf(() => _ = new StoreCheckpoint(Origin, 0, new byte[31])));
        Assert.Equal(DareError.InvalidRequest, TestKeys.ErrorOf(() => _ = new StorePlace(new byte[15], 0)));
        Assert.Equal(DareError.InvalidRequest, TestKeys.ErrorOf(() => _ = new StorePlace(Origin, -1)));
    }

    private static StoreCheckpoint At(int count) => new(Origin, count, Tree.Root(count));
}

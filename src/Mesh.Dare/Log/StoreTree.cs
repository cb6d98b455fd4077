namespace Mesh.Dare;

/// <summary>
/// The tree of one store, kept incrementally (Mesh sealing, section 4). Where a salt was erased, its digest comes from an Erase entry
/// further on: until that entry is met, the leaves from the erased one on wait.
/// </summary>
internal sealed class StoreTree
{
    private readonly MerkleFrontier _frontier;
    private readonly List<Leaf> _waiting;

    // How many at the front of _waiting do not wait any more.
    private int _settled;

    public StoreTree()
        : this(new MerkleFrontier())
    {
    }

    public StoreTree(MerkleFrontier frontier)
    {
        _frontier = frontier;
        _waiting = [];
    }

    private StoreTree(StoreTree other)
    {
        _frontier = other._frontier.Clone();
        _waiting = other._waiting[other._settled..];
    }

    /// <summary>Leaves appended, those that wait included.</summary>
    public long Count => _frontier.Count + _waiting.Count - _settled;

    /// <summary>False while the digest of an erased salt is missing.</summary>
    public bool IsWhole => _waiting.Count == _settled;

    /// <summary>The frontier over the leaves that do not wait.</summary>
    public MerkleFrontier Frontier => _frontier;

    /// <summary>The root over all leaves.</summary>
    /// <exception cref="InvalidOperationException">The tree is not whole.</exception>
    public byte[] Root() => IsWhole ? _frontier.Root() : throw new InvalidOperationException("leaves wait for an Erase entry");

    public StoreTree Clone() => new(this);

    /// <summary>Appends the leaf of a frame; an Erase entry fills the leaf that it names, if that one waits.</summary>
    public void Append(StoreFacts facts)
    {
        _waiting.Add(new Leaf(facts));
        if (facts.Erases is { SaltDigest.Length: MerkleHash.Size } erase && erase.Index >= _frontier.Count && erase.Index < facts.Index)
        {
            int at = _settled + (int)(erase.Index - _frontier.Count);
            if (_waiting[at].Hash is null)
            {
                _waiting[at] = new Leaf(_waiting[at].Facts, erase.SaltDigest);
            }
        }

        while (_settled < _waiting.Count && _waiting[_settled].Hash is { } hash)
        {
            _frontier.Append(hash);
            _settled++;
        }

        // Not at once: where many wait, moving them up for each one that settles would take time in the square of their number.
        if (_settled > _waiting.Count / 2)
        {
            _waiting.RemoveRange(0, _settled);
            _settled = 0;
        }
    }

    private sealed class Leaf
    {
        public Leaf(StoreFacts facts)
        {
            Facts = facts;
            Hash = facts.IsSaltErased ? null : facts.Leaf.Hash();
        }

        public Leaf(StoreFacts facts, ReadOnlyMemory<byte> saltDigest)
        {
            Facts = facts;
            LeafInput leaf = facts.Leaf;
            Hash = new LeafInput
            {
                Index = leaf.Index,
                DigestAlgorithm = leaf.DigestAlgorithm,
                PayloadDigest = leaf.PayloadDigest,
                PayloadTag = leaf.PayloadTag,
                ContentMetaData = leaf.ContentMetaData,
                EncryptionAlgorithm = leaf.EncryptionAlgorithm,
                SaltDigest = saltDigest,
                KeyCommit = leaf.KeyCommit,
            }.Hash();
        }

        public StoreFacts Facts { get; }

        public byte[]? Hash { get; }
    }
}

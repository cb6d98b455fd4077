namespace Mesh.Dare.Tests;

/// <summary>A store in memory that begins with its frame 0.</summary>
internal sealed class TestStoreFile
{
    private readonly List<byte> _octets = [];

    public TestStoreFile(string label = "MMM_Contact", string seed = "store")
    {
        Head = StoreHead.Create(new SeededRandom(seed), StoreHead.CatalogContentType, label);
        Append(Head.ToEnvelope());
    }

    public StoreHead Head { get; }

    public MerkleFrontier Tree { get; } = new();

    public List<long> Offsets { get; } = [];

    public List<StoreFrame> Frames { get; } = [];

    public byte[] Octets => [.. _octets];

    public StorePlace Next => new(Head.Origin, Tree.Count);

    public StoreFrame Append(UnverifiedEnvelope envelope)
    {
        long? position = Tree.Count == 0 ? null : Offsets[(int)PreviousFrame.Of(Tree.Count)];
        byte[] frame = StoreFrameBuilder.Append(envelope, position, Tree);
        Offsets.Add(_octets.Count);
        _octets.AddRange(frame);
        Frames.Add(StoreFrame.Parse(frame));
        return Frames[^1];
    }

    /// <summary>The octets with parts of one frame erased.</summary>
    public byte[] Erased(long index, ErasedParts parts)
    {
        byte[] octets = Octets;
        FrameErasure.Of(Frames[(int)index].Octets, parts).CopyTo(octets.AsSpan((int)Offsets[(int)index]));
        return octets;
    }
}

namespace Mesh.Dare.Tests;

/// <summary>Makes the frames of one store, one after another, with frame zero first.</summary>
internal sealed class TestStore
{
    private readonly SeededRandom _random;
    private StoreStage _stage;

    public TestStore(string label, string seed = "")
    {
        Label = label;
        _random = new SeededRandom(label + seed);
        _stage = StoreStage.Of(label, null);
    }

    public string Label { get; }

    public long Count => _stage.Count;

    public byte[] Root => _stage.Tree.Root();

    public ReadOnlyMemory<byte> Origin => _stage.Origin;

    /// <summary>Every frame made so far.</summary>
    public List<byte[]> Frames { get; } = [];

    public byte[] Next(string body, string? key = null, string happening = "New")
    {
        byte[] frame = _stage.Count == 0
            ? PrivateFrame.AppendZero(_stage, _random)
            : _stage.Append(Envelope(body, key ?? "K" + _stage.Count, happening));
        Frames.Add(frame);
        return frame;
    }

    /// <summary>An entry in clear.</summary>
    public static UnverifiedEnvelope Envelope(string body, string key, string happening = "New") => new(
        new DareHeader { DigestAlgorithm = "S512", ContentMetaData = new ContentMeta { UniqueId = key, Event = happening }.ToOctets() },
        System.Text.Encoding.UTF8.GetBytes(body),
        DareTrailer.Empty);

    /// <summary>An update with all preconditions; frame zero comes by itself.</summary>
    public StoreUpdate Update(params string[] bodies)
    {
        long count = Count;
        byte[] root = Root;
        List<StoreEntry> entries = [];
        if (count == 0)
        {
            entries.Add(StoreEntry.FromFrame(Next("")));
        }

        entries.AddRange(bodies.Select(b => StoreEntry.FromFrame(Next(b))));
        return new StoreUpdate(StoreLabel.Parse(Label), entries) { ExpectedCount = count, ExpectedRoot = root, ResultingRoot = Root };
    }

    /// <summary>A second maker that stands where this one stands: what one makes, the other does not know.</summary>
    public TestStore Fork()
    {
        var fork = new TestStore(Label) { _stage = _stage.Fork() };
        fork.Frames.AddRange(Frames);
        return fork;
    }
}

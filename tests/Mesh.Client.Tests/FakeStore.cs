using Mesh.Dare;
using Mesh.Protocol;

namespace Mesh.Client.Tests;

/// <summary>A store at the <see cref="FakeProvider"/>: envelopes by value, and their tree.</summary>
internal sealed class FakeStore
{
    private const int PerReply = 3;

    public List<UnverifiedEnvelope> Envelopes { get; } = [];

    public MerkleFrontier Tree { get; private set; } = new();

    public void Add(UnverifiedEnvelope envelope)
    {
        Tree.Append(StoreFrameBuilder.LeafOf(envelope, Tree.Count).Hash());
        Envelopes.Add(envelope);
    }

    public byte[] RootWith(IEnumerable<UnverifiedEnvelope> more)
    {
        MerkleFrontier next = Tree.Clone();
        foreach (UnverifiedEnvelope envelope in more)
        {
            next.Append(StoreFrameBuilder.LeafOf(envelope, next.Count).Hash());
        }

        return next.Root();
    }

    public ContainerUpdate Read(string label, long from) => new()
    {
        Container = label,
        Index = from,
        Digest = Tree.Root(),
        Envelopes = [.. Envelopes.Skip((int)from).Take(PerReply)],
    };

    /// <summary>Forgets everything from an index on.</summary>
    public void Truncate(int count)
    {
        UnverifiedEnvelope[] kept = [.. Envelopes.Take(count)];
        Envelopes.Clear();
        Tree = new MerkleFrontier();
        kept.ToList().ForEach(Add);
    }
}

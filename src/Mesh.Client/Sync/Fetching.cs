using System.Security.Cryptography;
using Mesh.Dare;
using Mesh.Protocol;

namespace Mesh.Client;

/// <summary>
/// The entries of one store as they arrive. They have to give the root that this device remembers at the count for which it does, and at the
/// end the root that the service showed; until both were seen nothing of it is kept.
/// </summary>
internal sealed class Fetching(LogLabel label, MerkleFrontier tree, ContainerStatus shown, StoreStatus? remembered)
{
    public LogLabel Label => label;

    public long From { get; } = tree.Count;

    public long Next => tree.Count;

    public List<UnverifiedEnvelope> Envelopes { get; } = [];

    public bool IsComplete => tree.Count == shown.Index;

    /// <summary>Takes a part. What was added to the store since its status was shown is left for the next time.</summary>
    public void Take(ContainerUpdate update)
    {
        if (update.Index != tree.Count)
        {
            throw StorePuller.Alarm(label.ToString(), "hands over other entries than were asked for");
        }

        foreach (UnverifiedEnvelope envelope in update.Envelopes.Take((int)Math.Min(update.Envelopes.Length, shown.Index - tree.Count)))
        {
            tree.Append(StoreFrameBuilder.LeafOf(envelope, tree.Count).Hash());
            Envelopes.Add(envelope);
            if (tree.Count == remembered?.Count)
            {
                Require(remembered.Root.Span);
            }
        }

        if (IsComplete)
        {
            Require(shown.Digest);
        }
    }

    public StoreUpdate ToUpdate() => new(label, [.. Envelopes.Select(e => StoreEntry.FromEnvelope(e))])
    {
        ExpectedCount = From,
        ResultingRoot = shown.Digest,
    };

    private void Require(ReadOnlySpan<byte> root)
    {
        if (!CryptographicOperations.FixedTimeEquals(tree.Root(), root))
        {
            throw StorePuller.Alarm(label.ToString(), "shows another history than this device has seen");
        }
    }
}

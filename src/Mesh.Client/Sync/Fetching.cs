using System.Security.Cryptography;
using Mesh.Dare;
using Mesh.Protocol;

namespace Mesh.Client;

/// <summary>
/// The entries of one store as they arrive. They have to give the root that this device remembers at the count for which it does, and at the
/// end the root that the service showed; until both were seen nothing of it is kept.
/// </summary>
internal sealed class Fetching(LogLabel label, Replica held, ContainerStatus shown, StoreStatus? remembered)
{
    private const int EnvelopeOverhead = 1024;

    private readonly MerkleFrontier _tree = held.Tree.Clone();

    public LogLabel Label => label;

    /// <summary>The store as this device has it.</summary>
    public Replica Held => held;

    public long From => held.Tree.Count;

    public long Next => _tree.Count;

    public List<UnverifiedEnvelope> Envelopes { get; } = [];

    /// <summary>What <see cref="Envelopes"/> take in memory, about.</summary>
    public long Octets { get; private set; }

    public bool IsComplete => _tree.Count == shown.Index;

    /// <summary>Takes a part. What was added to the store since its status was shown is left for the next time.</summary>
    public void Take(ContainerUpdate update)
    {
        if (update.Index != _tree.Count)
        {
            throw StorePuller.Alarm(label.ToString(), "hands over other entries than were asked for");
        }

        foreach (UnverifiedEnvelope envelope in update.Envelopes.Take((int)Math.Min(update.Envelopes.Length, shown.Index - _tree.Count)))
        {
            _tree.Append(StoreFrameBuilder.LeafOf(envelope, _tree.Count).Hash());
            Envelopes.Add(envelope);
            Octets += EnvelopeOverhead + envelope.Body.Length;
            if (_tree.Count == remembered?.Count)
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
        if (!CryptographicOperations.FixedTimeEquals(_tree.Root(), root))
        {
            throw StorePuller.Alarm(label.ToString(), "shows another history than this device has seen");
        }
    }
}

namespace Mesh.Dare;

/// <summary>
/// One frame to be appended to a store: either complete octets, whose Index, TreePosition and root are checked, or an envelope, for which
/// the log builds the frame at whatever place is next (ruling 15: envelopes travel by value; whoever writes the frame builds
/// SequenceInfo).
/// </summary>
public sealed class StoreEntry
{
    private StoreEntry()
    {
    }

    internal ReadOnlyMemory<byte> Frame { get; private init; }

    internal UnverifiedEnvelope? Envelope { get; private init; }

    internal DateTimeOffset? Received { get; private init; }

    /// <summary>A frame that is complete, its lengths both ways included; stored octet for octet.</summary>
    public static StoreEntry FromFrame(ReadOnlyMemory<byte> frame) => new() { Frame = frame };

    /// <summary>An envelope. What is sealed or signed in it is not altered; a stated digest is checked.</summary>
    /// <param name="envelope">The envelope; of frame zero, that of <see cref="StoreHead.ToEnvelope"/>.</param>
    /// <param name="received">The time of receipt to be noted in the frame, for what came from others.</param>
    public static StoreEntry FromEnvelope(UnverifiedEnvelope envelope, DateTimeOffset? received = null)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        return new StoreEntry { Envelope = envelope, Received = received };
    }
}

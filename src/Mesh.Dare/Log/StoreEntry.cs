using System.Security.Cryptography;

namespace Mesh.Dare;

/// <summary>
/// One frame to be appended to a store: either complete octets, whose Index, TreePosition and root are checked, or an envelope, for which
/// the log builds the frame at whatever place is next (ruling 15: envelopes travel by value; whoever writes the frame builds
/// SequenceInfo).
/// </summary>
public sealed class StoreEntry
{
    private CheckedFrame? _checked;

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

    /// <summary>
    /// Checks all of a complete frame that does not depend on its place: form, and the digest of the body. Done once, before the entry
    /// waits for the writer.
    /// </summary>
    /// <exception cref="DareException"><see cref="DareError.Malformed"/>, <see cref="DareError.DigestMismatch"/>.</exception>
    internal CheckedFrame Check()
    {
        if (_checked is { } done)
        {
            return done;
        }

        StoreFrame frame = StoreFrame.Parse(Frame); // as readers will
        StoreFacts facts = StoreFactsReader.Read(Frame);
        ReadOnlySpan<byte> body = frame.Envelope.Body.Span;
        bool agrees = SHA512.HashData(body).AsSpan().SequenceEqual(facts.Leaf.PayloadDigest.Span);
        if (!agrees && (body.IsEmpty || body.ContainsAnyExcept((byte)0)))
        {
            throw new DareException(DareError.DigestMismatch, $"The body of frame {facts.Index} does not have the digest of its trailer.");
        }

        return _checked = new CheckedFrame(facts, !agrees);
    }

    /// <summary>What a frame says, and whether its body consists of zeros and has another digest: an Erase entry must then say why.</summary>
    internal sealed record CheckedFrame(StoreFacts Facts, bool IsBodyErased);
}

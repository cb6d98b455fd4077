using Mesh.Encoding;

namespace Mesh.Dare;

/// <summary>
/// A spool by replay of its frames (DARE 6, D-27, D-28; Mesh schema, section 13). Messages are known by the EnvelopeId that follows from their
/// MessageId, so states can be followed without opening the messages. The first entry of an identifier stays; later ones are replays. A
/// reference may come before its message.
/// </summary>
public sealed class Spool
{
    private readonly List<SpoolMessage> _messages = [];
    private readonly List<long> _replays = [];
    private readonly Dictionary<Udf, SpoolMessage> _byEnvelopeId = [];

    // The last reference that counted, by the EnvelopeId of the message that it names.
    private readonly Dictionary<Udf, MessageReference> _references = [];

    /// <summary>The messages in order, without replays.</summary>
    public IReadOnlyList<SpoolMessage> Messages => _messages;

    /// <summary>Frames that repeat an earlier identifier, or have none.</summary>
    public IReadOnlyList<long> Replays => _replays;

    /// <summary>Messages that are open, latest first.</summary>
    public IEnumerable<SpoolMessage> Open => _messages.AsEnumerable().Reverse().Where(m => m.State.IsOpen);

    /// <summary>
    /// Requires that an opened and verified message is the one that its envelope says (D-28).
    /// </summary>
    /// <param name="message">The message in the spool.</param>
    /// <param name="messageId">The MessageId inside the verified body.</param>
    /// <exception cref="DareException"><see cref="DareError.EntryRefused"/>.</exception>
    public static void RequireIdentity(SpoolMessage message, string messageId)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (EnvelopeIdOf(messageId) is not { } expected || !Udf.TryParse(message.EnvelopeId, out Udf? stated) || !expected.Equals(stated))
        {
            throw new DareException(
                DareError.EntryRefused, $"The message at {message.Index} carries the EnvelopeId of another message.");
        }
    }

    /// <summary>Takes up the next frame after frame 0.</summary>
    /// <returns>The message; null for a replay and for a frame without identifier.</returns>
    public SpoolMessage? Add(StoreFrame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        string? id = frame.Envelope.Header.EnvelopeId;
        if (!Udf.TryParse(id, out Udf? udf) || _byEnvelopeId.ContainsKey(udf))
        {
            _replays.Add(frame.Index);
            return null;
        }

        var message = new SpoolMessage(id!, frame, Hint(frame.Envelope.Header.ContentMetaData));
        _messages.Add(message);
        _byEnvelopeId.Add(udf, message);
        if (_references.TryGetValue(udf, out MessageReference? reference))
        {
            Apply(message, reference);
        }

        return message;
    }

    /// <summary>
    /// Applies the references of a MessageComplete. The caller has opened and verified it, and has made sure that its signer may change
    /// states in this spool: a stranger's is ignored (D-27).
    /// </summary>
    public void Apply(MessageComplete complete)
    {
        ArgumentNullException.ThrowIfNull(complete);
        foreach (MessageReference reference in complete.References)
        {
            if (EnvelopeIdOf(reference.MessageId) is not { } id)
            {
                continue;
            }

            _references[id] = reference;
            if (_byEnvelopeId.TryGetValue(id, out SpoolMessage? message))
            {
                Apply(message, reference);
            }
        }
    }

    /// <summary>The message with this MessageId, or null.</summary>
    public SpoolMessage? Find(string messageId) =>
        EnvelopeIdOf(messageId) is { } id ? _byEnvelopeId.GetValueOrDefault(id) : null;

    // Strangers put messages here. Metadata that cannot be read says nothing, and must not keep anybody from the other messages.
    private static ContentMeta Hint(ReadOnlyMemory<byte> contentMetaData)
    {
        try
        {
            return ContentMeta.Parse(contentMetaData);
        }
        catch (DareException)
        {
            return new ContentMeta();
        }
    }

    private static void Apply(SpoolMessage message, MessageReference reference)
    {
        message.State = new SpoolState(reference.Relationship);
        message.ResponseId = reference.ResponseId;
    }

    private static Udf? EnvelopeIdOf(string messageId) =>
        Udf.TryParse(messageId, out _) && Udf.TryParse(MessageIdentifier.Envelope(messageId), out Udf? id) ? id : null;
}

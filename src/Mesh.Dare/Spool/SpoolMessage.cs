namespace Mesh.Dare;

/// <summary>A message as it stands in a spool.</summary>
public sealed class SpoolMessage
{
    internal SpoolMessage(string envelopeId, StoreFrame frame, ContentMeta meta)
    {
        EnvelopeId = envelopeId;
        Frame = frame;
        MessageType = meta.MessageType;
    }

    /// <summary>The EnvelopeId of the header: a routing label until <see cref="Spool.RequireIdentity"/> has confirmed it.</summary>
    public string EnvelopeId { get; }

    /// <summary>The frame.</summary>
    public StoreFrame Frame { get; }

    /// <summary>The index in the spool.</summary>
    public long Index => Frame.Index;

    /// <summary>What the metadata says the message is; a hint. Null where it says nothing, or cannot be read.</summary>
    public string? MessageType { get; }

    /// <summary>The state, by the last reference that counted.</summary>
    public SpoolState State { get; internal set; } = SpoolState.Initial;

    /// <summary>The identifier of the response that the last reference names.</summary>
    public string? ResponseId { get; internal set; }
}

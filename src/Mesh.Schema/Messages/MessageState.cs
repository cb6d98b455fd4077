namespace Mesh.Schema;

/// <summary>State of a message in a spool (Mesh schema 13).</summary>
public enum MessageState
{
    /// <summary>Nothing refers to it yet.</summary>
    Initial,

    /// <summary>Inbound: read; may become Initial again.</summary>
    Read,

    /// <summary>Done with.</summary>
    Closed,

    /// <summary>Outbound: handed over.</summary>
    Sent,

    /// <summary>Outbound: accepted by the recipient's service.</summary>
    Received,

    /// <summary>Outbound: refused.</summary>
    Refused,
}

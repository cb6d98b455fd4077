namespace Mesh.Schema;

/// <summary>The states as <see cref="Reference.Relationship"/> names them, older words included (Mesh schema S-26, S-28).</summary>
public static class MessageStates
{
    /// <summary>The word that is written.</summary>
    public static string ToText(MessageState state) => state.ToString();

    /// <summary>Reads a word; Accept and Reject of schema-08 are Closed, Open and Unread are Initial. False for any other word.</summary>
    public static bool TryParse(string? text, out MessageState state)
    {
        MessageState? known = text switch
        {
            "Initial" or "Open" or "Unread" => MessageState.Initial,
            "Read" => MessageState.Read,
            "Closed" or "Accept" or "Reject" => MessageState.Closed,
            "Sent" => MessageState.Sent,
            "Received" => MessageState.Received,
            "Refused" => MessageState.Refused,
            _ => null,
        };
        state = known.GetValueOrDefault();
        return known.HasValue;
    }

    /// <summary>The states that exist in the spool of that label.</summary>
    public static bool Exists(MessageState state, string spool) => state == MessageState.Initial || StoreLabel.Canonical(spool) switch
    {
        StoreLabel.Inbound => state is MessageState.Read or MessageState.Closed,
        StoreLabel.Outbound => state is MessageState.Sent or MessageState.Received or MessageState.Refused,
        StoreLabel.Local => state == MessageState.Closed,
        _ => false,
    };
}

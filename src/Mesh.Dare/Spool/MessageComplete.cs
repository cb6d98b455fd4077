using System.Text.Json;

namespace Mesh.Dare;

/// <summary>
/// The entry of a spool that changes the states of others (DARE 6):
/// <c>{"MessageComplete":{"References":[{"MessageId":…,"ResponseId":…,"Relationship":…}],"MessageId":…}}</c>. Entries themselves never
/// change.
/// </summary>
/// <param name="MessageId">Its own identifier.</param>
/// <param name="References">The changes, in order.</param>
public sealed record MessageComplete(string MessageId, IReadOnlyList<MessageReference> References)
{
    /// <summary>The tag, and the MessageType, of the message.</summary>
    public const string Tag = "MessageComplete";

    private const int MostReferences = 4096;

    /// <summary>Reads the opened body.</summary>
    /// <exception cref="DareException"><see cref="DareError.Malformed"/>, <see cref="DareError.LimitExceeded"/>.</exception>
    public static MessageComplete Parse(ReadOnlyMemory<byte> body) => TaggedBody.Parse(body, (tag, message) => tag == Tag
        ? Read(message)
        : throw DareException.Malformed("The message is no MessageComplete."));

    private static MessageComplete Read(JsonElement message)
    {
        string? id = null;
        List<MessageReference> references = [];
        foreach (JsonProperty member in message.EnumerateObject())
        {
            switch (member.Name)
            {
                case nameof(MessageId):
                    id = JsonMembers.Text(member);
                    break;
                case nameof(References):
                    references = JsonMembers.List(member, MostReferences, ReadReference);
                    break;
                default:
                    break;
            }
        }

        return new MessageComplete(id ?? throw DareException.Malformed("A MessageComplete has no MessageId."), references);
    }

    private static MessageReference ReadReference(JsonElement element)
    {
        JsonMembers.RequireObject(element, "reference");
        string? message = null;
        string? response = null;
        string? relationship = null;
        foreach (JsonProperty member in element.EnumerateObject())
        {
            switch (member.Name)
            {
                case nameof(MessageReference.MessageId):
                    message = JsonMembers.Text(member);
                    break;
                case nameof(MessageReference.ResponseId):
                    response = JsonMembers.Text(member);
                    break;
                case nameof(MessageReference.Relationship):
                    relationship = JsonMembers.Text(member);
                    break;
                default:
                    break;
            }
        }

        return message is not null && relationship is not null
            ? new MessageReference(message, response, relationship)
            : throw DareException.Malformed("A reference has no MessageId or no Relationship.");
    }
}

using System.Text.Json;
using Mesh.Encoding;

namespace Mesh.Dare;

/// <summary>
/// The sealed body of a Delete entry (Mesh sealing, section 5):
/// <c>{"CatalogedDelete":{"UniqueId":true key,"Deleted":index of that key's latest entry}}</c>.
/// </summary>
/// <param name="UniqueId">The true key.</param>
/// <param name="Deleted">The entry that is deleted; it must be the live one.</param>
public sealed record CatalogedDelete(string UniqueId, long Deleted)
{
    /// <summary>The tag of the object.</summary>
    public const string Tag = "CatalogedDelete";

    /// <summary>The body.</summary>
    public byte[] ToOctets() => StrictJson.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteStartObject(Tag);
        writer.WriteString(nameof(UniqueId), UniqueId);
        writer.WriteNumber(nameof(Deleted), Deleted);
        writer.WriteEndObject();
        writer.WriteEndObject();
    });

    internal static CatalogedDelete Read(JsonElement entry)
    {
        string? key = null;
        long? deleted = null;
        foreach (JsonProperty member in entry.EnumerateObject())
        {
            switch (member.Name)
            {
                case nameof(UniqueId):
                    key = JsonMembers.Text(member);
                    break;
                case nameof(Deleted):
                    deleted = JsonMembers.Count(member);
                    break;
                default:
                    break;
            }
        }

        return key is not null && deleted is { } index
            ? new CatalogedDelete(key, index)
            : throw DareException.Malformed("A Delete entry does not give UniqueId and Deleted.");
    }
}

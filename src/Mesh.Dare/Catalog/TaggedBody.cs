using System.Text.Json;

namespace Mesh.Dare;

/// <summary>Bodies of store entries: an object with one member, whose name says what it is (Mesh schema, section 1.1).</summary>
internal static class TaggedBody
{
    /// <summary>Parses the body and applies <paramref name="read"/> to its tag and its object.</summary>
    public static T Parse<T>(ReadOnlyMemory<byte> body, Func<string, JsonElement, T> read) =>
        JsonMembers.ParseTolerantly(body, "body of the entry", (element, _) =>
        {
            (string tag, JsonElement entry) = Untag(element);
            return read(tag, entry);
        });

    public static (string Tag, JsonElement Entry) Untag(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Object && element.GetPropertyCount() == 1)
        {
            foreach (JsonProperty member in element.EnumerateObject())
            {
                JsonMembers.RequireObject(member.Value, "entry");
                return (member.Name, member.Value);
            }
        }

        throw DareException.Malformed("The body of an entry is not one tagged object.");
    }
}

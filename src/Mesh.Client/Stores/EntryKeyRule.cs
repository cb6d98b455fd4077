using System.Text.Json;
using Mesh.Schema;

namespace Mesh.Client;

/// <summary>Where the true key of an entry stands (Mesh schema 9): the entry's class says.</summary>
internal static class EntryKeyRule
{
    /// <summary>The key; null for a class that is not known here.</summary>
    public static string? KeyOf(string tag, JsonElement entry) =>
        tag == CredentialBody.Tag && CredentialBody.TryReadPlain(entry) is { } credential ? credential.Key : KeyOfAny(tag, entry);

    private static string? KeyOfAny(string tag, JsonElement entry)
    {
        try
        {
            CatalogedEntry read = SchemaJson.Codec.Read<CatalogedEntry>(tag, entry);
            string key = read.PrimaryKey;
            (read as IDisposable)?.Dispose();
            return key;
        }
        catch (SchemaException)
        {
            return null;
        }
    }
}

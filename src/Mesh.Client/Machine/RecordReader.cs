// The records that this program keeps for itself. The plain form of a record, which is that of everyday, is read member by member: the serialiser
// would make its tables for every class at every start of the program, which takes longer than all else that a short command does. Every other
// form, and every mistake, is left to the serialiser.

using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Mesh.Encoding;

namespace Mesh.Client;

/// <summary>Reads records that <see cref="MachineContext"/> writes.</summary>
internal static class RecordReader
{
    /// <summary>Reads a record.</summary>
    /// <param name="octets">What was kept.</param>
    /// <param name="plain">Reads the plain form from an object; null for any other form.</param>
    /// <param name="type">The serialiser's table of the class, made only where it is needed.</param>
    /// <param name="what">What cannot be read, where it cannot.</param>
    /// <exception cref="ClientException"><see cref="ClientError.Damaged"/>.</exception>
    public static T Read<T>(ReadOnlyMemory<byte> octets, Func<JsonElement, T?> plain, Func<JsonTypeInfo<T>> type, string what)
        where T : class
    {
        try
        {
            using JsonDocument document = StrictJson.Parse(octets);
            return (document.RootElement.ValueKind == JsonValueKind.Object ? plain(document.RootElement) : null)
                ?? JsonSerializer.Deserialize(octets.Span, type())
                ?? throw new JsonException("null is no record");
        }
        catch (Exception e) when (e is EncodingException or JsonException)
        {
            throw new ClientException(ClientError.Damaged, $"{what} cannot be read. Restore the folder from a backup.", e);
        }
    }
}

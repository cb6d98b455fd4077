// Edits are read member by member, for the reason that MachineRecordReader gives. Written by the serialiser.

using System.Text.Json;
using Mesh.Encoding;

namespace Mesh.Client;

/// <summary>Reads what <see cref="EditStore"/> writes.</summary>
internal static class EditRecordReader
{
    /// <exception cref="ClientException"><see cref="ClientError.Damaged"/>.</exception>
    public static EditRecord Read(ReadOnlyMemory<byte> octets)
    {
        try
        {
            using JsonDocument document = StrictJson.Parse(octets);
            JsonElement edit = document.RootElement;
            return new EditRecord
            {
                Label = Member(edit, nameof(EditRecord.Label))?.GetString() ?? throw Missing(nameof(EditRecord.Label)),
                Key = Member(edit, nameof(EditRecord.Key))?.GetString() ?? throw Missing(nameof(EditRecord.Key)),
                Body = Member(edit, nameof(EditRecord.Body))?.GetBytesFromBase64(),
                Base = Member(edit, nameof(EditRecord.Base))?.GetInt64() ?? 0,
            };
        }
        catch (Exception e) when (e is EncodingException or InvalidOperationException or FormatException)
        {
            throw new ClientException(ClientError.Damaged, "A change that waits to be sent cannot be read.", e);
        }
    }

    private static JsonElement? Member(JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement member) && member.ValueKind != JsonValueKind.Null ? member : null;

    private static FormatException Missing(string name) => new($"the member {name} is missing");
}
